package io.aplomb.formats.pcs;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Complaints about names and values, in the words of pcs. */
final class Validation {

    private Validation() {}

    /**
     * What is wrong with names that are not among the allowed; empty where all are.
     *
     * @param type of the option, such as {@code resource}; may be empty
     */
    static List<String> unknownNames(
            Collection<String> given, Collection<String> allowed, String type) {
        List<String> unknown = OptionChecks.unknown(new TreeSet<>(given), allowed);
        return unknown.isEmpty()
                ? List.of()
                : List.of(OptionChecks.invalidNames(unknown, new TreeSet<>(allowed), type));
    }

    /** What is wrong where not all of these are given. */
    static List<String> missingNames(
            Collection<String> given, Collection<String> required, String type) {
        Set<String> missing = new TreeSet<>(required);
        missing.removeAll(given);
        if (missing.isEmpty()) {
            return List.of();
        }
        return List.of(
                "required "
                        + described(type)
                        + Phrase.plural(missing, "option")
                        + " "
                        + Phrase.list(missing)
                        + (missing.size() == 1 ? " is" : " are")
                        + " missing");
    }

    /** That none of some names is given, where one would do. */
    static String missingAlternative(
            Collection<String> names, Collection<String> deprecated, String type) {
        List<String> shown = new ArrayList<>();
        Set<String> current = new TreeSet<>(names);
        current.removeAll(deprecated);
        current.forEach(name -> shown.add("'" + name + "'"));
        new TreeSet<>(deprecated).forEach(name -> shown.add("'" + name + "' (deprecated)"));
        String list =
                shown.size() == 1
                        ? shown.getFirst()
                        : String.join(", ", shown.subList(0, shown.size() - 1))
                                + " or "
                                + shown.getLast();
        return described(type) + "option " + list + " has to be specified";
    }

    /**
     * That a value is none of those allowed.
     *
     * @param hint lists or describes them; may be empty
     */
    static String badValue(String name, String value, String hint) {
        return "'"
                + value
                + "' is not a valid "
                + name
                + " value"
                + (hint.isEmpty() ? "" : ", use " + hint);
    }

    static String empty(String name) {
        return name + " cannot be empty";
    }

    /** That an option should not be used any more. */
    static String deprecated(String name, Collection<String> replacedBy, String type) {
        return described(type)
                + "option '"
                + name
                + "' is deprecated and should not be used"
                + (replacedBy.isEmpty() ? "" : ", use " + Phrase.list(replacedBy) + " instead");
    }

    /** Whether Pacemaker takes a value for true. */
    static boolean isTrue(String value) {
        return Set.of("true", "on", "yes", "y", "1").contains(value.toLowerCase(Locale.ROOT));
    }

    /** Reports values that are not there. */
    static void notEmpty(Map<String, String> values, Reports reports) {
        values.forEach(
                (name, value) -> {
                    if (value.isEmpty()) {
                        reports.error(empty(name));
                    }
                });
    }

    private static String described(String type) {
        return type.isEmpty() ? "" : type + " ";
    }
}
