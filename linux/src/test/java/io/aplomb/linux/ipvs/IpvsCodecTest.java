package io.aplomb.linux.ipvs;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.net.IpAddress;
import io.aplomb.linux.ipvs.IpvsDestination.Forwarding;
import io.aplomb.linux.netlink.NetlinkMessage;
import io.aplomb.linux.netlink.NetlinkReply;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Octet by octet what keepalived sends, and back. */
class IpvsCodecTest {
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final IpvsCodec CODEC = new IpvsCodec(37);
    private static final Map<String, String> KEEPALIVED = captured();

    private static final IpvsService PERSISTENT =
            new IpvsService(key(TCP, "10.0.0.1", 443), "wlc", IpvsService.PERSISTENT, 50, 24);

    /** keepalived names a service without its persistence when it speaks of a real server. */
    private static final IpvsService PLAIN =
            new IpvsService(key(TCP, "10.0.0.1", 443), "wlc", 0, 0, 32);

    private static final IpvsService HASHED =
            new IpvsService(
                    key(TCP, "10.0.0.2", 80),
                    "sh",
                    IpvsService.SCHEDULER_1 | IpvsService.SCHEDULER_2,
                    0,
                    32);

    private static final IpvsService MARKED =
            new IpvsService(
                    new IpvsService.Key.Mark(7, false),
                    "sh",
                    IpvsService.SCHEDULER_1 | IpvsService.SCHEDULER_2,
                    0,
                    32);

    private static final IpvsService V6 =
            new IpvsService(
                    key(UDP, "2001:db8::1", 53),
                    "rr",
                    IpvsService.PERSISTENT | IpvsService.ONE_PACKET,
                    360,
                    128);

    private static final IpvsDestination LIMITED =
            new IpvsDestination(address("192.168.0.1"), 443, Forwarding.DIRECT_ROUTE, 3, 100, 10);

    @Test
    void question_forTheFamily() {
        same("resolve", GenericFamily.question("IPVS"));
    }

    @Test
    void flush_ofEverything() {
        same("flush", CODEC.command(IpvsCodec.FLUSH, IpvsCodec.ACKNOWLEDGE));
    }

    @Test
    void services_ofEveryKind() {
        same("add 10.0.0.1", service(IpvsCodec.NEW_SERVICE, PERSISTENT));
        same("add 10.0.0.2", service(IpvsCodec.NEW_SERVICE, HASHED));
        same("add mark 7", service(IpvsCodec.NEW_SERVICE, MARKED));
        same("add 2001:db8::1", service(IpvsCodec.NEW_SERVICE, V6));
        same("remove 10.0.0.1", service(IpvsCodec.DELETE_SERVICE, PERSISTENT));
    }

    @Test
    void destinations_ofEveryKind() {
        same("add 192.168.0.1", CODEC.destination(IpvsCodec.NEW_DESTINATION, PLAIN, LIMITED));
        same("remove 192.168.0.1", CODEC.destination(IpvsCodec.DELETE_DESTINATION, PLAIN, LIMITED));
        same(
                "192.168.0.2 to weight 0",
                CODEC.destination(
                        IpvsCodec.SET_DESTINATION,
                        PLAIN,
                        new IpvsDestination(
                                address("192.168.0.2"), 443, Forwarding.DIRECT_ROUTE, 0, 0, 0)));
        same(
                "add 192.168.0.3 by tunnel",
                CODEC.destination(IpvsCodec.NEW_DESTINATION, HASHED, tunnelled(80)));
        same(
                "add 192.168.0.3 by tunnel to mark 7",
                CODEC.destination(IpvsCodec.NEW_DESTINATION, MARKED, tunnelled(0)));
        IpvsService withoutPersistence =
                new IpvsService(V6.key(), "rr", IpvsService.ONE_PACKET, 0, 128);
        same(
                "add 2001:db8::5",
                CODEC.destination(
                        IpvsCodec.NEW_DESTINATION,
                        withoutPersistence,
                        new IpvsDestination(address("2001:db8::5"), 53, Forwarding.NAT, 1, 0, 0)));
    }

    @Test
    void read_whatWasWritten_isTheSame() {
        for (IpvsService service : new IpvsService[] {PERSISTENT, PLAIN, HASHED, MARKED, V6}) {
            assertThat(IpvsCodec.readService(read(service(IpvsCodec.NEW_SERVICE, service))))
                    .contains(service);
        }
        for (IpvsDestination destination :
                new IpvsDestination[] {LIMITED, tunnelled(0), tunnelled(80)}) {
            NetlinkMessage message =
                    CODEC.destination(IpvsCodec.NEW_DESTINATION, PLAIN, destination);
            assertThat(IpvsCodec.readDestination(read(message), false)).contains(destination);
        }
    }

    private static NetlinkReply.Attributes read(NetlinkMessage message) {
        return NetlinkReply.parse(message.encode(1)).getFirst().body().attributes(4);
    }

    private static NetlinkMessage service(int command, IpvsService service) {
        return CODEC.service(command, IpvsCodec.ACKNOWLEDGE, service);
    }

    private static IpvsDestination tunnelled(int port) {
        return new IpvsDestination(address("192.168.0.3"), port, Forwarding.TUNNEL, 1, 0, 0);
    }

    private static void same(String name, NetlinkMessage ours) {
        assertThat(HexFormat.of().formatHex(ours.encode(0)))
                .as(name)
                .isEqualTo(Objects.requireNonNull(KEEPALIVED.get(name)));
    }

    private static IpvsService.Key key(int protocol, String address, int port) {
        return new IpvsService.Key.Address(protocol, address(address), port);
    }

    private static IpAddress address(String text) {
        return Objects.requireNonNull(IpAddress.parse(text));
    }

    private static Map<String, String> captured() {
        Map<String, String> byName = new LinkedHashMap<>();
        try (InputStream in = IpvsCodecTest.class.getResourceAsStream("keepalived.hex")) {
            String text =
                    new String(
                            Objects.requireNonNull(in).readAllBytes(), StandardCharsets.US_ASCII);
            text.lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(
                            line -> {
                                int colon = line.lastIndexOf(": ");
                                byName.put(line.substring(0, colon), line.substring(colon + 2));
                            });
            return byName;
        } catch (java.io.IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }
}
