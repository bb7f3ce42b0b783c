package io.aplomb.app.cluster;

import io.aplomb.app.language.SpokenLanguage;
import io.aplomb.base.Suggestions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The words of one simulation, in the grammar of {@code crm_simulate}: letters may be joined
 * ({@code -Sx cib.xml}), a value may follow its letter at once ({@code -xcib.xml}) or an equals
 * sign ({@code --xml-file=cib.xml}). Words without a dash are ignored, as there.
 */
record SimulateArguments(Map<SimulateOption, List<String>> given) {

    /** The words are not understood; the message says which and why. */
    static final class BadWords extends Exception {
        private static final long serialVersionUID = 1;

        BadWords(String message) {
            super(message);
        }
    }

    static SimulateArguments parse(List<String> words) throws BadWords {
        Map<SimulateOption, List<String>> given = new EnumMap<>(SimulateOption.class);
        int next = 0;
        while (next < words.size()) {
            String word = words.get(next++);
            if (word.startsWith("--")) {
                next = longWord(word, words, next, given);
            } else if (word.startsWith("-") && word.length() > 1) {
                next = letters(word, words, next, given);
            }
        }
        return new SimulateArguments(given);
    }

    private static int longWord(
            String word, List<String> words, int next, Map<SimulateOption, List<String>> given)
            throws BadWords {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        SimulateOption option = SimulateOption.ofWord(name).orElseThrow(() -> unknown(name));
        if (!option.takesValue()) {
            if (equals >= 0) {
                throw new BadWords("option " + name + " takes no value");
            }
            take(given, option, "");
            return next;
        }
        if (equals >= 0) {
            take(given, option, word.substring(equals + 1));
            return next;
        }
        take(given, option, valueAt(words, next, name));
        return next + 1;
    }

    private static int letters(
            String word, List<String> words, int next, Map<SimulateOption, List<String>> given)
            throws BadWords {
        for (int i = 1; i < word.length(); i++) {
            String name = "-" + word.charAt(i);
            SimulateOption option =
                    SimulateOption.ofLetter(word.charAt(i)).orElseThrow(() -> unknown(name));
            if (!option.takesValue()) {
                take(given, option, "");
            } else if (i + 1 < word.length()) {
                take(given, option, word.substring(i + 1));
                return next;
            } else {
                take(given, option, valueAt(words, next, name));
                return next + 1;
            }
        }
        return next;
    }

    private static String valueAt(List<String> words, int at, String name) throws BadWords {
        if (at >= words.size()) {
            throw new BadWords("option " + name + " needs a value");
        }
        return words.get(at);
    }

    private static BadWords unknown(String name) {
        return new BadWords(
                "unknown option '"
                        + name
                        + "'"
                        + Suggestions.nearest(name, SimulateOption.words())
                                .map(near -> "; did you mean '" + near + "'?")
                                .orElse(""));
    }

    private static void take(
            Map<SimulateOption, List<String>> given, SimulateOption option, String value)
            throws BadWords {
        if (option == SimulateOption.LANGUAGE) {
            Optional<String> problem = SpokenLanguage.problem(value);
            if (problem.isPresent()) {
                throw new BadWords(problem.get());
            }
        }
        given.computeIfAbsent(option, added -> new ArrayList<>()).add(value);
    }

    boolean has(SimulateOption option) {
        return given.containsKey(option);
    }

    /** The last value given. */
    Optional<String> value(SimulateOption option) {
        List<String> values = values(option);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.getLast());
    }

    /** All values given. */
    List<String> values(SimulateOption option) {
        return given.getOrDefault(option, List.of());
    }

    /** The same with another file to read. */
    SimulateArguments reading(String file) {
        Map<SimulateOption, List<String>> changed = new EnumMap<>(SimulateOption.class);
        changed.putAll(given);
        changed.put(SimulateOption.XML_FILE, List.of(file));
        return new SimulateArguments(changed);
    }
}
