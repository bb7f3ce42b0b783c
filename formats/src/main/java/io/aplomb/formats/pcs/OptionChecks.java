package io.aplomb.formats.pcs;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks of names and values of options; what is wrong is reported in the words of pcs. */
final class OptionChecks {

    private static final Set<String> BOOLEANS =
            Set.of("true", "on", "yes", "y", "1", "false", "off", "no", "n", "0");

    private static final Pattern INTERVAL = Pattern.compile("\\d+\\s*(s|sec|m|min|h|hr)?");

    private static final Pattern PERCENTAGE = Pattern.compile("\\+?\\d+%");

    private OptionChecks() {}

    /** The sentence on options that there are not. */
    static String invalidNames(Collection<String> invalid, Collection<String> allowed, String of) {
        String noun = of.isEmpty() ? "" : of + " ";
        String head =
                "invalid %soption%s %s,"
                        .formatted(noun, invalid.size() == 1 ? "" : "s:", Phrase.list(invalid));
        return allowed.isEmpty()
                ? head + " there are no options allowed"
                : head
                        + " allowed option"
                        + (allowed.size() == 1 ? " is " : "s are: ")
                        + Phrase.list(allowed);
    }

    /** The given names that are not among those allowed, sorted. */
    static List<String> unknown(Collection<String> given, Collection<String> allowed) {
        List<String> unknown = new ArrayList<>(given);
        unknown.removeAll(allowed);
        unknown.sort(null);
        return unknown;
    }

    /** The sentence on a value that cannot be. */
    static String invalidValue(String value, String name, String use) {
        return "'%s' is not a valid %s value, use %s".formatted(value, name, use);
    }

    /** Reports a value that is none of these. */
    static void oneOf(
            String name, Map<String, String> given, Set<String> allowed, Reports reports) {
        String value = given.get(name);
        if (value != null) {
            oneOf(name, value, allowed.contains(value), allowed, reports);
        }
    }

    /** The same where it is known whether the value can be. */
    static void oneOf(
            String name, String value, boolean sound, Set<String> allowed, Reports reports) {
        if (!sound) {
            reports.error(invalidValue(value, name, Phrase.list(allowed)));
        }
    }

    static boolean isBoolean(String value) {
        return BOOLEANS.contains(value.toLowerCase(Locale.ROOT));
    }

    /** The choice that messages offer for a boolean. */
    static String booleans() {
        return "a pacemaker boolean value: " + Phrase.list(BOOLEANS);
    }

    /** A time such as {@code 20s}, {@code 5min}, {@code 1h} or a number of seconds. */
    static boolean isInterval(String value) {
        return INTERVAL.matcher(value).matches();
    }

    static boolean isPercentage(String value) {
        return PERCENTAGE.matcher(value).matches();
    }
}
