package io.aplomb.formats.haproxy.syntax;

import io.aplomb.base.Suggestions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Evaluates the condition of an {@code .if} line (manual, section 2.4).
 *
 * <pre>
 * or   = and { "||" and }
 * and  = term { "&amp;&amp;" term }
 * term = { "!" } ( integer | "(" or ")" | predicate "(" arguments ")" )
 * </pre>
 *
 * The whole expression is read even where its outcome is clear early, so that a mistake in its
 * second half does not wait for the day on which the first half changes.
 */
final class Condition {

    /** HAProxy allows 1024 levels of parentheses; nobody writes 100. */
    private static final int MAX_DEPTH = 100;

    /** As C's strtol() with base 0 reads it. */
    private static final Pattern INTEGER = Pattern.compile("[+-]?(0[xX][0-9a-fA-F]+|[0-9]+)");

    private static final Pattern ZERO = Pattern.compile("[+-]?(0[xX])?0+");

    private static final List<String> PREDICATES =
            List.of(
                    "defined",
                    "feature",
                    "streq",
                    "strneq",
                    "strstr",
                    "version_atleast",
                    "version_before",
                    "enabled",
                    "openssl_version_atleast",
                    "openssl_version_before",
                    "ssllib_name_startswith");

    private final String text;
    private final Environment environment;
    private final ReadOptions options;
    private int index;
    private int depth;

    private Condition(String text, Environment environment, ReadOptions options) {
        this.text = text;
        this.environment = environment;
        this.options = options;
    }

    /** Whether the condition holds; an empty one does not. */
    static boolean holds(String text, Environment environment, ReadOptions options)
            throws ConditionException {
        Condition condition = new Condition(text, environment, options);
        condition.skipBlanks();
        if (condition.index == text.length()) {
            return false;
        }
        boolean value = condition.or();
        if (condition.index < text.length()) {
            throw new ConditionException(
                    "unexpected character '"
                            + text.charAt(condition.index)
                            + "' at the end of conditional expression '"
                            + text
                            + "'");
        }
        return value;
    }

    private boolean or() throws ConditionException {
        boolean value = and();
        while (text.startsWith("||", index)) {
            index += 2;
            value |= and();
        }
        return value;
    }

    private boolean and() throws ConditionException {
        boolean value = term();
        while (text.startsWith("&&", index)) {
            index += 2;
            value &= term();
        }
        return value;
    }

    private boolean term() throws ConditionException {
        skipBlanks();
        boolean negated = false;
        while (index < text.length() && text.charAt(index) == '!') {
            negated = !negated;
            index++;
            skipBlanks();
        }
        boolean value = operand();
        skipBlanks();
        return value != negated;
    }

    private boolean operand() throws ConditionException {
        if (index == text.length()) {
            throw new ConditionException("unparsable conditional expression '" + text + "'");
        }
        char c = text.charAt(index);
        Matcher integer = INTEGER.matcher(text).region(index, text.length());
        if (integer.lookingAt()) {
            index = integer.end();
            return !ZERO.matcher(integer.group()).matches();
        }
        if (c == '(') {
            return parenthesis();
        }
        return predicate();
    }

    private boolean parenthesis() throws ConditionException {
        depth++;
        if (depth > MAX_DEPTH) {
            throw new ConditionException("too many levels of parentheses, max is " + MAX_DEPTH);
        }
        index++;
        boolean value = or();
        if (index == text.length() || text.charAt(index) != ')') {
            throw new ConditionException(
                    "expected ')' before the end of conditional expression '" + text + "'");
        }
        index++;
        depth--;
        return value;
    }

    private boolean predicate() throws ConditionException {
        int start = index;
        while (index < text.length()
                && (text.charAt(index) == '_' || Character.isLetter(text.charAt(index)))) {
            index++;
        }
        String name = text.substring(start, index);
        if (!PREDICATES.contains(name)) {
            String hint =
                    Suggestions.nearest(name, PREDICATES)
                            .map(known -> ", did you mean '" + known + "'?")
                            .orElse("");
            throw new ConditionException(
                    "unknown predicate used in conditional expression '"
                            + text.substring(start)
                            + "'"
                            + hint);
        }
        return evaluate(name, arguments(name));
    }

    private boolean evaluate(String name, List<String> arguments) throws ConditionException {
        int wanted = name.startsWith("str") ? 2 : 1;
        if (arguments.size() != wanted) {
            throw new ConditionException(
                    "predicate '"
                            + name
                            + "' takes "
                            + wanted
                            + (wanted == 1 ? " argument" : " arguments")
                            + ", not "
                            + arguments.size());
        }
        String first = arguments.getFirst();
        return switch (name) {
            case "defined" -> environment.isDefined(first);
            case "feature" -> options.features().contains(first);
            case "streq" -> first.equals(arguments.get(1));
            case "strneq" -> !first.equals(arguments.get(1));
            case "strstr" -> first.contains(arguments.get(1));
            case "version_atleast" -> compareVersion(first) >= 0;
            case "version_before" -> compareVersion(first) < 0;
            case "enabled" -> options.features().contains(first);
            default -> false; // questions about an OpenSSL library, which this program has not
        };
    }

    /** The words between parentheses; quotes and backslashes protect commas (section 2.2). */
    private List<String> arguments(String predicate) throws ConditionException {
        List<String> found = new ArrayList<>();
        if (index == text.length() || text.charAt(index) != '(') {
            throw new ConditionException("missing arguments to predicate '" + predicate + "'");
        }
        index++;
        StringBuilder current = new StringBuilder();
        char quote = 0;
        while (index < text.length()) {
            char c = text.charAt(index++);
            if (quote != 0 && c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == '\\' && quote != '\'' && index < text.length()) {
                current.append(text.charAt(index++));
            } else if (quote == 0 && c == ',') {
                found.add(current.toString());
                current.setLength(0);
            } else if (quote == 0 && c == ')') {
                found.add(current.toString());
                return found;
            } else {
                current.append(c);
            }
        }
        throw new ConditionException("expected ')' to close predicate '" + predicate + "'");
    }

    private int compareVersion(String other) throws ConditionException {
        return VersionNumber.parse(options.version()).compareTo(VersionNumber.parse(other));
    }

    private void skipBlanks() {
        while (index < text.length() && (text.charAt(index) == ' ' || text.charAt(index) == '\t')) {
            index++;
        }
    }
}
