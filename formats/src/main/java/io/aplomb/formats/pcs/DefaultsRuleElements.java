package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks the tree of a rule of defaults, and makes elements of it. */
final class DefaultsRuleElements {

    /** What a part of a date specification may be; without limits where it has none. */
    private static final Map<String, List<Integer>> LIMITS = limits();

    private static final Pattern RANGE = Pattern.compile("(\\d{1,9})(?:-(\\d{1,9}))?");

    private static final Map<String, Pattern> VALUES =
            Map.of(
                    "integer", Pattern.compile("[-+]?\\d+"),
                    "number", Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?"),
                    "version", Pattern.compile("\\d+(\\.\\d+)*"));

    private final CibEdit cib;
    private final Reports reports;

    DefaultsRuleElements(CibEdit cib, Reports reports) {
        this.cib = cib;
        this.reports = reports;
    }

    private static Map<String, List<Integer>> limits() {
        Map<String, List<Integer>> limits = new TreeMap<>();
        limits.put("hours", List.of(0, 23));
        limits.put("monthdays", List.of(1, 31));
        limits.put("weekdays", List.of(1, 7));
        limits.put("yearsdays", List.of(1, 366));
        limits.put("months", List.of(1, 12));
        limits.put("weeks", List.of(1, 53));
        limits.put("years", List.of());
        limits.put("weekyears", List.of());
        limits.put("moon", List.of(0, 7));
        return limits;
    }

    /**
     * Reports what is wrong with a rule.
     *
     * @param ofOperations whether conditions on operations and on node attributes are allowed
     */
    void check(DefaultsRule.Part rule, boolean ofOperations) {
        Set<DefaultsRule.Kind> kinds = new LinkedHashSet<>();
        check(rule, ofOperations, kinds);
        if (!ofOperations && kinds.contains(DefaultsRule.Kind.ATTRIBUTE)) {
            reports.error(
                    "Keywords 'defined', 'not_defined', 'eq', 'ne', 'gte', 'gt', 'lte' and 'lt'"
                            + " cannot be used in a rule in this command");
        }
        if (!ofOperations && kinds.contains(DefaultsRule.Kind.OPERATION)) {
            reports.error("Keyword 'op' cannot be used in a rule in this command");
        }
    }

    private void check(DefaultsRule.Part part, boolean ofOperations, Set<DefaultsRule.Kind> kinds) {
        kinds.add(part.kind());
        switch (part.kind()) {
            case RULE -> part.children().forEach(child -> check(child, ofOperations, kinds));
            case DATE -> checkDates(part);
            case DATE_SPECIFICATION -> checkSpecification(part);
            case ATTRIBUTE -> {
                if (ofOperations) {
                    checkValue(part.attributes());
                }
            }
            case RESOURCE, OPERATION -> {
                // any name may be one
            }
        }
    }

    private void checkValue(Map<String, String> attributes) {
        String type = attributes.getOrDefault("type", "string");
        Pattern form = VALUES.get(type);
        String value = attributes.getOrDefault("value", "");
        if (form != null && !form.matcher(value).matches()) {
            String hint =
                    switch (type) {
                        case "integer" -> "an integer";
                        case "number" -> "a floating-point number";
                        default -> "a version number (e.g. 1, 1.2, 1.23.45, ...)";
                    };
            reports.error(Validation.badValue(type + " attribute", value, hint));
        }
    }

    private void checkDates(DefaultsRule.Part part) {
        Optional<String> start = date(part, "start");
        Optional<String> end = date(part, "end");
        if (start.isPresent()
                && end.isPresent()
                && !RuleDates.parse(start.get())
                        .orElseThrow()
                        .isBefore(RuleDates.parse(end.get()).orElseThrow())) {
            reports.error(
                    "Since '" + start.get() + "' is not sooner than until '" + end.get() + "'");
        }
        if (part.dateParts().isEmpty()) {
            return;
        }
        Map<String, String> values = values(part);
        new TreeMap<>(values)
                .forEach(
                        (name, value) -> {
                            if (LIMITS.containsKey(name) && !value.matches("\\d*[1-9]\\d*")) {
                                reports.error(
                                        Validation.badValue(name, value, "a positive integer"));
                            }
                        });
        checkNames(part, "duration");
    }

