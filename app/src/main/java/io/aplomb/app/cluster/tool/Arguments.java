package io.aplomb.app.cluster.tool;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Words taken apart into options and the rest, for commands that know their options.
 *
 * @param words without the options
 * @param options by name with its dashes; empty for one without a value
 */
public record Arguments(List<String> words, Map<String, String> options) {
    /** Keeps unmodifiable copies. */
    public Arguments {
        words = List.copyOf(words);
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    /**
     * Takes words apart. An option stands anywhere; {@code --name=value} and {@code --name value}
     * are one.
     *
     * @param flags that have no value, or one behind {@code =} that may be missing
     * @param valued that have one
     * @throws CommandFailure for any other option
     */
    public static Arguments of(List<String> line, Set<String> flags, Set<String> valued)
            throws CommandFailure {
        List<String> words = new ArrayList<>();
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 0; i < line.size(); i++) {
            String word = line.get(i);
            if (!word.startsWith("-") || word.equals("-")) {
                words.add(word);
                continue;
            }
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            String name = equals < 0 ? word : word.substring(0, equals);
            if (flags.contains(name)) {
                options.put(name, equals < 0 ? "" : word.substring(equals + 1));
            } else if (!valued.contains(name)) {
                throw CommandFailure.because(
                        "Specified option '%s' is not supported in this command".formatted(name));
            } else if (equals >= 0) {
                options.put(name, word.substring(equals + 1));
            } else if (i + 1 < line.size()) {
                options.put(name, line.get(++i));
            } else {
                throw CommandFailure.because("option %s requires an argument".formatted(name));
            }
        }
        return new Arguments(words, options);
    }

    /** Whether an option is there. */
    public boolean has(String name) {
        return options.containsKey(name);
    }

    /** The value of an option. */
    public Optional<String> value(String name) {
        return Optional.ofNullable(options.get(name));
    }

    /**
     * For how long {@code --wait} waits, in seconds; 0 without a limit of its own, empty where it
     * is not there.
     */
    public OptionalLong waitSeconds() throws CommandFailure {
        String value = options.get("--wait");
        if (value == null) {
            return OptionalLong.empty();
        }
        if (value.isEmpty()) {
            return OptionalLong.of(0);
        }
        try {
            return OptionalLong.of(Long.parseUnsignedLong(value));
        } catch (NumberFormatException _) {
            throw CommandFailure.because(
                    "%s is not a valid number of seconds to wait".formatted(value));
        }
    }
}
