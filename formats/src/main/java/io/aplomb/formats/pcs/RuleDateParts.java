package io.aplomb.formats.pcs;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code name=value} parts of a date specification or a duration, checked. */
final class RuleDateParts {

    /** pcs takes these; Pacemaker's {@code minutes} and {@code seconds} it does not. */
    private static final List<String> NAMES =
            List.of(
                    "hours",
                    "monthdays",
                    "weekdays",
                    "yeardays",
                    "months",
                    "weeks",
                    "years",
                    "weekyears",
                    "moon");

    private static final Pattern RANGE = Pattern.compile("(\\d+)(?:-(\\d+))?");

    private static final Pattern NUMBER = Pattern.compile("\\d+");

    /** What a part of a date specification may be; {@code years} may be anything. */
    private static final Map<String, Limits> LIMITS =
            Map.of(
                    "hours", new Limits(0, 23),
                    "monthdays", new Limits(0, 31),
                    "weekdays", new Limits(1, 7),
                    "yeardays", new Limits(1, 366),
                    "months", new Limits(1, 12),
                    "weeks", new Limits(1, 53),
                    "weekyears", new Limits(1, 53),
                    "moon", new Limits(0, 7));

    private RuleDateParts() {}

    private record Limits(int least, int most) {
        boolean hold(String number) {
            return number.length() <= 9
                    && Integer.parseInt(number) >= least
                    && Integer.parseInt(number) <= most;
        }
    }

    /** Whether a word belongs to the parts, sound or not. */
    static boolean accepts(String word) {
        return NAMES.stream().anyMatch(name -> word.equals(name) || word.startsWith(name + "="));
    }

    /**
     * The parts of a text.
     *
     * @param keyword {@code date-spec} or {@code duration}
     * @throws RuleSyntaxException for a part that is none
     */
    static Map<String, String> parse(String text, String keyword) {
        Map<String, String> parts = new LinkedHashMap<>();
        for (String part : text.strip().split("\\s+", -1)) {
            if (part.isEmpty()) {
                continue;
            }
            if (!accepts(part)) {
                throw new RuleSyntaxException("unexpected '" + part + "' in " + keyword);
            }
            int equals = part.indexOf('=');
            if (equals < 0) {
                throw new RuleSyntaxException("missing =value after '" + part + "' in " + keyword);
            }
            if (equals == part.length() - 1) {
                throw new RuleSyntaxException("missing value after '" + part + "' in " + keyword);
            }
            parts.put(part.substring(0, equals), part.substring(equals + 1));
        }
        if (parts.isEmpty()) {
            throw new RuleSyntaxException(
                    "missing one of '" + String.join("=', '", NAMES) + "=' in " + keyword);
        }
        parts.forEach((name, value) -> check(name, value, keyword));
        return parts;
    }

    private static void check(String name, String value, String keyword) {
        boolean sound =
                keyword.equals(RuleTerm.DURATION)
                        ? NUMBER.matcher(value).matches()
                        : isRange(name, value);
        if (!sound) {
            throw new RuleSyntaxException(
                    "invalid " + name + " '" + value + "' in '" + keyword + "'");
        }
    }

    private static boolean isRange(String name, String value) {
        Matcher range = RANGE.matcher(value);
        if (!range.matches()) {
            return false;
        }
        Limits limits = LIMITS.get(name);
        if (limits != null && !limits.hold(range.group(1))) {
            return false;
        }
        String until = range.group(2);
        return until == null || compare(range.group(1), until) < 0;
    }

    private static int compare(String left, String right) {
        return new BigInteger(left).compareTo(new BigInteger(right));
    }
}