    /** A date that is one; reports one that is none. */
    private Optional<String> date(DefaultsRule.Part part, String name) {
        String date = part.attributes().get(name);
        if (date == null) {
            return Optional.empty();
        }
        if (!RuleDates.isDate(date)) {
            reports.error(Validation.badValue("date", date, "ISO 8601 date"));
            return Optional.empty();
        }
        return Optional.of(date);
    }

    private static Map<String, String> values(DefaultsRule.Part part) {
        Map<String, String> values = new LinkedHashMap<>();
        part.dateParts().forEach(entry -> values.put(entry.getKey(), entry.getValue()));
        return values;
    }

    private void checkSpecification(DefaultsRule.Part part) {
        new TreeMap<>(values(part))
                .forEach(
                        (name, value) -> {
                            List<Integer> limits = LIMITS.get(name);
                            if (limits != null && !isInLimits(value, limits)) {
                                reports.error(Validation.badValue(name, value, hint(limits)));
                            }
                        });
        checkNames(part, "datespec");
    }

    private static boolean isInLimits(String value, List<Integer> limits) {
        Matcher range = RANGE.matcher(value);
        if (!range.matches()) {
            return false;
        }
        int from = Integer.parseInt(range.group(1));
        int to = range.group(2) == null ? from : Integer.parseInt(range.group(2));
        if (range.group(2) != null && from >= to) {
            return false;
        }
        return limits.isEmpty() || (from >= limits.get(0) && to <= limits.get(1));
    }

    private static String hint(List<Integer> limits) {
        if (limits.isEmpty()) {
            return "an integer or integer-integer";
        }
        return "%d..%d or %d..%d-%d..%d"
                .formatted(
                        limits.get(0),
                        limits.get(1),
                        limits.get(0),
                        limits.get(1) - 1,
                        limits.get(0) + 1,
                        limits.get(1));
    }

    private void checkNames(DefaultsRule.Part part, String type) {
        Validation.unknownNames(values(part).keySet(), LIMITS.keySet(), type)
                .forEach(reports::error);
        Collection<String> seen = new LinkedHashSet<>();
        Set<String> twice = new TreeSet<>();
        part.dateParts()
                .forEach(
                        entry -> {
                            if (!seen.add(entry.getKey())) {
                                twice.add(entry.getKey());
                            }
                        });
        if (!twice.isEmpty()) {
            reports.error("Duplicate options in a single (sub)expression: " + Phrase.list(twice));
        }
    }

    /**
     * The element of a rule.
     *
     * @param owner the id of what it is in
     */
    Element rule(DefaultsRule.Part rule, String owner) {
        return element(rule, owner).with("score", "INFINITY");
    }

    private Element element(DefaultsRule.Part part, String owner) {
        return switch (part.kind()) {
            case RULE -> {
                Element rule = named("rule", owner + "-rule", part).with("score", "0");
                for (DefaultsRule.Part child : part.children()) {
                    rule = rule.withChild(element(child, rule.id()));
                }
                yield rule;
            }
            case RESOURCE ->
                    named(
                            "rsc_expression",
                            owner + "-rsc-" + String.join("-", part.attributes().values()),
                            part);
            case OPERATION ->
                    named("op_expression", owner + "-op-" + part.attributes().get("name"), part);
            case ATTRIBUTE -> named("expression", owner + "-expr", part);
            case DATE ->
                    withParts(named("date_expression", owner + "-expr", part), "duration", part);
            case DATE_SPECIFICATION ->
                    withParts(named("date_expression", owner + "-expr", part), "date_spec", part);
        };
    }

    private Element named(String name, String id, DefaultsRule.Part part) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("id", cib.newId(id));
        attributes.putAll(part.attributes());
        return Element.of(name, attributes);
    }

    private Element withParts(Element date, String name, DefaultsRule.Part part) {
        if (part.dateParts().isEmpty()) {
            return date;
        }
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("id", cib.newId(date.id() + "-" + name.replace("_", "")));
        attributes.putAll(values(part));
        return date.withChild(Element.of(name, attributes));
    }
}
