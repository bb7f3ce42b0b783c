package io.aplomb.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.net.IpAddress;
import io.aplomb.base.net.IpNetwork;
import io.aplomb.linux.netlink.NetlinkReply.Body;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Beside the messages that keepalived 2.2.7 sends for the same routes, as strace(1) shows them. */
class RouteCodecTest {

    private static final int KEEPALIVED = 18;
    private static final int DEVICE = 3;
    private static final int WORLD = 0;
    private static final int CREATE = 0x404;
    private static final int APPEND = 0xc04;

    @BeforeEach
    void order() {
        Assumptions.assumeTrue(
                ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN, "captured on such a machine");
    }

    @Test
    void route_byAGateway_isTheSame() {
        assertThat(message(CREATE, route("10.2.0.0/16", hop("10.0.0.7", 0))))
                .isEqualTo(
                        "2c000000180005040000000000000000"
                                + "02100000fe12000100000000"
                                + "080001000a020000"
                                + "080005000a000007");
    }

    @Test
    void route_onALink_isTheSame() {
        Route route = route("10.8.0.0/16", hop(null, DEVICE));
        assertThat(message(APPEND, route))
                .isEqualTo(
                        "2c0000001800050c0000000000000000"
                                + "02100000fe12000100000000"
                                + "080001000a080000"
                                + "0800040003000000");
        Route ofLink = new Route(route.key(), 253, null, 0, route.hops());
        assertThat(message(CREATE, ofLink)).contains("02100000fe12fd0100000000");
    }

    @Test
    void route_withSource_isTheSame() {
        Route plain = route("10.6.0.0/16", hop("10.0.0.7", DEVICE));
        Route route = new Route(plain.key(), WORLD, ip("10.0.0.1"), 0, plain.hops());
        assertThat(message(CREATE, route))
                .isEqualTo(
                        "3c000000180005040000000000000000"
                                + "02100000fe12000100000000"
                                + "080001000a060000"
                                + "080007000a000001"
                                + "080005000a000007"
                                + "0800040003000000");
    }

    @Test
    void route_withMetricMtuAndTable_isTheSame() {
        RouteKey key = new RouteKey(1, network("0.0.0.0/0"), 100, 0, 5, KEEPALIVED);
        Route route = new Route(key, WORLD, null, 1400, List.of(hop("10.0.0.7", DEVICE)));
        assertThat(message(CREATE, route))
                .isEqualTo(
                        "48000000180005040000000000000000"
                                + "020000006412000100000000"
                                + "0800010000000000"
                                + "080005000a000007"
                                + "0800040003000000"
                                + "0800060005000000"
                                + "0c0008000800020078050000");
    }

    @Test
    void route_byAGatewayThatIsANeighbourAllTheSame_isTheSame() {
        Route.Hop hop = new Route.Hop(ip("10.99.0.77"), DEVICE, 1, true);
        assertThat(message(CREATE, route("10.9.0.0/16", hop)))
                .isEqualTo(
                        "34000000180005040000000000000000"
                                + "02100000fe12000104000000"
                                + "080001000a090000"
                                + "080005000a63004d"
                                + "0800040003000000");
    }

    @Test
    void route_ofSeveralHops_isTheSame() {
        Route route =
                route(
                        "10.5.0.0/16",
                        new Route.Hop(ip("10.0.0.7"), DEVICE, 3, false),
                        hop("10.0.0.8", DEVICE));
        assertThat(message(CREATE, route))
                .isEqualTo(
                        "48000000180005040000000000000000"
                                + "02100000fe12000100000000"
                                + "080001000a050000"
                                + "24000900"
                                + "1000000203000000080005000a000007"
                                + "1000000003000000080005000a000008");
        Route v6 = route("2001:db8:8::/64", hop("fe80::5", DEVICE), hop("fe80::6", DEVICE));
        assertThat(message(CREATE, v6))
                .isEqualTo(
                        "6c000000180005040000000000000000"
                                + "0a400000fe12000100000000"
                                + "1400010020010db8000800000000000000000000"
                                + "3c000900"
                                + "1c0000000300000014000500fe800000000000000000000000000005"
                                + "1c0000000300000014000500fe800000000000000000000000000006");
    }

