package io.aplomb.control.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aplomb.cluster.alert.Recipient;
import io.aplomb.control.alert.Courier.UndeliveredException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.snmp4j.MessageDispatcherImpl;
import org.snmp4j.ScopedPDU;
import org.snmp4j.Snmp;
import org.snmp4j.Target;
import org.snmp4j.UserTarget;
import org.snmp4j.mp.MPv3;
import org.snmp4j.mp.SnmpConstants;
import org.snmp4j.security.AuthHMAC192SHA256;
import org.snmp4j.security.AuthHMAC384SHA512;
import org.snmp4j.security.AuthSHA;
import org.snmp4j.security.PrivAES128;
import org.snmp4j.security.PrivAES256;
import org.snmp4j.security.SecurityLevel;
import org.snmp4j.security.SecurityProtocols;
import org.snmp4j.security.USM;
import org.snmp4j.security.UsmUser;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.UdpAddress;
import org.snmp4j.transport.DefaultUdpTransportMapping;

/**
 * Who sends traps of SNMP version 3 (RFC 3414): a user of the engine that this node is. The sender
 * of a trap is the authority on its time, so each node has an engine of its own, named after it.
 *
 * @param engine {@code 80007fd304} and the octets of the node's name (RFC 3411, format 4)
 */
record TrapUser(
        OctetString engine,
        OctetString name,
        @Nullable OID authentication,
        @Nullable OctetString password,
        @Nullable OID privacy,
        @Nullable OctetString key) {

    /** The number of Pacemaker's MIB, and "text follows". */
    private static final byte[] ENGINE = {(byte) 0x80, 0, 0x7f, (byte) 0xd3, 4};

    private static final int MAX_NAME = 27;

    /** So the number of starts grows with each start, and fits for sixty years. */
    private static final long FIRST_START_S = 1_700_000_000;

    static TrapUser of(Recipient recipient, Sender sender) throws UndeliveredException {
        byte[] node = sender.node().getBytes(UTF_8);
        byte[] engine = Arrays.copyOf(ENGINE, ENGINE.length + Math.min(node.length, MAX_NAME));
        System.arraycopy(node, 0, engine, ENGINE.length, engine.length - ENGINE.length);
        Optional<String> name = recipient.option("user");
        if (name.isEmpty()) {
            throw new UndeliveredException("version=3 needs a user", true);
        }
        Optional<String> password = Options.secret(recipient, "auth-password-file");
        Optional<String> key = Options.secret(recipient, "priv-password-file");
        if (key.isPresent() && password.isEmpty()) {
            throw new UndeliveredException("priv-password-file needs auth-password-file", true);
        }
        return new TrapUser(
                new OctetString(engine),
                new OctetString(name.get()),
                password.isEmpty() ? null : authentication(recipient),
                password.map(OctetString::new).orElse(null),
                key.isEmpty() ? null : privacy(recipient),
                key.map(OctetString::new).orElse(null));
    }

    private static OID authentication(Recipient recipient) throws UndeliveredException {
        String wanted = recipient.option("auth-protocol").orElse("SHA").toUpperCase(Locale.ROOT);
        return switch (wanted) {
            case "SHA" -> AuthSHA.ID;
            case "SHA-256" -> AuthHMAC192SHA256.ID;
            case "SHA-512" -> AuthHMAC384SHA512.ID;
            default ->
                    throw new UndeliveredException(
                            "auth-protocol is SHA, SHA-256 or SHA-512", true);
        };
    }

    private static OID privacy(Recipient recipient) throws UndeliveredException {
        String wanted = recipient.option("priv-protocol").orElse("AES").toUpperCase(Locale.ROOT);
        return switch (wanted) {
            case "AES", "AES-128" -> PrivAES128.ID;
            case "AES-256" -> PrivAES256.ID;
            default -> throw new UndeliveredException("priv-protocol is AES or AES-256", true);
        };
    }

    Snmp open(DefaultUdpTransportMapping transport) {
        SecurityProtocols protocols = SecurityProtocols.getInstance();
        protocols.addAuthenticationProtocol(new AuthSHA());
        protocols.addAuthenticationProtocol(new AuthHMAC192SHA256());
        protocols.addAuthenticationProtocol(new AuthHMAC384SHA512());
        protocols.addPrivacyProtocol(new PrivAES128());
        protocols.addPrivacyProtocol(new PrivAES256());
        long startedS =
                TimeUnit.MILLISECONDS.toSeconds(
                        ManagementFactory.getRuntimeMXBean().getStartTime());
        int starts = (int) Math.max(1, startedS - FIRST_START_S);
        USM usm = new USM(protocols, engine, starts);
        usm.addUser(new UsmUser(name, authentication, password, privacy, key));
        MessageDispatcherImpl dispatcher = new MessageDispatcherImpl();
        dispatcher.addMessageProcessingModel(new MPv3(usm));
        return new Snmp(dispatcher, transport);
    }

    ScopedPDU pdu() {
        return TrapCourier.scoped(engine);
    }

    Target<UdpAddress> target(UdpAddress address) {
        int level =
                password == null
                        ? SecurityLevel.NOAUTH_NOPRIV
                        : key == null ? SecurityLevel.AUTH_NOPRIV : SecurityLevel.AUTH_PRIV;
        UserTarget<UdpAddress> target = new UserTarget<>(address, name, engine.getValue(), level);
        target.setVersion(SnmpConstants.version3);
        return target;
    }
}
