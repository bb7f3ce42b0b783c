package io.aplomb.app.vrrp;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Which of the two languages people are spoken to. Pure. */
final class VrrpLanguage {

    /** The launcher sets LC_ALL for the Java machine, so that one tells nothing. */
    private static final List<String> VARIABLES = List.of("LANGUAGE", "LC_MESSAGES", "LANG");

    private VrrpLanguage() {}

    /** {@code --lang} decides, else the first variable that is set (locale(7)). */
    static boolean isFrench(VrrpArguments arguments, Map<String, String> environment) {
        if (arguments.language().isPresent()) {
            return isFrench(arguments.language().get());
        }
        for (String variable : VARIABLES) {
            String value = environment.getOrDefault(variable, "");
            if (!value.isEmpty()) {
                return isFrench(value);
            }
        }
        return false;
    }

    private static boolean isFrench(String name) {
        return name.toLowerCase(Locale.ROOT).startsWith("fr");
    }
}
