package io.aplomb.cluster.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The expected values of intervals were seen in operation keys of Pacemaker 2.1.5. */
final class IntervalsTest {

    @ParameterizedTest
    @CsvSource({
        "10, 10000",
        "30s, 30000",
        "30 sec, 30000",
        "500ms, 500",
        "500msec, 500",
        "2500us, 2",
        "1min, 60000",
        "2M, 120000",
        "2month, 120000",
        "1h, 3600000",
        "2hr, 7200000",
        "1.5s, 1000",
        "'  7', 7000",
        "0, 0",
        "PT1M30S, 90000",
        "PT, 0",
        "P10S, 10000",
        "P2D, 86400000",
        "99999999, 4294967295"
    })
    void millis_interval_isInMilliseconds(String text, long millis) {
        assertThat(Intervals.millis(text)).isEqualTo(millis);
        assertThat(Intervals.parse(text)).hasValue(millis);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-5", "5 days", "P", "P5", "P5X", ".", "s"})
    void parse_noInterval_isEmptyAndZeroMilliseconds(String text) {
        assertThat(Intervals.parse(text)).isEmpty();
        assertThat(Intervals.millis(text)).isZero();
        assertThat(Intervals.timeoutMillis(text)).isEqualTo(-1);
    }

    @Test
    void parse_nothing_isZero() {
        assertThat(Intervals.parse(null)).hasValue(0);
    }

    @Test
    void timeoutMillis_absent_isMinusOne() {
        assertThat(Intervals.timeoutMillis(null)).isEqualTo(-1);
    }

    @Test
    void timeoutMillis_isoDuration_isMinusOne() {
        assertThat(Intervals.timeoutMillis("PT5S")).isEqualTo(-1);
    }

    @Test
    void timeoutMillis_moreThanFits_isTheLargest() {
        assertThat(Intervals.timeoutMillis("9223372036854775807")).isEqualTo(Long.MAX_VALUE);
        assertThat(Intervals.timeoutMillis("99999999999999999999h")).isEqualTo(Long.MAX_VALUE);
    }
}
