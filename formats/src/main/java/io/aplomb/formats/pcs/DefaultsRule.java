package io.aplomb.formats.pcs;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rule of a set of defaults: {@code resource [STANDARD]:[PROVIDER]:[TYPE]}, {@code op NAME
 * [interval=TIME]}, dates, node attributes, joined by {@code and} and {@code or}, which bind
 * equally strong and from the left, and grouped by parentheses. Keywords may be in upper case.
 *
 * <p>A descent without look-ahead: what does not begin a part is given back, so that an error is
 * shown where pcs shows it.
 *
 * <p>Source: pcs(8), resource op defaults set create.
 */
final class DefaultsRule {

    /** Real rules have a handful of parts; who writes more parentheses means no rule. */
    private static final int MAX_DEPTH = 50;

    private static final Set<String> COMPARISONS = Set.of("eq", "ne", "gte", "gt", "lte", "lt");
    private static final Set<String> TYPES = Set.of("string", "integer", "number", "version");
    private static final Pattern WORD = Pattern.compile("[^\\s()]+");
    private static final Pattern RESOURCE =
            Pattern.compile("([^\\s:()]+)?:([^\\s:()]+)?:([^\\s:()]+)?");
    private static final Pattern INTERVAL = Pattern.compile("(?i:interval)=(\\d+[A-Za-z]*)");
    private static final Pattern PART = Pattern.compile("([^\\s()=]+)=([^\\s()]+)");

    /** What a part of a rule is. */
    enum Kind {
        /** Parts joined by one operator. */
        RULE,
        /** A condition on resources. */
        RESOURCE,
        /** A condition on operations. */
        OPERATION,
        /** A condition on node attributes. */
        ATTRIBUTE,
        /** A condition on the time. */
        DATE,
        /** A condition on parts of dates. */
        DATE_SPECIFICATION
    }

    /**
     * A part of a rule.
     *
     * @param attributes of the element it becomes; {@code boolean-op} of a rule
     * @param dateParts of a duration or of a date specification, with repetitions
     * @param children of a rule
     */
    record Part(
            Kind kind,
            Map<String, String> attributes,
            List<Map.Entry<String, String>> dateParts,
            List<Part> children) {}

    private final String text;

    /** Parts that stand in parentheses. */
    private final Set<Part> grouped = Collections.newSetFromMap(new IdentityHashMap<>());

    private int position;
    private int depth;

    private DefaultsRule(String text) {
        this.text = text;
    }

    /**
     * The tree of a text; a rule in any case.
     *
     * @throws InvalidCommand where it is none, with the place
     */
    static Part parse(String text) {
        DefaultsRule parser = new DefaultsRule(text);
        Part part = parser.expression();
        if (part == null || parser.atNext() < text.length()) {
            throw parser.error();
        }
        return part.kind() == Kind.RULE ? part : rule("and", List.of(part));
    }

    private InvalidCommand error() {
        int column = atNext() + 1;
        return InvalidCommand.because(
                        "'%s' is not a valid rule expression, parse error near or after line 1 column %d%n  %s%n  %s^"
                                .formatted(text, column, text, "-".repeat(column - 1)))
                .withReport(Reports.UNABLE);
    }

    private static Part rule(String operator, List<Part> children) {
        return new Part(Kind.RULE, Map.of("boolean-op", operator), List.of(), children);
    }

