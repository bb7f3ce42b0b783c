package io.aplomb.http;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * Dates of HTTP fields: RFC 9110 section 5.6.7. An instance remembers the last text it made, for
 * one thread that writes the date of the same second again and again.
 */
public final class HttpDate {
    private static final DateTimeFormatter IMF_FIXDATE = pattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'");
    private static final DateTimeFormatter ASCTIME = pattern("EEE MMM ppd HH:mm:ss uuuu");
    private static final DateTimeFormatter COOKIE = pattern("EEE, dd-MMM-uuuu HH:mm:ss 'GMT'");

    /** A two-digit year more than 50 years ahead is of the century before. */
    private static final int YEARS_AHEAD = 50;

    private long cachedSecond = Long.MIN_VALUE;
    private String cachedText = "";

    private static DateTimeFormatter pattern(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.US);
    }

    /** The IMF-fixdate of a second since 1970, UTC. */
    public String format(long epochSecond) {
        if (epochSecond != cachedSecond) {
            cachedText = imfFixdate(epochSecond);
            cachedSecond = epochSecond;
        }
        return cachedText;
    }

    /** The IMF-fixdate of a second since 1970, UTC, without the memory. */
    public static String imfFixdate(long epochSecond) {
        return IMF_FIXDATE.format(LocalDateTime.ofEpochSecond(epochSecond, 0, ZoneOffset.UTC));
    }

    /**
     * Reads any of the three forms a recipient must accept, and the dashes cookies use.
     *
     * @param nowEpochSecond what a two-digit year is near to
     * @return seconds since 1970, empty if the text is no date
     */
    public static OptionalLong parse(String text, long nowEpochSecond) {
        for (DateTimeFormatter form :
                List.of(IMF_FIXDATE, COOKIE, ASCTIME, rfc850(nowEpochSecond))) {
            try {
                LocalDateTime time = LocalDateTime.parse(text, form);
                return OptionalLong.of(time.toEpochSecond(ZoneOffset.UTC));
            } catch (DateTimeParseException e) {
                // It may be in one of the other forms.
            }
        }
        return OptionalLong.empty();
    }

    private static DateTimeFormatter rfc850(long nowEpochSecond) {
        int year = Instant.ofEpochSecond(nowEpochSecond).atOffset(ZoneOffset.UTC).getYear();
        return new DateTimeFormatterBuilder()
                .appendPattern("EEEE, dd-MMM-")
                .appendValueReduced(ChronoField.YEAR, 2, 2, year + YEARS_AHEAD - 99)
                .appendPattern(" HH:mm:ss 'GMT'")
                .toFormatter(Locale.US);
    }
}
