package io.aplomb.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.net.IpAddress;
import io.aplomb.linux.netlink.NetlinkReply.Body;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Linux 6.18 told of a UDP packet to 192.168.1.99:7070 that went to 192.168.1.12:7071. */
class FlowCodecTest {

    private static final String ORIGINAL =
            "340001801400018008000100c0a8010b08000200c0a80163"
                    + "1c00028005000100110000000600020015b30000060003001b9e0000";

    private static final Body TOLD =
            body(
                    "02000000"
                            + ORIGINAL
                            + "340002801400018008000100c0a8010c08000200c0a8010b"
                            + "1c0002800500010011000000060002001b9f00000600030015b30000"
                            + "08000300000001a8080008000000000008000c00a86d7eea"
                            + "08000b0000000001080007000000001e");

    @BeforeEach
    void order() {
        Assumptions.assumeTrue(
                ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN, "written for such a machine");
    }

    @Test
    void flow_isWhatWasAddressed_andWhoAnswers() {
        assertThat(FlowCodec.flow(TOLD))
                .hasValue(new Flow(17, ip("192.168.1.99"), 7070, ip("192.168.1.12"), 7071));
    }

    @Test
    void flow_withoutPorts_isNone() {
        String icmp =
                "02000000"
                        + "200001801400018008000100c0a8010b08000200c0a80163080002800500010001000000";
        assertThat(FlowCodec.flow(body(icmp))).isEmpty();
        assertThat(FlowCodec.flow(body("02000000"))).isEmpty();
    }

    @Test
    void delete_namesThatOne_byItsIdToo() {
        assertThat(HexFormat.of().formatHex(FlowCodec.delete(false, TOLD).encode(1)))
                .isEqualTo(
                        "50000000"
                                + "02010500"
                                + "01000000"
                                + "00000000"
                                + "02000000"
                                + ORIGINAL
                                + "08000c00a86d7eea");
    }

    @Test
    void dump_isThatOfAFamily() {
        assertThat(HexFormat.of().formatHex(FlowCodec.dump(true).encode(1)))
                .isEqualTo("14000000" + "01010103" + "01000000" + "00000000" + "0a000000");
    }

    private static Body body(String hex) {
        return new Body(HexFormat.of().parseHex(hex));
    }

    private static IpAddress ip(String text) {
        return Objects.requireNonNull(IpAddress.parse(text));
    }
}
