package io.aplomb.proxy.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.model.proxy.LogTarget;
import io.aplomb.model.proxy.LogTarget.Format;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Headers as HAProxy 2.6 sent them with {@code log ... local3} at 2026-11-21 06:29:32.202116. */
final class LogHeaderTest {

    private static final int LOCAL3 = 19;
    private static final int NOTICE = 5;
    private static final long AT_US = 1_795_242_572_202_116L;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "RFC3164|<157>Nov 21 06:29:32 myhost haproxy[7382]: text",
                "RFC5424|<157>1 2026-11-21T06:29:32.202116+00:00 myhost haproxy 7382 - - text",
                "LOCAL|<157>Nov 21 06:29:32 haproxy[7382]: text",
                "PRIORITY|<157>text",
                "SHORT|<5>text",
                "TIMED|<5>2026-11-21T06:29:32.202116+00:00 text",
                "ISO|2026-11-21T06:29:32.202116+00:00 text",
                "RAW|text"
            })
    void append_eachFormat_isHaproxys(Format format, String expected) {
        assertThat(line(format, AT_US, ZoneOffset.UTC, "-")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RFC3164|<157>Nov  1 08:05:09 myhost haproxy[7382]: text",
                "ISO|2026-11-01T08:05:09.000007+01:00 text"
            })
    void append_dayOfOneDigitInAnotherZone_isPaddedAndLocal(Format format, String expected) {
        long atUs = 1_793_516_709_000_007L;
        assertThat(line(format, atUs, ZoneId.of("Europe/Paris"), "-")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<157>1 2026-11-21T06:29:32.202116+00:00 myhost haproxy 7382 - [a@1 b=\"c\"] text"
            })
    void append_structuredData_standsBeforeTheMessage(String expected) {
        assertThat(line(Format.RFC5424, AT_US, ZoneOffset.UTC, "[a@1 b=\"c\"]"))
                .isEqualTo(expected);
    }

    private static String line(Format format, long atUs, ZoneId zone, String structuredData) {
        LogTarget target =
                new LogTarget(
                        new LogTarget.Destination.Descriptor(1), format, 1_024, LOCAL3, 7, 0, null);
        StringBuilder out = new StringBuilder();
        new LogHeader(() -> new LogIdentity("myhost", "haproxy", 7_382, zone))
                .append(out, target, new LogEntry(NOTICE, atUs, "haproxy", structuredData, "text"));
        return out.append("text").toString();
    }
}