    private int atNext() {
        int at = position;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private String take(Pattern pattern) {
        Matcher matcher = pattern.matcher(text).region(atNext(), text.length());
        if (!matcher.lookingAt()) {
            return "";
        }
        position = matcher.end();
        return matcher.group();
    }

    /** Takes a word if it is one of these, in lower case; empty where it is none. */
    private String takeKeyword(Set<String> keywords) {
        int before = position;
        String word = take(WORD).toLowerCase(Locale.ROOT);
        if (keywords.contains(word)) {
            return word;
        }
        position = before;
        return "";
    }

    private boolean takes(String keyword) {
        return !takeKeyword(Set.of(keyword)).isEmpty();
    }

    private @Nullable Part expression() {
        Part left = operand();
        while (left != null) {
            int before = position;
            String operator = takeKeyword(Set.of("and", "or"));
            Part right = operator.isEmpty() ? null : operand();
            if (right == null) {
                position = before;
                return left;
            }
            left = joined(left, operator, right);
        }
        return null;
    }

    /** The same operator in a row makes one rule; one in parentheses stays as it is. */
    private Part joined(Part left, String operator, Part right) {
        List<Part> children = new ArrayList<>();
        if (left.kind() == Kind.RULE
                && operator.equals(left.attributes().get("boolean-op"))
                && !grouped.contains(left)) {
            children.addAll(left.children());
        } else {
            children.add(left);
        }
        children.add(right);
        return rule(operator, children);
    }

    private @Nullable Part operand() {
        int before = position;
        int at = atNext();
        if (at < text.length() && text.charAt(at) == '(' && depth < MAX_DEPTH) {
            position = at + 1;
            depth++;
            Part inner = expression();
            depth--;
            int end = atNext();
            if (inner == null || end >= text.length() || text.charAt(end) != ')') {
                throw error();
            }
            position = end + 1;
            grouped.add(inner);
            return inner;
        }
        Part simple = simple();
        if (simple == null) {
            if (before == 0) {
                throw error();
            }
            position = before;
        }
        return simple;
    }

    private @Nullable Part simple() {
        int start = position;
        String keyword =
                takeKeyword(
                        Set.of("resource", "op", "date", "date-spec", "defined", "not_defined"));
        Part part =
                switch (keyword) {
                    case "resource" -> resource();
                    case "op" -> operation();
                    case "date" -> date();
                    case "date-spec" -> specification();
                    case "defined", "not_defined" -> unary(keyword);
                    default -> null;
                };
        if (part != null) {
            return part;
        }
        int reached = position;
        position = start;
        Part comparison = comparison();
        if (comparison == null) {
            position = Math.max(reached, position);
        }
        return comparison;
    }

    private static Part leaf(Kind kind, Map<String, String> attributes) {
        return new Part(kind, attributes, List.of(), List.of());
    }

    private @Nullable Part resource() {
        Matcher name = RESOURCE.matcher(take(WORD));
        if (!name.matches()) {
            return null;
        }
        Map<String, String> attributes = new LinkedHashMap<>();
        String[] names = {"class", "provider", "type"};
        for (int i = 0; i < names.length; i++) {
            if (name.group(i + 1) != null) {
                attributes.put(names[i], name.group(i + 1));
            }
        }
        return leaf(Kind.RESOURCE, attributes);
    }

    private @Nullable Part operation() {
        String name = take(WORD);
        if (name.isEmpty()) {
            return null;
        }
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("name", name);
        String interval = take(INTERVAL);
        if (!interval.isEmpty()) {
            attributes.put("interval", interval.substring(interval.indexOf('=') + 1));
        }
        return leaf(Kind.OPERATION, attributes);
    }

    private @Nullable Part unary(String operator) {
        String name = take(WORD);
        return name.isEmpty()
                ? null
                : leaf(Kind.ATTRIBUTE, pairs("operation", operator, "attribute", name));
    }

    private @Nullable Part comparison() {
        String name = take(WORD);
        String operator = takeKeyword(COMPARISONS);
        if (name.isEmpty() || operator.isEmpty()) {
            return null;
        }
        int before = position;
        String type = takeKeyword(TYPES);
        String value = take(WORD);
        if (value.isEmpty() && !type.isEmpty()) { // a value that is called as a type
            position = before;
            type = "";
            value = take(WORD);
        }
        if (value.isEmpty()) {
            return null;
        }
        Map<String, String> attributes =
                pairs("attribute", name, "operation", operator, "value", value);
        if (!type.isEmpty()) {
            attributes.put("type", type);
        }
        return leaf(Kind.ATTRIBUTE, attributes);
    }

    private @Nullable Part date() {
        String operator = takeKeyword(Set.of("gt", "lt", "in_range"));
        if (operator.equals("in_range")) {
            return range();
        }
        int before = position;
        boolean typed = !takeKeyword(TYPES).isEmpty() && !take(WORD).isEmpty();
        position = before;
        String date = operator.isEmpty() || typed ? "" : take(WORD);
        return date.isEmpty()
                ? null
                : leaf(
                        Kind.DATE,
                        pairs(
                                "operation",
                                operator,
                                operator.equals("gt") ? "start" : "end",
                                date));
    }

    private @Nullable Part range() {
        Map<String, String> attributes = pairs("operation", "in_range");
        int before = position;
        String start = take(WORD);
        if (takes("to")) {
            attributes.put("start", start);
        } else {
            position = before;
            if (!takes("to")) {
                return null;
            }
        }
        if (takes("duration")) {
            List<Map.Entry<String, String>> parts = parts();
            return parts.isEmpty() ? null : new Part(Kind.DATE, attributes, parts, List.of());
        }
        String end = take(WORD);
        if (end.isEmpty()) {
            return null;
        }
        attributes.put("end", end);
        return leaf(Kind.DATE, attributes);
    }

    private @Nullable Part specification() {
        List<Map.Entry<String, String>> parts = parts();
        return parts.isEmpty()
                ? null
                : new Part(
                        Kind.DATE_SPECIFICATION, pairs("operation", "date_spec"), parts, List.of());
    }

    private List<Map.Entry<String, String>> parts() {
        List<Map.Entry<String, String>> parts = new ArrayList<>();
        String part = take(PART);
        while (!part.isEmpty()) {
            int equals = part.indexOf('=');
            parts.add(Map.entry(part.substring(0, equals), part.substring(equals + 1)));
            part = take(PART);
        }
        return parts;
    }

    private static Map<String, String> pairs(String... words) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (int i = 0; i < words.length; i += 2) {
            pairs.put(words[i], words[i + 1]);
        }
        return pairs;
    }
}
