package io.aplomb.formats.pcs;

import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Dates of rules: ISO 8601 as Pacemaker takes it ({@code 2026-11-21}, {@code 20261121}, {@code
 * 2026-325}, {@code 2026-W47-6}, {@code 2026-11}, each with or without a time and an offset). Where
 * Pacemaker reads a begin and passes over the rest ({@code 2026-11-21X}), the whole is refused.
 * Without an offset a time is UTC, as in Pacemaker.
 */
final class RuleDates {

    private static final Pattern SHAPE =
            Pattern.compile(
                    "(?<date>\\d[\\dW-]*\\d)"
                            + "(?:[T ](?<time>\\d\\d(?::?\\d\\d(?::?\\d\\d(?:\\.\\d+)?)?)?)"
                            + " ?(?<offset>Z|[+-]\\d\\d(?::?\\d\\d)?)?)?");

    private static final Pattern ENDLESS_DAY = Pattern.compile("24(:?00)*");

    private static final List<DateTimeFormatter> DATES =
            List.of(
                    DateTimeFormatter.ofPattern("uuuu-M-d").withResolverStyle(ResolverStyle.STRICT),
                    DateTimeFormatter.BASIC_ISO_DATE,
                    DateTimeFormatter.ofPattern("uuuu-DDD").withResolverStyle(ResolverStyle.STRICT),
                    new DateTimeFormatterBuilder()
                            .appendValue(IsoFields.WEEK_BASED_YEAR, 4)
                            .appendLiteral("-W")
                            .appendValue(IsoFields.WEEK_OF_WEEK_BASED_YEAR)
                            .appendLiteral('-')
                            .appendValue(ChronoField.DAY_OF_WEEK, 1)
                            .toFormatter(),
                    new DateTimeFormatterBuilder()
                            .appendPattern("uuuu-M")
                            .parseDefaulting(ChronoField.DAY_OF_MONTH, 1)
                            .toFormatter());

    private RuleDates() {}

    /** Whether a word is a date. */
    static boolean isDate(String word) {
        return parse(word).isPresent();
    }

    /** The moment of a date in UTC; empty where the word is none. */
    static Optional<LocalDateTime> parse(String word) {
        Matcher shape = SHAPE.matcher(word);
        if (!shape.matches()) {
            return Optional.empty();
        }
        Optional<LocalDate> date = date(shape.group("date"));
        String time = shape.group("time");
        if (date.isEmpty() || time == null) {
            return date.map(LocalDate::atStartOfDay);
        }
        boolean nextDay = ENDLESS_DAY.matcher(time).matches();
        try {
            LocalDateTime local = date.get().atTime(nextDay ? LocalTime.MIN : time(time));
            String offset = shape.group("offset");
            LocalDateTime moment =
                    offset == null
                            ? local
                            : local.minusSeconds(ZoneOffset.of(offset).getTotalSeconds());
            return Optional.of(nextDay ? moment.plusDays(1) : moment);
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }

    private static Optional<LocalDate> date(String text) {
        for (DateTimeFormatter form : DATES) {
            ParsePosition end = new ParsePosition(0);
            TemporalAccessor parsed = form.parseUnresolved(text, end);
            if (parsed != null && end.getErrorIndex() < 0 && end.getIndex() == text.length()) {
                return resolved(text, form);
            }
        }
        return Optional.empty();
    }

    /** Empty for a day that its month does not have. */
    private static Optional<LocalDate> resolved(String text, DateTimeFormatter form) {
        try {
            return Optional.of(LocalDate.parse(text, form));
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }

    private static LocalTime time(String text) {
        String digits = text.replace(":", "");
        int hour = Integer.parseInt(digits.substring(0, 2));
        int minute = digits.length() < 4 ? 0 : Integer.parseInt(digits.substring(2, 4));
        int second = digits.length() < 6 ? 0 : Integer.parseInt(digits.substring(4, 6));
        return LocalTime.of(hour, minute, second);
    }
}
