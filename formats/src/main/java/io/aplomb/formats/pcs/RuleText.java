package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Rules in the words of pcs: in lines for people, and as an expression. */
final class RuleText {

    private RuleText() {}

    /**
     * A rule in lines, the inner ones two spaces deeper each level.
     *
     * @param ids whether the ids are shown
     * @param expired whether to say that its time is over
     * @param indent of the first line, in spaces
     */
    static List<String> lines(Element rule, boolean ids, boolean expired, int indent) {
        List<String> lines = new ArrayList<>();
        String state = expired ? " (expired)" : "";
        lines.add("Rule" + state + ": " + String.join(" ", attributes(rule, ids)));
        for (Element child : rule.children()) {
            List<String> inner =
                    switch (child.name()) {
                        case "expression" -> List.of("Expression: " + expression(child, ids));
                        case "date_expression" -> dateLines(child, ids);
                        case "rule" -> lines(child, ids, expired, 0);
                        case "rsc_expression" ->
                                List.of("Expression: " + resource(child) + id(child, ids));
                        case "op_expression" ->
                                List.of("Expression: " + operation(child) + id(child, ids));
                        default -> List.of();
                    };
            inner.forEach(line -> lines.add("  " + line));
        }
        return lines.stream().map(line -> " ".repeat(indent) + line).toList();
    }

    /** A rule as the words that make it, its parts sorted: equal for rules that say the same. */
    static String normalized(Element rule) {
        List<String> parts = new ArrayList<>();
        for (Element child : rule.children()) {
            switch (child.name()) {
                case "expression" -> parts.add(normalizedExpression(child));
                case "date_expression" -> parts.add(normalizedDate(child));
                case "rule" -> parts.add("(" + normalized(child) + ")");
                default -> {}
            }
        }
        parts.sort(null);
        String operator = rule.attribute("boolean-op", "");
        return String.join(" " + (operator.isEmpty() ? "or" : operator) + " ", parts);
    }

    private static String resource(Element expression) {
        return "resource %s:%s:%s"
                .formatted(
                        expression.attribute("class", ""),
                        expression.attribute("provider", ""),
                        expression.attribute("type", ""));
    }

    private static String operation(Element expression) {
        String interval = expression.attribute("interval", "");
        return "op "
                + expression.attribute("name", "")
                + (interval.isEmpty() ? "" : " interval=" + interval);
    }

    private static String expression(Element expression, boolean ids) {
        List<String> words = new ArrayList<>();
        String value = expression.attribute("value");
        if (value == null) {
            words.add(expression.attribute("operation", ""));
            words.add(expression.attribute("attribute", ""));
        } else {
            words.add(expression.attribute("attribute", ""));
            words.add(expression.attribute("operation", ""));
            Optional.ofNullable(expression.attribute("type")).ifPresent(words::add);
            words.add(value);
        }
        return String.join(" ", words) + id(expression, ids);
    }

    private static String normalizedExpression(Element expression) {
        String value = expression.attribute("value");
        if (value == null) {
            return expression.attribute("operation", "")
                    + " "
                    + expression.attribute("attribute", "");
        }
        return String.join(
                " ",
                expression.attribute("attribute", ""),
                expression.attribute("operation", ""),
                expression.attribute("type", "string"),
                value.contains(" ") ? "\"" + value + "\"" : value);
    }

    private static List<String> dateLines(Element date, boolean ids) {
        List<String> lines = new ArrayList<>();
        if (date.attribute("operation", "").equals("date_spec")) {
            lines.add("Expression:" + id(date, ids));
            lines.add(
                    "  Date Spec: "
                            + String.join(" ", attributes(date.childOrEmpty("date_spec"), ids)));
            return lines;
        }
        lines.add("Expression: " + bounds(date) + id(date, ids));
        date.child("duration")
                .ifPresent(
                        duration ->
                                lines.add(
                                        "  Duration: "
                                                + String.join(" ", attributes(duration, ids))));
        return lines;
    }

    private static String normalizedDate(Element date) {
        if (date.attribute("operation", "").equals("date_spec")) {
            return "date-spec "
                    + String.join(" ", attributes(date.childOrEmpty("date_spec"), false));
        }
        String duration =
                date.child("duration")
                        .map(parts -> " " + String.join(" ", attributes(parts, false)))
                        .orElse("");
        return bounds(date) + duration;
    }

    /** {@code date in_range A to B}, {@code date gt A}, {@code date in_range A to duration}. */
    private static String bounds(Element date) {
        List<String> words = new ArrayList<>(List.of("date", date.attribute("operation", "")));
        boolean range = date.attribute("operation", "").equals("in_range");
        String start = date.attribute("start");
        if (start != null) {
            words.add(start);
        }
        if (range) {
            words.add("to");
        }
        Optional.ofNullable(date.attribute("end")).ifPresent(words::add);
        if (range && date.child("duration").isPresent()) {
            words.add("duration");
        }
        return String.join(" ", words);
    }

    /** All attributes but the id as {@code name=value}, sorted; then the id. */
    private static List<String> attributes(Element element, boolean ids) {
        List<String> words = new ArrayList<>();
        new TreeMap<>(element.attributes())
                .forEach(
                        (name, value) -> {
                            if (name.equals("role")) {
                                words.add("role=" + Roles.primary(Roles.capitalized(value)));
                            } else if (!name.equals("id")) {
                                words.add(name + "=" + value);
                            }
                        });
        if (ids) {
            words.add("(id:" + element.id() + ")");
        }
        return words;
    }

    private static String id(Element element, boolean ids) {
        return ids ? " (id:" + element.id() + ")" : "";
    }
}
