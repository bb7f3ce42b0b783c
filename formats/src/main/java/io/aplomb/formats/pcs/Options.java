package io.aplomb.formats.pcs;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The options of a command line. They may stand anywhere in it; a long one may be cut as long as it
 * stays the only one that begins so.
 *
 * @param values by full name with its dashes; empty for one without a value
 */
record Options(Map<String, String> values) {

    private static final String WAIT = "--wait";
    private static final String MASTER = "--master";

    private static final Set<String> WITHOUT_VALUE =
            Set.of(
                    "--debug",
                    "--version",
                    "--help",
                    "--fullhelp",
                    "--force",
                    "--skip-offline",
                    "--autodelete",
                    "--simulate",
                    "--all",
                    "--full",
                    "--local",
                    WAIT,
                    "--config",
                    "--start",
                    "--enable",
                    "--disabled",
                    "--off",
                    "--brief",
                    "--safe",
                    "--no-strict",
                    "--strict",
                    "--pacemaker",
                    "--corosync",
                    "--no-default-ops",
                    "--defaults",
                    "--nodesc",
                    "--master",
                    "--promoted",
                    "--no-watchdog-validation",
                    "--no-cluster-uuid",
                    "--no-keys-sync",
                    "--hide-inactive",
                    "--monitor",
                    "--groups",
                    "--expired",
                    "--no-expire-check",
                    "--overwrite",
                    "--agent-validation");

    private static final Set<String> WITH_VALUE =
            Set.of(
                    "--request-timeout",
                    "--name",
                    "--group",
                    "--node",
                    "--from",
                    "--to",
                    "--after",
                    "--before",
                    "--corosync_conf",
                    "--booth-conf",
                    "--booth-key",
                    "--output-format",
                    "--token");

    private static final Set<String> SHORT_WITH_VALUE = Set.of("-f", "-p", "-u");

    private static final Pattern NEGATIVE_NUMBER =
            Pattern.compile("-(?i:\\d+|infinity|inf|nan|\\d*\\.?\\d+(e[-+]?\\d+)?|\\d+\\.)");

    Options {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /**
     * A command line taken apart.
     *
     * @param old what is written as it was before, to be warned of
     */
    record Parsed(List<String> words, Options options, List<String> old) {}

    /**
     * Takes a command line apart.
     *
     * @throws InvalidCommand for an option that does not exist, or that is there twice
     */
    static Parsed parse(List<String> line) {
        List<String> words = new ArrayList<>();
        List<String> negative = new ArrayList<>();
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < line.size(); i++) {
            String word = line.get(i);
            if (word.equals("--")) {
                words.addAll(line.subList(i + 1, line.size()));
                negative.clear();
                break;
            }
            if (!word.startsWith("-")
                    || word.equals("-")
                    || NEGATIVE_NUMBER.matcher(word).matches()) {
                words.add(word);
                if (word.startsWith("-") && !word.equals("-")) {
                    negative.add(word);
                }
                continue;
            }
            boolean more = i + 1 < line.size();
            boolean took = take(word, more ? line.get(i + 1) : null, values);
            i += took ? 1 : 0;
        }
        List<String> old = new ArrayList<>();
        if (!negative.isEmpty()) {
            old.add(
                    "Using '"
                            + String.join("', '", negative)
                            + "' without '--' is deprecated, those parameters will be considered"
                            + " position independent options in future pcs versions");
        }
        if (values.remove(MASTER) != null) {
            old.add("Option '--master' is deprecated and has been replaced by option '--promoted'");
            put("--promoted", "", values);
        }
        return new Parsed(words, new Options(values), old);
    }

    /** Whether the next word was taken for its value. */
    private static boolean take(String word, @Nullable String next, Map<String, String> values) {
        return word.startsWith("--") ? takeLong(word, next, values) : takeShort(word, next, values);
    }

    private static boolean takeLong(
            String word, @Nullable String next, Map<String, String> values) {
        int equals = word.indexOf('=');
        String given = equals < 0 ? word : word.substring(0, equals);
        String name = fullName(given);
        if (WITHOUT_VALUE.contains(name)) {
            if (equals >= 0 && !name.equals(WAIT)) {
                throw InvalidCommand.usageBecause("option " + name + " must not have an argument");
            }
            put(name, equals < 0 ? "" : word.substring(equals + 1), values);
            return false;
        }
        if (equals >= 0) {
            put(name, word.substring(equals + 1), values);
            return false;
        }
        if (next == null) {
            throw InvalidCommand.usageBecause("option " + name + " requires argument");
        }
        put(name, next, values);
        return true;
    }

