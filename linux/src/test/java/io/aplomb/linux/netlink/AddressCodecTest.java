package io.aplomb.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.net.HostAddress;
import io.aplomb.base.net.IpAddress;
import io.aplomb.linux.netlink.AddressOptions.Flag;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Octet for octet as {@code <linux/if_addr.h>} and {@code <linux/netlink.h>} have them. */
class AddressCodecTest {

    private static final String PROTOCOL = "05000b00ba000000";

    @BeforeEach
    void order() {
        Assumptions.assumeTrue(
                ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN, "written for such a machine");
    }

    @Test
    void address_withScopeBroadcastAndLabel() {
        AddressOptions options =
                new AddressOptions(
                        253, "eth0:x", ip("10.1.2.200"), null, Set.of(), AddressOptions.FOREVER);
        assertThat(set("10.1.2.1/24", options, 0))
                .isEqualTo(
                        "44000000140005050000000000000000"
                                + "021800fd03000000"
                                + "080002000a010201"
                                + "080001000a010201"
                                + PROTOCOL
                                + "080004000a0102c8"
                                + "0b000300657468303a780000");
    }

    @Test
    void address_withAPeer_andALifetime() {
        AddressOptions options =
                new AddressOptions(0, "", null, ip("10.9.9.9"), Set.of(), AddressOptions.FOREVER);
        assertThat(set("10.1.4.1/32", options, 4))
                .isEqualTo(
                        "44000000140005050000000000000000"
                                + "0220000003000000"
                                + "080002000a010401"
                                + "080001000a090909"
                                + PROTOCOL
                                + "1400060004000000040000000000000000000000");
    }

    @Test
    void flags_areOneNumber_andIpv6IsNeverTested() {
        AddressOptions options =
                AddressOptions.GLOBAL
                        .withPreferred(20)
                        .withFlags(Set.of(Flag.HOME, Flag.NO_PREFIX_ROUTE));
        assertThat(set("fd04::1/64", options, 5))
                .isEqualTo(
                        "64000000140005050000000000000000"
                                + "0a40000003000000"
                                + "14000200fd040000000000000000000000000001"
                                + "14000100fd040000000000000000000000000001"
                                + PROTOCOL
                                + "0800080012020000"
                                + "1400060005000000050000000000000000000000");
        Set<Flag> others = Set.of(Flag.MANAGE_TEMPORARY, Flag.AUTO_JOIN);
        assertThat(set("fd04::1/64", AddressOptions.GLOBAL.withFlags(others), 0))
                .endsWith("0800080002050000");
        assertThat(set("10.0.0.1/24", AddressOptions.GLOBAL.withFlags(others), 0))
                .endsWith("0800080000050000");
    }

    @Test
    void preferredLifetime_isThatOfIpv6_andNeverLongerThanTheOther() {
        AddressOptions deprecated = AddressOptions.GLOBAL.withPreferred(0);
        assertThat(set("fd02::1/128", deprecated, 5))
                .endsWith("1400060000000000050000000000000000000000");
        assertThat(set("fd02::1/128", deprecated, 0))
                .endsWith("1400060000000000ffffffff0000000000000000");
        assertThat(set("fd02::1/128", AddressOptions.GLOBAL, 0)).endsWith("0800080002000000");
        assertThat(set("10.0.0.1/24", deprecated, 5))
                .endsWith("1400060005000000050000000000000000000000");
    }

    @Test
    void removal_namesTheLocalEnd() {
        assertThat(HexFormat.of().formatHex(AddressCodec.remove(address("10.1.4.1/32")).encode(0)))
                .isEqualTo("20000000150005000000000000000000" + "0220000003000000080002000a010401");
    }

    private static String set(String address, AddressOptions options, long validS) {
        byte[] message = AddressCodec.set(address(address), options, validS).encode(0);
        return HexFormat.of().formatHex(message);
    }

    private static InterfaceAddress address(String text) {
        return new InterfaceAddress(3, Objects.requireNonNull(HostAddress.parse(text)), 0xba);
    }

    private static IpAddress ip(String text) {
        return Objects.requireNonNull(IpAddress.parse(text));
    }
}
