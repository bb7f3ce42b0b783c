package io.aplomb.cluster.alert;

import io.aplomb.sample.convert.Strftime;
import java.time.ZonedDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times as {@code timestamp-format} wants them: a format of strftime(3), and {@code %N} for
 * nanoseconds, {@code %06N} for as many digits of them (date(1), as Pacemaker has it).
 */
final class TimestampFormat {
    private static final Pattern FRACTION = Pattern.compile("%%|%0?([1-9]?)N");
    private static final int DIGITS = 9;

    private TimestampFormat() {}

    static String format(String format, ZonedDateTime time) {
        String nanoseconds = "%09d".formatted(time.getNano());
        Matcher matcher = FRACTION.matcher(format);
        String without =
                matcher.replaceAll(
                        found -> {
                            String digits = found.group(1);
                            if (digits == null) {
                                return Matcher.quoteReplacement(found.group());
                            }
                            int count = digits.isEmpty() ? DIGITS : Integer.parseInt(digits);
                            return nanoseconds.substring(0, count);
                        });
        return new Strftime(without).format(time);
    }
}