    private static boolean takeShort(
            String word, @Nullable String next, Map<String, String> values) {
        String name = word.substring(0, 2);
        if (name.equals("-h")) {
            put("--help", "", values);
            return false;
        }
        if (!SHORT_WITH_VALUE.contains(name)) {
            throw InvalidCommand.usageBecause("option " + name + " not recognized");
        }
        if (word.length() > 2) {
            put(name, word.substring(2), values);
            return false;
        }
        if (next == null) {
            throw InvalidCommand.usageBecause("option " + name + " requires argument");
        }
        put(name, next, values);
        return true;
    }

    private static String fullName(String given) {
        if (WITHOUT_VALUE.contains(given) || WITH_VALUE.contains(given)) {
            return given;
        }
        Set<String> candidates = new TreeSet<>();
        for (Set<String> names : List.of(WITHOUT_VALUE, WITH_VALUE)) {
            for (String name : names) {
                if (name.startsWith(given)) {
                    candidates.add(name);
                }
            }
        }
        if (candidates.isEmpty()) {
            throw InvalidCommand.usageBecause("option " + given + " not recognized");
        }
        if (candidates.size() > 1) {
            throw InvalidCommand.usageBecause("option " + given + " not a unique prefix");
        }
        return candidates.iterator().next();
    }

    private static void put(String name, String value, Map<String, String> values) {
        if (values.putIfAbsent(name, value) != null) {
            throw InvalidCommand.because(name + " can only be used once");
        }
    }

    /**
     * The same, with {@code -f} where the base is from a file: whoever read that file took the
     * option away, and many commands refuse it.
     */
    Options onFile(boolean file) {
        if (!file) {
            return this;
        }
        Map<String, String> more = new LinkedHashMap<>(values);
        more.put("-f", "");
        return new Options(more);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    boolean force() {
        return has("--force");
    }

    /** Refuses options that a command does not have; {@code --debug} every one has. */
    void only(String... supported) {
        Set<String> others = new TreeSet<>(values.keySet());
        others.removeAll(Set.of(supported));
        others.remove("--debug");
        if (!others.isEmpty()) {
            throw InvalidCommand.because(
                    "Specified "
                            + Phrase.plural(others, "option")
                            + " "
                            + Phrase.list(others)
                            + (others.size() == 1 ? " is" : " are")
                            + " not supported in this command");
        }
    }

    /** Refuses more than one of these. */
    void atMostOne(String... exclusive) {
        Set<String> given = new TreeSet<>(Set.of(exclusive));
        given.retainAll(values.keySet());
        if (given.size() > 1) {
            throw InvalidCommand.because("Only one of " + Phrase.list(given) + " can be used");
        }
    }

    /** Refuses these where the first is given. */
    void without(String checked, String... incompatible) {
        Set<String> given = new TreeSet<>(Set.of(incompatible));
        given.retainAll(values.keySet());
        if (has(checked) && !given.isEmpty()) {
            throw InvalidCommand.because(
                    "'" + checked + "' cannot be used with " + Phrase.list(given));
        }
    }

    /** Refuses these where the main one is not given. */
    void onlyWith(String main, String... dependent) {
        Set<String> given = new TreeSet<>(Set.of(dependent));
        given.retainAll(values.keySet());
        if (!has(main) && !given.isEmpty()) {
            throw InvalidCommand.because(
                    Phrase.list(given) + " cannot be used without '" + main + "'");
        }
    }

    /**
     * The value of {@code --output-format}, {@code text} where it is not given.
     *
     * @param supported in the order of the message
     */
    String outputFormat(String... supported) {
        String format = value("--output-format").orElse("text");
        if (!List.of(supported).contains(format)) {
            Set<String> sorted = new TreeSet<>(Set.of(supported));
            throw InvalidCommand.because(
                    "Unknown value '"
                            + format
                            + "' for '--output-format' option. Supported "
                            + Phrase.plural(sorted, "value")
                            + (sorted.size() == 1 ? " is: " : " are: ")
                            + Phrase.list(sorted));
        }
        return format;
    }
}
