package io.aplomb.control.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aplomb.cluster.alert.EventFields;
import io.aplomb.cluster.alert.Message;
import io.aplomb.cluster.alert.News;
import io.aplomb.cluster.alert.Recipient;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Map;
import org.snmp4j.CommunityTarget;
import org.snmp4j.PDU;
import org.snmp4j.ScopedPDU;
import org.snmp4j.Snmp;
import org.snmp4j.Target;
import org.snmp4j.mp.SnmpConstants;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.TimeTicks;
import org.snmp4j.smi.UdpAddress;
import org.snmp4j.smi.VariableBinding;
import org.snmp4j.transport.DefaultUdpTransportMapping;

/**
 * {@code aplomb:snmp}: the recipient is {@code HOST[:PORT]}, which gets a trap of Pacemaker's MIB
 * for each message, with the variables in the order in which Pacemaker's {@code alert_snmp.sh} has
 * them.
 *
 * <p>Source: PACEMAKER-MIB; RFC 3416 section 4.2.6; RFC 2579 (DateAndTime).
 */
final class TrapCourier implements Courier {
    private static final int RETRIES = 2;
    private static final int TRAP_PORT = 162;

    private static final OID NOTIFICATION = new OID("1.3.6.1.4.1.32723.1");
    private static final OID TRAP = new OID("1.3.6.1.4.1.32723.2.1");
    private static final OID SYSTEM_DATE = new OID("1.3.6.1.2.1.25.1.2");

    /** What that script sends where there is nothing to say. */
    private static final String NO_TEXT = "n/a";

    private static final int NO_NUMBER = Integer.MAX_VALUE;
    private static final int MAX_OCTETS = 256;
    private static final int CENTISECOND_MS = 10;
    private static final int TENTH_NS = 100_000_000;

    @Override
    public int retries() {
        return RETRIES;
    }

    @Override
    public void deliver(Recipient recipient, Message message, Sender sender)
            throws UndeliveredException {
        UdpAddress address = address(recipient.value());
        try {
            if (recipient.option("version").orElse("2c").equals("3")) {
                TrapUser user = TrapUser.of(recipient, sender);
                try (Snmp snmp = user.open(transport(address))) {
                    PDU trap = filled(user.pdu(), message.head(), sender);
                    send(snmp, trap, user.target(address));
                }
            } else {
                try (Snmp snmp = new Snmp(transport(address))) {
                    CommunityTarget<UdpAddress> target =
                            new CommunityTarget<>(
                                    address,
                                    new OctetString(
                                            recipient.option("community").orElse("public")));
                    target.setVersion(SnmpConstants.version2c);
                    send(snmp, filled(new PDU(), message.head(), sender), target);
                }
            }
        } catch (IOException failure) {
            throw new UndeliveredException(String.valueOf(failure.getMessage()), false);
        }
    }

    /** From any port of the family that the receiver has. */
    private static DefaultUdpTransportMapping transport(UdpAddress to) throws IOException {
        boolean six = to.getInetAddress().getAddress().length > 4;
        return new DefaultUdpTransportMapping(
                new UdpAddress(InetAddress.getByName(six ? "::" : "0.0.0.0"), 0));
    }

    private static void send(Snmp snmp, PDU trap, Target<UdpAddress> target) throws IOException {
        snmp.send(trap, target);
    }

    private static UdpAddress address(String value) throws UndeliveredException {
        String host = value;
        int port = TRAP_PORT;
        int colon = value.lastIndexOf(':');
        boolean bracketed = value.startsWith("[");
        int close = value.indexOf(']');
        try {
            if (bracketed && close > 0) {
                host = value.substring(1, close);
                port = close + 1 < value.length() ? port(value.substring(close + 2)) : TRAP_PORT;
            } else if (colon > 0 && value.indexOf(':') == colon) {
                host = value.substring(0, colon);
                port = port(value.substring(colon + 1));
            }
            if (host.isEmpty()) {
                throw new UndeliveredException("an alert by SNMP needs a recipient", true);
            }
            return new UdpAddress(InetAddress.getByName(host), port);
        } catch (IllegalArgumentException noPort) {
            throw new UndeliveredException(value + " is no HOST[:PORT]", true);
        } catch (UnknownHostException unknown) {
            throw new UndeliveredException("nobody knows " + host, false);
        }
    }

    private static int port(String text) {
        int port = Integer.parseInt(text);
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException(text);
        }
        return port;
    }

    private static PDU filled(PDU trap, News head, Sender sender) {
        trap.setType(PDU.TRAP);
        long uptimeMs = ManagementFactory.getRuntimeMXBean().getUptime();
        trap.add(
                new VariableBinding(
                        SnmpConstants.sysUpTime, new TimeTicks(uptimeMs / CENTISECOND_MS)));
        trap.add(new VariableBinding(SnmpConstants.snmpTrapOID, TRAP));
        Map<String, String> fields = EventFields.of(head.what());
        text(trap, 1, fields.get("node"));
        text(trap, 2, fields.get("rsc"));
        text(trap, 3, fields.get("task"));
        text(trap, 4, fields.get("desc"));
        number(trap, 5, fields.get("status"));
        number(trap, 6, fields.get("rc"));
        number(trap, 7, fields.get("target_rc"));
        text(trap, 8, fields.get("attribute_name"));
        text(trap, 9, fields.get("attribute_value"));
        trap.add(
                new VariableBinding(
                        SYSTEM_DATE,
                        new OctetString(
                                dateAndTime(
                                        Instant.ofEpochMilli(head.atMs()).atZone(sender.zone())))));
        return trap;
    }

    private static void text(
            PDU trap, int object, @org.jspecify.annotations.Nullable String value) {
        byte[] octets = (value == null || value.isEmpty() ? NO_TEXT : value).getBytes(UTF_8);
        trap.add(
                new VariableBinding(
                        new OID(NOTIFICATION).append(object),
                        new OctetString(
                                octets.length <= MAX_OCTETS
                                        ? octets
                                        : Arrays.copyOf(octets, MAX_OCTETS))));
    }

    private static void number(
            PDU trap, int object, @org.jspecify.annotations.Nullable String value) {
        trap.add(
                new VariableBinding(
                        new OID(NOTIFICATION).append(object),
                        new Integer32(value == null ? NO_NUMBER : Integer.parseInt(value))));
    }

    /** RFC 2579: year in two octets, then month to tenth of a second, then the way from UTC. */
    static byte[] dateAndTime(ZonedDateTime time) {
        int offsetMinutes = time.getOffset().getTotalSeconds() / 60;
        return new byte[] {
            (byte) (time.getYear() >> 8),
            (byte) time.getYear(),
            (byte) time.getMonthValue(),
            (byte) time.getDayOfMonth(),
            (byte) time.getHour(),
            (byte) time.getMinute(),
            (byte) time.getSecond(),
            (byte) (time.getNano() / TENTH_NS),
            (byte) (offsetMinutes < 0 ? '-' : '+'),
            (byte) (Math.abs(offsetMinutes) / 60),
            (byte) (Math.abs(offsetMinutes) % 60)
        };
    }

    /** A trap of version 3. */
    static ScopedPDU scoped(OctetString engine) {
        ScopedPDU pdu = new ScopedPDU();
        pdu.setContextEngineID(engine);
        return pdu;
    }
}
