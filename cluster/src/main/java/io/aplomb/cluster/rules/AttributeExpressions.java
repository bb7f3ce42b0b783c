package io.aplomb.cluster.rules;

import io.aplomb.model.cib.Element;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Expressions on the attributes of a node.
 *
 * <p>Source: Pacemaker Explained, "Node Attribute Expressions".
 */
final class AttributeExpressions {

    private AttributeExpressions() {}

    /** Never holds where the input names no node. */
    static boolean holds(Element expression, RuleInput input) {
        Map<String, String> attributes = input.nodeAttributes();
        String name = expression.attribute("attribute");
        String operation = expression.attribute("operation");
        if (attributes == null || name == null || operation == null) {
            return false;
        }
        String wanted = expression.attribute("value");
        RuleInput.Match match = input.match();
        if (match != null) {
            name = withGroups(name, match);
            wanted = fromSource(wanted, expression.attribute("value-source", "literal"), match);
        }
        String actual = attributes.get(name);
        String type = expression.attribute("type");
        return switch (operation.toLowerCase(Locale.ROOT)) {
            case "defined" -> actual != null;
            case "not_defined" -> actual == null;
            case "eq" -> equal(actual, wanted, type);
            case "ne" -> !equal(actual, wanted, type);
            case "lt" -> ordered(actual, wanted, type, order -> order < 0);
            case "lte" -> ordered(actual, wanted, type, order -> order <= 0);
            case "gt" -> ordered(actual, wanted, type, order -> order > 0);
            case "gte" -> ordered(actual, wanted, type, order -> order >= 0);
            default -> false;
        };
    }

    private static boolean equal(
            @Nullable String actual, @Nullable String wanted, @Nullable String type) {
        if (actual == null || wanted == null) {
            return actual == null && wanted == null;
        }
        return compare(actual, wanted, type == null ? "string" : type) == 0;
    }

    /** Without a type, numbers with a point are numbers, and others integers. */
    private static boolean ordered(
            @Nullable String actual,
            @Nullable String wanted,
            @Nullable String type,
            IntPredicate wantedOrder) {
        if (actual == null || wanted == null) {
            return false;
        }
        boolean point = actual.indexOf('.') >= 0 || wanted.indexOf('.') >= 0;
        String compared = type == null ? (point ? "number" : "integer") : type;
        return wantedOrder.test(compare(actual, wanted, compared));
    }

    /**
     * What is not a number of the wanted type is compared as text; of an unknown type all equal.
     */
    private static int compare(String actual, String wanted, String type) {
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "string" -> actual.compareToIgnoreCase(wanted);
            case "integer" -> compareIntegers(actual, wanted);
            case "number" -> compareNumbers(actual, wanted);
            case "version" -> compareVersions(actual, wanted);
            default -> 0;
        };
    }

    private static int compareIntegers(String actual, String wanted) {
        Numbers.Whole left = Numbers.whole(actual);
        Numbers.Whole right = Numbers.whole(wanted);
        return left.exact() && right.exact()
                ? Long.compare(left.value(), right.value())
                : actual.compareToIgnoreCase(wanted);
    }

    private static int compareNumbers(String actual, String wanted) {
        OptionalDouble left = Numbers.real(actual);
        OptionalDouble right = Numbers.real(wanted);
        if (left.isEmpty() || right.isEmpty()) {
            return actual.compareToIgnoreCase(wanted);
        }
        double difference = left.getAsDouble() - right.getAsDouble();
        return left.getAsDouble() == right.getAsDouble() ? 0 : (int) Math.signum(difference);
    }

    /** Number by number between the points; a part that is missing is 0. */
    static int compareVersions(String actual, String wanted) {
        int left = 0;
        int right = 0;
        while (left < actual.length() || right < wanted.length()) {
            Numbers.Whole one = part(actual, left);
            Numbers.Whole other = part(wanted, right);
            int order = Long.compare(one.value(), other.value());
            if (order != 0) {
                return order;
            }
            int nextLeft = behind(actual, left, one);
            int nextRight = behind(wanted, right, other);
            if (nextLeft == left && nextRight == right) {
                return 0;
            }
            left = nextLeft;
            right = nextRight;
        }
        return 0;
    }

    private static Numbers.Whole part(String version, int at) {
        return at < version.length() ? Numbers.whole(version, at) : new Numbers.Whole(0, 0, false);
    }

    private static int behind(String version, int at, Numbers.Whole part) {
        int end = part.found() ? part.end() : at;
        return end < version.length() && version.charAt(end) == '.' ? end + 1 : end;
    }

    private static @Nullable String fromSource(
            @Nullable String value, String source, RuleInput.Match match) {
        if (value == null || value.isEmpty()) {
            return null;
        }
        return switch (source.toLowerCase(Locale.ROOT)) {
            case "param" -> match.parameters().get(value);
            case "meta" -> match.metaAttributes().get(value);
            default -> value;
        };
    }

    /** The text with {@code %0} to {@code %9} replaced by what the pattern's groups matched. */
    static String withGroups(String text, RuleInput.Match match) {
        if (match.groups().isEmpty() || text.indexOf('%') < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%' && i + 1 < text.length() && Numbers.isDigit(text.charAt(i + 1))) {
                i++;
                int group = text.charAt(i) - '0';
                out.append(group < match.groups().size() ? match.groups().get(group) : "");
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
