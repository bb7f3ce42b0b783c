package io.aplomb.control.vip;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts and what keepalived 2.2.7 reads in them. */
final class TrackedNumberTest {

    @ParameterizedTest
    @CsvSource({
        "'5\n', 5",
        "'-254', -254",
        "+5, 5",
        "' 7 junk', 7",
        "12abc, 12",
        "5.5, 5",
        "0x10, 16",
        "010, 8",
        "08, 0",
        "0, 0",
        "0x, 0",
        "'', 0",
        "x, 0",
        "'- 3', 0",
        "--3, 0",
        "'4\n3', 4",
        "2147483647, 2147483647",
        "-2147483648, -2147483648",
    })
    void text_hasItsNumber(String text, int number) {
        assertThat(TrackedNumber.of(text)).hasValue(number);
    }

    @Test
    void text_withANumberOutOfRange_hasNone() {
        assertThat(TrackedNumber.of("2147483648")).isEmpty();
        assertThat(TrackedNumber.of("-99999999999")).isEmpty();
        assertThat(TrackedNumber.of("9".repeat(100))).isEmpty();
    }
}
