package io.aplomb.control.alert;

import static io.aplomb.control.alert.ToldCluster.alert;
import static io.aplomb.control.alert.ToldCluster.pairs;
import static io.aplomb.control.alert.ToldCluster.recipient;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.snmp4j.CommandResponder;
import org.snmp4j.CommandResponderEvent;
import org.snmp4j.MessageDispatcherImpl;
import org.snmp4j.PDU;
import org.snmp4j.Snmp;
import org.snmp4j.mp.MPv2c;
import org.snmp4j.mp.MPv3;
import org.snmp4j.security.AuthHMAC192SHA256;
import org.snmp4j.security.PrivAES128;
import org.snmp4j.security.SecurityLevel;
import org.snmp4j.security.SecurityProtocols;
import org.snmp4j.security.USM;
import org.snmp4j.security.UsmUser;
import org.snmp4j.smi.Address;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.UdpAddress;
import org.snmp4j.transport.DefaultUdpTransportMapping;

/** Alerts as traps, and what a receiver gets of them. */
@Timeout(120)
class TrapAlertsTest {
    private static final String NOTIFICATION = "1.3.6.1.4.1.32723.1.";
    private static final String ENGINE_OF_N1 = "80007fd3046e31";

    @TempDir Path directory;

    /** Takes traps of version 2c, and of 3 from a user it knows. */
    private static final class Receiver implements AutoCloseable {
        private final DefaultUdpTransportMapping transport =
                new DefaultUdpTransportMapping(new UdpAddress(InetAddress.getLoopbackAddress(), 0));
        private final BlockingQueue<CommandResponderEvent<?>> traps = new LinkedBlockingQueue<>();
        private final Snmp snmp;

        @SuppressWarnings("deprecation") // the other way to add a user of one engine takes its keys
        Receiver() throws IOException {
            SecurityProtocols protocols = SecurityProtocols.getInstance().addDefaultProtocols();
            USM usm = new USM(protocols, new OctetString("receiver"), 1);
            usm.addUser(
                    new OctetString("ops"),
                    OctetString.fromHexStringPairs(ENGINE_OF_N1),
                    new UsmUser(
                            new OctetString("ops"),
                            AuthHMAC192SHA256.ID,
                            new OctetString("authenticate"),
                            PrivAES128.ID,
                            new OctetString("keepitsecret")));
            MessageDispatcherImpl dispatcher = new MessageDispatcherImpl();
            dispatcher.addMessageProcessingModel(new MPv2c());
            dispatcher.addMessageProcessingModel(new MPv3(usm));
            snmp = new Snmp(dispatcher, transport);
            snmp.addCommandResponder(
                    new CommandResponder() {
                        @Override
                        public <A extends Address> void processPdu(CommandResponderEvent<A> event) {
                            traps.add(event);
                        }
                    });
            snmp.listen();
        }

        String address() {
            return "127.0.0.1:" + transport.getListenAddress().getPort();
        }

        CommandResponderEvent<?> next() throws InterruptedException {
            CommandResponderEvent<?> trap = traps.poll(60, TimeUnit.SECONDS);
            assertThat(trap).as("a trap within 60 s").isNotNull();
            return trap;
        }

        @Override
        public void close() throws IOException {
            snmp.close();
        }
    }

    private static Object value(PDU trap, String oid) {
        return trap.getVariable(new OID(oid));
    }

    private static String text(PDU trap, int object) {
        return new String(
                ((OctetString) value(trap, NOTIFICATION + object)).getValue(),
                StandardCharsets.UTF_8);
    }

    @Test
    void failure_isATrapOfPacemakersMib() throws Exception {
        try (Receiver receiver = new Receiver();
                ToldCluster cluster =
                        new ToldCluster(
                                alert(
                                        "aplomb:snmp",
                                        pairs("instance_attributes", "community", "ops"),
                                        pairs("meta_attributes", "group-by-cause", "false"),
                                        recipient("r", receiver.address())))) {
            cluster.operated(cluster.upAnd("n3"), "vip", "monitor", 7);
            PDU node = receiver.next().getPDU();
            CommandResponderEvent<?> event = receiver.next();
            PDU trap = event.getPDU();

            assertThat(new String(event.getSecurityName(), StandardCharsets.US_ASCII))
                    .isEqualTo("ops");
            assertThat(trap.getType()).isEqualTo(PDU.TRAP);
            assertThat(trap.getVariableBindings())
                    .extracting(binding -> binding.getOid().toString())
                    .containsExactly(
                            "1.3.6.1.2.1.1.3.0",
                            "1.3.6.1.6.3.1.1.4.1.0",
                            NOTIFICATION + 1,
                            NOTIFICATION + 2,
                            NOTIFICATION + 3,
                            NOTIFICATION + 4,
                            NOTIFICATION + 5,
                            NOTIFICATION + 6,
                            NOTIFICATION + 7,
                            NOTIFICATION + 8,
                            NOTIFICATION + 9,
                            "1.3.6.1.2.1.25.1.2");
            assertThat(value(trap, "1.3.6.1.6.3.1.1.4.1.0"))
                    .isEqualTo(new OID("1.3.6.1.4.1.32723.2.1"));
            assertThat(List.of(text(trap, 1), text(trap, 2), text(trap, 3), text(trap, 4)))
                    .containsExactly("n3", "vip", "monitor", "not running");
            assertThat(value(trap, NOTIFICATION + 6)).isEqualTo(new Integer32(7));
            assertThat(text(trap, 8)).isEqualTo("n/a");
            assertThat(text(node, 4)).isEqualTo("member");
            assertThat(value(node, NOTIFICATION + 6)).isEqualTo(new Integer32(Integer.MAX_VALUE));
        }
    }

    @Test
    void version3_isSignedAndSecret() throws Exception {
        Path password = Files.writeString(directory.resolve("auth"), "authenticate\n");
        Path key = Files.writeString(directory.resolve("priv"), "keepitsecret\n");
        try (Receiver receiver = new Receiver();
                ToldCluster cluster =
                        new ToldCluster(
                                alert(
                                        "aplomb:snmp",
                                        pairs(
                                                "instance_attributes",
                                                "version",
                                                "3",
                                                "user",
                                                "ops",
                                                "auth-protocol",
                                                "SHA-256",
                                                "auth-password-file",
                                                password.toString(),
                                                "priv-password-file",
                                                key.toString()),
                                        recipient("r", receiver.address())))) {
            cluster.up("n3");
            CommandResponderEvent<?> event = receiver.next();

            assertThat(event.getSecurityLevel()).isEqualTo(SecurityLevel.AUTH_PRIV);
            assertThat(text(event.getPDU(), 1)).isEqualTo("n3");
        }
    }

    @Test
    void date_isThatOfRfc2579() {
        OffsetDateTime time =
                OffsetDateTime.of(1992, 5, 26, 13, 30, 15, 100_000_000, ZoneOffset.ofHours(-4));

        assertThat(HexFormat.of().formatHex(TrapCourier.dateAndTime(time.toZonedDateTime())))
                .isEqualTo("07c8051a0d1e0f012d0400");
    }

    @Test
    void recipient_thatIsNone_keepsNothingBack() throws Exception {
        try (ToldCluster cluster =
                new ToldCluster(alert("aplomb:snmp", recipient("r", "127.0.0.1:none")))) {
            cluster.up("n3");
            cluster.awaitTold("a/r");
        }
    }
}
