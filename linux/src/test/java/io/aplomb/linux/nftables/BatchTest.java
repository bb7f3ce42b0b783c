package io.aplomb.linux.nftables;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.linux.netlink.NetlinkReply;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Octet by octet what nft(8) sends for the same table, as strace(1) saw it. */
class BatchTest {

    @Test
    void encode_theTableOfBalancerNft_isWhatNftSends() throws Exception {
        List<String> ours = messages(Balancer.batch().encode(0));
        List<String> nfts = captured();
        for (int i = 0; i < nfts.size(); i++) {
            assertThat(ours.get(i)).as("message %d", i).isEqualTo(nfts.get(i));
        }
        assertThat(ours).hasSameSizeAs(nfts);
    }

    @Test
    void addElements_moreThanAMessageCarries_areSentInSeveral() {
        List<SetElement> many = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            many.add(new SetElement.Member(Balancer.order(i)));
        }
        byte[] octets = new Batch().addElements(Family.IP, "probe", "numbers", many).encode(7);
        List<NetlinkReply> sent = NetlinkReply.parse(octets);
        assertThat(sent).hasSize(5);
        int elements = 0;
        for (NetlinkReply message : sent.subList(1, 4)) {
            byte[] list = message.body().attributes(4).bytes(3).orElseThrow();
            elements += new NetlinkReply.Body(list).attributes(0).count();
        }
        assertThat(elements).isEqualTo(1_000);
        assertThat(sent).extracting(NetlinkReply::sequence).containsExactly(7, 8, 9, 10, 11);
    }

    private static List<String> messages(byte[] datagram) {
        List<String> all = new ArrayList<>();
        int at = 0;
        for (NetlinkReply message : NetlinkReply.parse(datagram)) {
            int length = message.body().length() + 16;
            all.add(HexFormat.of().formatHex(datagram, at, at + length));
            at += (length + 3) / 4 * 4;
        }
        return all;
    }

    private static List<String> captured() throws Exception {
        try (InputStream in = BatchTest.class.getResourceAsStream("balancer.hex")) {
            String text =
                    new String(
                            Objects.requireNonNull(in).readAllBytes(), StandardCharsets.US_ASCII);
            return text.lines().filter(line -> !line.startsWith("#")).toList();
        }
    }
}
