package io.aplomb.app.cluster.tools;

import io.aplomb.app.cluster.tool.CommandFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Options as getopt_long(3) takes them apart: letters together, a value behind its letter or in the
 * next word. Pure.
 */
final class Options {
    /** sysexits(3): EX_USAGE. */
    private static final int USAGE = 64;

    private final Map<String, String> given = new LinkedHashMap<>();
    private final List<String> words = new ArrayList<>();

    private Options() {}

    /**
     * Takes words apart.
     *
     * @param program for messages
     * @param known letters with their words, such as {@code x:xml-file=}; one that ends with {@code
     *     =} has a value
     */
    static Options parse(String program, List<String> line, String... known) throws CommandFailure {
        Map<String, String> letters = new HashMap<>();
        for (String each : known) {
            boolean valued = each.endsWith("=");
            String plain = valued ? each.substring(0, each.length() - 1) : each;
            String word = plain.substring(plain.indexOf(':') + 1);
            String letter = plain.substring(0, plain.indexOf(':'));
            letters.put("--" + word, valued ? word + "=" : word);
            if (!letter.isEmpty()) {
                letters.put("-" + letter, valued ? word + "=" : word);
            }
        }
        Options options = new Options();
        List<String> rest = new ArrayList<>(line);
        while (!rest.isEmpty()) {
            options.take(program, rest.removeFirst(), rest, letters);
        }
        return options;
    }

    private void take(String program, String word, List<String> rest, Map<String, String> known)
            throws CommandFailure {
        if (!word.startsWith("-") || word.equals("-")) {
            words.add(word);
            return;
        }
        boolean isLong = word.startsWith("--");
        int equals = isLong ? word.indexOf('=') : -1;
        String name =
                isLong ? (equals < 0 ? word : word.substring(0, equals)) : word.substring(0, 2);
        String meaning = known.get(name);
        if (meaning == null) {
            throw new CommandFailure(USAGE, List.of(program + ": Unknown option " + name));
        }
        String behind = isLong ? (equals < 0 ? "" : word.substring(equals + 1)) : word.substring(2);
        if (!meaning.endsWith("=")) {
            given.put(meaning, "");
            if (!isLong && !behind.isEmpty()) {
                take(program, "-" + behind, rest, known);
            }
            return;
        }
        String option = meaning.substring(0, meaning.length() - 1);
        if (!behind.isEmpty() || equals >= 0) {
            given.put(option, behind);
        } else if (rest.isEmpty()) {
            throw new CommandFailure(USAGE, List.of(program + ": Missing argument for " + name));
        } else {
            given.put(option, rest.removeFirst());
        }
    }

    boolean has(String option) {
        return given.containsKey(option);
    }

    Optional<String> value(String option) {
        return Optional.ofNullable(given.get(option));
    }

    List<String> words() {
        return words;
    }
}
