package io.aplomb.base.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Values observed on HAProxy 2.6.12, whose converters carry the same names. */
final class XxHashTest {

    private static final byte[] SHORT = "abc".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LONG =
            "The quick brown fox jumps over the lazy dog".getBytes(StandardCharsets.US_ASCII);

    @Test
    void hash32_shortAndLong_isThatOfHaproxy() {
        assertThat(XxHash.hash32(SHORT, 0)).isEqualTo(852_579_327L);
        assertThat(XxHash.hash32(SHORT, 7)).isEqualTo(1_473_238_068L);
        assertThat(XxHash.hash32(LONG, 0)).isEqualTo(3_898_516_702L);
    }

    @Test
    void hash64_shortAndLong_isThatOfHaproxy() {
        assertThat(XxHash.hash64(SHORT, 0)).isEqualTo(4_952_883_123_889_572_249L);
        assertThat(XxHash.hash64(LONG, 0)).isEqualTo(802_816_344_064_684_476L);
    }

    @Test
    void keyHash_short_isThatOfHaproxy() {
        assertThat(KeyHash.SDBM.hash(SHORT)).isEqualTo(807_794_786L);
        assertThat(KeyHash.DJB2.hash(SHORT)).isEqualTo(193_485_963L);
        assertThat(KeyHash.WT6.hash(SHORT)).isEqualTo(2_483_038_440L);
        assertThat(KeyHash.CRC32.hash(SHORT)).isEqualTo(891_568_578L);
        assertThat(KeyHash.CRC32C.hash(SHORT)).isEqualTo(910_901_175L);
        assertThat(KeyHash.SDBM.avalancheHash(SHORT)).isEqualTo(659_243_622L);
    }
}
