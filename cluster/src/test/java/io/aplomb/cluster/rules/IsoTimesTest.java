package io.aplomb.cluster.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The expected times are those of {@code TZ=UTC+3 iso8601 -d} of Pacemaker 2.1.5. */
final class IsoTimesTest {

    private static final OffsetDateTime TODAY = OffsetDateTime.parse("2026-11-21T12:00:00-03:00");

    @ParameterizedTest
    @CsvSource({
        "2019-09-20 15:10:52 +02:00, 2019-09-20T13:10:52Z",
        "2019-09-20 15:10:52 -0530, 2019-09-20T20:40:52Z",
        "2019-09-20 15:10:52 5, 2019-09-20T10:10:52Z",
        "2019-09-20 15:10:52  x, 2019-09-20T15:10:52Z",
        "2019-09-20T15:10:52Z, 2019-09-20T15:10:52Z",
        "2019-09-20T1230Z, 2019-09-20T12:30:00Z",
        "20190920T151052Z, 2019-09-20T15:10:52Z",
        "2019-09-20 24:00:00 Z, 2019-09-21T00:00:00Z",
        "2019-09-20T15:10:52 +24:00, 2019-09-19T15:10:52Z",
        // only after a space is the zone a zone
        "2019-09-20T15:10:52+02:00, 2019-09-20T18:10:52Z",
        "2019-09-20 1:2:3, 2019-09-20T04:02:03Z",
        "2020-02-29T10, 2020-02-29T13:00:00Z",
        "2019-09-20T, 2019-09-20T03:00:00Z",
        // a date alone is in UTC
        "20050120, 2005-01-20T00:00:00Z",
        "2019092, 2019-09-02T00:00:00Z",
        "2019-9-2, 2019-09-02T00:00:00Z",
        "2019-09-20x, 2019-09-20T00:00:00Z",
        "2019-09, 2019-01-09T00:00:00Z",
        "2005-020T12:30, 2005-01-20T15:30:00Z",
        "2020-366, 2020-12-31T00:00:00Z",
        "2005-W03-2, 2005-01-18T00:00:00Z",
        "2009-W53-7, 2010-01-03T00:00:00Z",
        "2008-W01-1, 2007-12-31T00:00:00Z",
        "epoch, 1970-01-01T00:00:00Z",
        "EPOCH/x, 1970-01-01T00:00:00Z"
    })
    void parse_time_isThatInstant(String text, String utc) {
        assertThat(IsoTimes.parse(text, TODAY).map(OffsetDateTime::toInstant))
                .hasValue(Instant.parse(utc));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "foo",
                "2019",
                "201909",
                "1461920819",
                "2019-13-01",
                "2019-00-01",
                "2019-02-29",
                "2019-366",
                "2009-W54-1",
                "2010-W53-1",
                "2010-W10-8",
                "2019-09-20 15:60:52",
                "2019-09-20 24:00:01",
                "epochx",
                "99999999999-01-01"
            })
    void parse_noTime_isEmpty(String text) {
        assertThat(IsoTimes.parse(text, TODAY)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"T10:15", "10:15:00"})
    void parse_timeAlone_isOfToday(String text) {
        assertThat(IsoTimes.parse(text, TODAY))
                .hasValue(OffsetDateTime.parse("2026-11-21T10:15:00-03:00"));
    }

    @Test
    void parse_timeWithoutZone_isInTheZoneGiven() {
        assertThat(IsoTimes.parse("2019-09-20 10:00", TODAY, ZoneOffset.ofHours(2)))
                .hasValue(OffsetDateTime.parse("2019-09-20T10:00:00+02:00"));
    }

    @ParameterizedTest
    @CsvSource({
        "PT4H, 14400",
        "P4H, 14400",
        "PT1H2M3S, 3723",
        "P1D, 0",
        "P3D, 172800",
        "P1W, 518400",
        "P1M, 2592000",
        "P1Y, 0",
        "P2Y, 31536000",
        "P6Y, 157766400",
        "PT-5S, -5",
        "PT, 0",
        "PT5S/x, 5"
    })
    void durationSeconds_duration_countsFromTheFirstDay(String text, long seconds) {
        assertThat(IsoTimes.durationSeconds(text)).hasValue(seconds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "P", "P ", "5S", "P5", "P5Q", "PX", "P1.5S"})
    void durationSeconds_noDuration_isEmpty(String text) {
        assertThat(IsoTimes.durationSeconds(text)).isEmpty();
    }
}