    @Test
    void routes_thatDiscard_areTheSame() {
        RouteKey blackhole = new RouteKey(6, network("10.12.0.0/16"), 254, 0, 0, KEEPALIVED);
        assertThat(message(CREATE, new Route(blackhole, WORLD, null, 0, List.of())))
                .isEqualTo(
                        "24000000180005040000000000000000"
                                + "02100000fe12000600000000"
                                + "080001000a0c0000");
        RouteKey unreachable = new RouteKey(7, network("2001:db8:5::/48"), 254, 0, 0, KEEPALIVED);
        assertThat(message(CREATE, new Route(unreachable, WORLD, null, 0, List.of())))
                .isEqualTo(
                        "30000000180005040000000000000000"
                                + "0a300000fe12000700000000"
                                + "1400010020010db8000500000000000000000000");
    }

    @Test
    void table_thatNeedsMoreThanAnOctet_isAnAttribute() {
        RouteKey key = new RouteKey(1, network("10.1.0.0/16"), 70_000, 16, 0, KEEPALIVED);
        Route route = new Route(key, WORLD, null, 0, List.of(hop(null, DEVICE)));
        assertThat(message(CREATE, route))
                .contains("02100010fc12000100000000")
                .endsWith("08000f0070110100");
    }

    @Test
    void key_isReadFromWhatWasWritten() {
        RouteKey key = new RouteKey(9, network("10.1.0.0/16"), 70_000, 16, 0xffff_fff0L, 186);
        assertThat(read(key)).contains(key);
        RouteKey v6 = new RouteKey(1, network("2001:db8::/32"), 254, 0, 1024, 186);
        assertThat(read(v6)).contains(v6);
    }

    private static Optional<RouteKey> read(RouteKey key) {
        byte[] octets =
                HexFormat.of().parseHex(message(CREATE, new Route(key, 0, null, 0, List.of())));
        return RouteCodec.key(NetlinkReply.parse(octets).getFirst().body());
    }

    @Test
    void key_ofAnotherFamilyOrCutShort_isNone() {
        assertThat(RouteCodec.key(new Body(new byte[] {7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})))
                .isEmpty();
        assertThat(RouteCodec.key(new Body(new byte[5]))).isEmpty();
    }

    @Test
    void key_asText_isWhatIpRouteTakes() {
        assertThat(new RouteKey(1, network("0.0.0.0/0"), 254, 0, 0, 186))
                .hasToString("unicast 0.0.0.0/0 table 254 proto 186");
        assertThat(new RouteKey(6, network("2001:db8::1"), 100, 16, 5, 186))
                .hasToString("blackhole 2001:db8::1/128 tos 0x10 table 100 metric 5 proto 186");
    }

    private static String message(int flags, Route route) {
        NetlinkMessage message = RouteCodec.message(Rtnetlink.RTM_NEWROUTE, flags, route);
        return HexFormat.of().formatHex(message.encode(0));
    }

    private static Route route(String destination, Route.Hop... hops) {
        RouteKey key = new RouteKey(1, network(destination), 254, 0, 0, KEEPALIVED);
        return new Route(key, WORLD, null, 0, List.of(hops));
    }

    private static Route.Hop hop(@Nullable String gateway, int linkIndex) {
        return new Route.Hop(gateway == null ? null : ip(gateway), linkIndex, 1, false);
    }

    private static IpAddress ip(String text) {
        return Objects.requireNonNull(IpAddress.parse(text));
    }

    private static IpNetwork network(String text) {
        return Objects.requireNonNull(IpNetwork.parse(text));
    }
}
