package io.aplomb.control.agent;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Options of a command line, by their long names: {@code -n x}, {@code -nx}, {@code --name x},
 * {@code --name=x}. Pure.
 */
final class ToolOptions {

    private final Map<String, String> given;

    private ToolOptions(Map<String, String> given) {
        this.given = given;
    }

    /**
     * What a tool knows.
     *
     * @param longName without hyphens
     * @param value whether one follows
     * @param optional whether that may be left out
     */
    record Known(char letter, String longName, boolean value, boolean optional) {

        static Known flag(char letter, String longName) {
            return new Known(letter, longName, false, false);
        }

        static Known value(char letter, String longName) {
            return new Known(letter, longName, true, false);
        }

        static Known maybe(char letter, String longName) {
            return new Known(letter, longName, true, true);
        }
    }

    /** Reads them; empty when there is one that nobody knows, or a word that is none. */
    static Optional<ToolOptions> parse(List<String> words, List<Known> known) {
        Map<String, String> given = new HashMap<>();
        int at = 0;
        while (at < words.size()) {
            String word = words.get(at++);
            String attached = null;
            Known option;
            if (word.startsWith("--")) {
                int equal = word.indexOf('=');
                String name = equal < 0 ? word.substring(2) : word.substring(2, equal);
                attached = equal < 0 ? null : word.substring(equal + 1);
                option = find(known, one -> one.longName().equals(name));
            } else if (word.startsWith("-") && word.length() > 1) {
                char letter = word.charAt(1);
                option = find(known, one -> one.letter() == letter);
                if (option != null && word.length() > 2) {
                    attached = word.substring(2);
                    if (!option.value()) { // letters in one word
                        words = splice(words, at, "-" + attached);
                        attached = null;
                    }
                }
            } else {
                return Optional.empty();
            }
            if (option == null) {
                return Optional.empty();
            }
            String value = attached;
            if (value == null && option.value()) {
                boolean follows =
                        at < words.size() && !(option.optional() && words.get(at).startsWith("-"));
                if (!follows && !option.optional()) {
                    return Optional.empty();
                }
                value = follows ? words.get(at++) : "";
            }
            given.put(option.longName(), value == null ? "" : value);
        }
        return Optional.of(new ToolOptions(given));
    }

    private static @Nullable Known find(
            List<Known> known, java.util.function.Predicate<Known> which) {
        return known.stream().filter(which).findFirst().orElse(null);
    }

    private static List<String> splice(List<String> words, int at, String word) {
        List<String> longer = new java.util.ArrayList<>(words);
        longer.add(at, word);
        return longer;
    }

    boolean has(String longName) {
        return given.containsKey(longName);
    }

    /** The value, where it is given and not empty. */
    Optional<String> of(String longName) {
        return Optional.ofNullable(given.get(longName)).filter(value -> !value.isEmpty());
    }

    /** The first of these that is given. */
    Optional<String> of(String longName, String otherName) {
        return of(longName).or(() -> of(otherName));
    }
}
