package io.aplomb.app.language;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Which of the two languages people are spoken to. Pure. */
public final class SpokenLanguage {

    /** The launcher sets LC_ALL for the Java machine, so that one tells nothing. */
    private static final List<String> VARIABLES = List.of("LANGUAGE", "LC_MESSAGES", "LANG");

    private SpokenLanguage() {}

    /**
     * {@code --lang} decides, else the first variable that is set (locale(7)).
     *
     * @param asked the value of {@code --lang}
     */
    public static boolean isFrench(Optional<String> asked, Map<String, String> environment) {
        return isFrench(
                asked.orElseGet(
                        () ->
                                VARIABLES.stream()
                                        .map(name -> environment.getOrDefault(name, ""))
                                        .filter(value -> !value.isEmpty())
                                        .findFirst()
                                        .orElse("")));
    }

    /** Why a value of {@code --lang} is refused; empty where it is none of that. */
    public static Optional<String> problem(String asked) {
        return isFrench(asked) || lower(asked).startsWith("en")
                ? Optional.empty()
                : Optional.of("--lang takes en or fr, not '" + asked + "'");
    }

    private static boolean isFrench(String name) {
        return lower(name).startsWith("fr");
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
