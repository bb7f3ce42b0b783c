package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether the time of a rule is over. Said only of rules with exactly one date expression; of a
 * date specification only where it names years and no phase of the moon, as only then a time comes
 * after which it holds no more.
 *
 * <p>Source: crm_rule(8), {@code --check}.
 */
final class RuleTime {

    /** In the order in which they are looked at: the first that does not hold decides. */
    private static final Map<String, TemporalField> FIELDS = fields();

    private static final Map<String, String> UNITS =
            Map.of(
                    "years", "years",
                    "months", "months",
                    "weeks", "weeks",
                    "monthdays", "days",
                    "weekdays", "days",
                    "yeardays", "days",
                    "hours", "hours",
                    "minutes", "minutes",
                    "seconds", "seconds");

    private RuleTime() {}

    private static Map<String, TemporalField> fields() {
        Map<String, TemporalField> fields = new LinkedHashMap<>();
        fields.put("years", ChronoField.YEAR);
        fields.put("months", ChronoField.MONTH_OF_YEAR);
        fields.put("monthdays", ChronoField.DAY_OF_MONTH);
        fields.put("hours", ChronoField.HOUR_OF_DAY);
        fields.put("minutes", ChronoField.MINUTE_OF_HOUR);
        fields.put("seconds", ChronoField.SECOND_OF_MINUTE);
        fields.put("yeardays", ChronoField.DAY_OF_YEAR);
        fields.put("weekyears", IsoFields.WEEK_BASED_YEAR);
        fields.put("weeks", IsoFields.WEEK_OF_WEEK_BASED_YEAR);
        fields.put("weekdays", ChronoField.DAY_OF_WEEK);
        return fields;
    }

    /** Whether a rule held once and will hold no more. */
    static boolean isOver(Element rule, OffsetDateTime now) {
        List<Element> dates = new ArrayList<>();
        collect(rule, dates);
        if (dates.size() != 1) {
            return false;
        }
        Element date = dates.getFirst();
        LocalDateTime utc = now.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
        return switch (date.attribute("operation", "")) {
            case "date_spec" -> isSpecificationOver(date.childOrEmpty("date_spec"), utc);
            case "in_range" -> end(date).map(utc::isAfter).orElse(false) && !isBefore(date, utc);
            case "lt" -> end(date).map(end -> !utc.isBefore(end)).orElse(false);
            default -> false;
        };
    }

    private static void collect(Element element, List<Element> dates) {
        for (Element child : element.children()) {
            if (child.is("date_expression")) {
                dates.add(child);
            }
            collect(child, dates);
        }
    }

    private static boolean isBefore(Element date, LocalDateTime now) {
        return start(date).map(now::isBefore).orElse(false);
    }

    private static Optional<LocalDateTime> start(Element date) {
        return RuleDates.parse(date.attribute("start", ""));
    }

    private static Optional<LocalDateTime> end(Element date) {
        String end = date.attribute("end");
        if (end != null) {
            return RuleDates.parse(end);
        }
        Optional<Element> duration = date.child("duration");
        if (duration.isEmpty()) {
            return Optional.empty();
        }
        return start(date).map(start -> after(start, duration.get()));
    }

    private static LocalDateTime after(LocalDateTime start, Element duration) {
        LocalDateTime end = start;
        for (Map.Entry<String, String> part : duration.attributes().entrySet()) {
            String unit = UNITS.get(part.getKey());
            if (unit == null || !part.getValue().matches("\\d{1,9}")) {
                continue;
            }
            long amount = Long.parseLong(part.getValue());
            end =
                    switch (unit) {
                        case "years" -> end.plusYears(amount);
                        case "months" -> end.plusMonths(amount);
                        case "weeks" -> end.plusWeeks(amount);
                        case "days" -> end.plusDays(amount);
                        case "hours" -> end.plusHours(amount);
                        case "minutes" -> end.plusMinutes(amount);
                        default -> end.plusSeconds(amount);
                    };
        }
        return end;
    }

    private static boolean isSpecificationOver(Element specification, LocalDateTime now) {
        if (specification.attribute("years") == null || specification.attribute("moon") != null) {
            return false;
        }
        for (Map.Entry<String, TemporalField> field : FIELDS.entrySet()) {
            String range = specification.attribute(field.getKey());
            if (range == null) {
                continue;
            }
            String[] bounds = range.split("-", 2);
            long value = now.get(field.getValue());
            if (value < bound(bounds[0], Long.MIN_VALUE)) {
                return false;
            }
            if (value > bound(bounds[bounds.length - 1], Long.MAX_VALUE)) {
                return true;
            }
        }
        return false;
    }

    private static long bound(String text, long none) {
        return text.matches("\\d{1,9}") ? Long.parseLong(text) : none;
    }
}
