package io.aplomb.cluster.rules;

import io.aplomb.model.cib.Element;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Expressions on the time: {@code date_expression} with its {@code duration} and {@code date_spec}.
 *
 * <p>Source: Pacemaker Explained, "Date/Time Expressions".
 */
final class DateExpressions {

    /** The last of the units that a duration adds, by the name of its attribute. */
    private static final Map<String, TemporalUnit> SMALL_UNITS =
            Map.of(
                    "hours", ChronoUnit.HOURS,
                    "minutes", ChronoUnit.MINUTES,
                    "seconds", ChronoUnit.SECONDS);

    private DateExpressions() {}

    static boolean holds(Element expression, RuleInput input) {
        OffsetDateTime now = input.now();
        OffsetDateTime start = time(expression.attribute("start"), input);
        OffsetDateTime end = time(expression.attribute("end"), input);
        Optional<Element> duration = expression.child("duration");
        if (start != null && end == null && duration.isPresent()) {
            end = plus(start, duration.get());
        }
        String operation = expression.attribute("operation", "in_range").toLowerCase(Locale.ROOT);
        return switch (operation) {
            case "in_range" ->
                    (start != null || end != null)
                            && (start == null || !now.isBefore(start))
                            && (end == null || !now.isAfter(end));
            case "date_spec" -> matches(expression.childOrEmpty("date_spec"), now);
            case "gt" -> start != null && now.isAfter(start);
            case "lt" -> end != null && now.isBefore(end);
            default -> false;
        };
    }

    private static @Nullable OffsetDateTime time(@Nullable String text, RuleInput input) {
        return text == null
                ? null
                : IsoTimes.parse(text, input.now(), input.localZone()).orElse(null);
    }

    /**
     * The end of what starts then and takes so long. A year more keeps the day of the year, not the
     * day of the month; what lies beyond all times is the last of them.
     */
    private static OffsetDateTime plus(OffsetDateTime start, Element duration) {
        try {
            long years = amount(duration, "years");
            LocalDate date = start.toLocalDate();
            LocalDate later =
                    years == 0
                            ? date
                            : LocalDate.ofYearDay(Math.toIntExact(date.getYear() + years), 1)
                                    .plusDays(date.getDayOfYear() - 1L);
            later =
                    later.plusMonths(amount(duration, "months"))
                            .plusWeeks(amount(duration, "weeks"))
                            .plusDays(amount(duration, "days"));
            OffsetDateTime end = later.atTime(start.toOffsetTime());
            for (Map.Entry<String, TemporalUnit> unit : SMALL_UNITS.entrySet()) {
                end = end.plus(amount(duration, unit.getKey()), unit.getValue());
            }
            return end;
        } catch (DateTimeException | ArithmeticException beyond) {
            return OffsetDateTime.MAX;
        }
    }

    /** Amounts that 32 bits do not hold are nothing. */
    private static long amount(Element duration, String unit) {
        long amount = Numbers.whole(duration.attribute(unit, "")).value();
        return amount == (int) amount ? amount : 0;
    }

    private static boolean matches(Element spec, OffsetDateTime now) {
        return inRange(spec, "years", now.getYear())
                && inRange(spec, "months", now.getMonthValue())
                && inRange(spec, "monthdays", now.getDayOfMonth())
                && inRange(spec, "hours", now.getHour())
                && inRange(spec, "minutes", now.getMinute())
                && inRange(spec, "seconds", now.getSecond())
                && inRange(spec, "yeardays", now.getDayOfYear())
                && inRange(spec, "weekyears", now.get(IsoFields.WEEK_BASED_YEAR))
                && inRange(spec, "weeks", now.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR))
                && inRange(spec, "weekdays", now.get(ChronoField.DAY_OF_WEEK))
                && inRange(spec, "moon", moonPhase(now.toLocalDate()));
    }

    /** A number, or a range either end of which may be open; what is neither restricts nothing. */
    private static boolean inRange(Element spec, String field, int actual) {
        String range = spec.attribute(field);
        if (range == null) {
            return true;
        }
        if (range.startsWith("-")) {
            Numbers.Whole high = Numbers.whole(range, 1);
            return !isLast(high, range) || actual <= high.value();
        }
        Numbers.Whole low = Numbers.whole(range);
        if (isLast(low, range)) {
            return actual == low.value();
        }
        if (!low.exact() || range.charAt(low.end()) != '-') {
            return true;
        }
        if (low.end() + 1 == range.length()) {
            return actual >= low.value();
        }
        Numbers.Whole high = Numbers.whole(range, low.end() + 1);
        return !isLast(high, range) || (actual >= low.value() && actual <= high.value());
    }

    private static boolean isLast(Numbers.Whole number, String text) {
        return number.exact() && number.end() == text.length();
    }

    /** From 0, the new moon, over 4, the full moon, to 7: the rule of the game NetHack. */
    static int moonPhase(LocalDate date) {
        int golden = date.getYear() % 19 + 1;
        int epact = (11 * golden + 18) % 30;
        if ((epact == 25 && golden > 11) || epact == 24) {
            epact++;
        }
        return ((date.getDayOfYear() + epact) * 6 + 11) % 177 / 22 & 7;
    }
}
