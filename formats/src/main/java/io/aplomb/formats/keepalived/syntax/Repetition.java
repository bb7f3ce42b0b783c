package io.aplomb.formats.keepalived.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code ~SEQ(var, start, step, end)}, {@code ~SEQx(...)} and {@code ~LST(var, value, ...)}: the
 * rest of the line, once for each turn.
 *
 * @param names the parameters set
 * @param turns the values of all parameters for each turn
 * @param end where the rest of the line begins
 */
record Repetition(List<String> names, List<List<String>> turns, int end) {

    /** More turns are a mistake; keepalived's own example has 254 in each of three. */
    private static final int MAX_TURNS = 65_536;

    /** Something in the parentheses is wrong. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String problem) {
            super(problem, null, false, false);
        }

        String problem() {
            return String.valueOf(getMessage());
        }
    }

    /** Whether the text begins one. */
    static boolean begins(String text) {
        return text.startsWith("~SEQ") || text.startsWith("~LST");
    }

    static Repetition parse(String text) throws Malformed {
        int open = text.indexOf('(');
        int close = text.indexOf(')');
        String kind = open < 0 ? text : text.substring(0, open).strip();
        if (close < 0 || !List.of("~SEQ", "~SEQx", "~LST").contains(kind)) {
            throw new Malformed("'%s' is not followed by (VARIABLE, ...)".formatted(kind));
        }
        List<String> arguments = split(text.substring(open + 1, close));
        return kind.equals("~LST")
                ? list(arguments, close + 1)
                : sequence(arguments, kind.equals("~SEQx"), close + 1);
    }

    private static Repetition sequence(List<String> arguments, boolean hex, int end)
            throws Malformed {
        if (arguments.size() < 2 || arguments.size() > 4) {
            throw new Malformed("a sequence is (VARIABLE, [START, [STEP,]] END)");
        }
        long last = number(arguments.getLast());
        long start = arguments.size() > 2 ? number(arguments.get(1)) : last < 0 ? -1 : 1;
        long step = arguments.size() > 3 ? number(arguments.get(2)) : start <= last ? 1 : -1;
        if (step == 0 || Math.abs(last - start) / Math.abs(step) >= MAX_TURNS) {
            throw new Malformed("a sequence of more than " + MAX_TURNS + " turns");
        }
        List<List<String>> turns = new ArrayList<>();
        for (long i = start; step > 0 ? i <= last : i >= last; i += step) {
            turns.add(List.of(hex ? Long.toHexString(i) : Long.toString(i)));
        }
        return new Repetition(List.of(name(arguments.getFirst())), turns, end);
    }

    private static Repetition list(List<String> arguments, int end) throws Malformed {
        if (arguments.size() < 2) {
            throw new Malformed("a list is (VARIABLE, VALUE, ...)");
        }
        List<String> names = new ArrayList<>();
        for (String name : group(arguments.getFirst())) {
            names.add(name(name));
        }
        List<List<String>> turns = new ArrayList<>();
        for (String argument : arguments.subList(1, arguments.size())) {
            List<String> values = group(argument);
            if (values.size() != names.size()) {
                throw new Malformed(
                        "%d variables, but %d values in '%s'"
                                .formatted(names.size(), values.size(), argument));
            }
            turns.add(values);
        }
        return new Repetition(List.copyOf(names), turns, end);
    }

    /** The items of {@code {a, b}}, or the text itself. */
    private static List<String> group(String text) throws Malformed {
        return text.startsWith("{") && text.endsWith("}")
                ? split(text.substring(1, text.length() - 1))
                : List.of(text);
    }

    /** Cuts at commas outside braces. */
    private static List<String> split(String text) throws Malformed {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i == text.length() ? ',' : text.charAt(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (c == ',' && (depth == 0 || i == text.length())) {
                parts.add(text.substring(from, i).strip());
                from = i + 1;
            }
        }
        if (depth != 0) {
            throw new Malformed("braces that do not match in '%s'".formatted(text));
        }
        return parts;
    }

    private static String name(String text) throws Malformed {
        if (text.isEmpty() || Parameters.endOfName(text, 0) != text.length()) {
            throw new Malformed("'%s' is not the name of a variable".formatted(text));
        }
        return text;
    }

    private static long number(String text) throws Malformed {
        String digits = text.toLowerCase(Locale.ROOT);
        @Nullable Long value = null;
        try {
            value = (long) Integer.decode(digits.startsWith("0x") ? digits : decimal(digits));
        } catch (NumberFormatException _) {
            value = null;
        }
        if (value == null) {
            throw new Malformed("'%s' is not a number".formatted(text));
        }
        return value;
    }

    /** Without leading zeros, which would mean octal to {@link Integer#decode}. */
    private static String decimal(String digits) {
        return digits.replaceFirst("^(-?)0+(?=[0-9])", "$1");
    }
}
