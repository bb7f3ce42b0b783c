package io.aplomb.app.proxy;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Reads HAProxy's command line (management.txt section 3).
 *
 * <p>Its grammar is its own: {@code -db}, {@code -vv} and {@code -sf} are one option each, not
 * clusters of letters; nothing may be glued to an option that takes an argument; every other word
 * that begins with {@code -d} is a debug flag. No state outlives {@link #parse}.
 */
final class HaproxyCommandLine {
    private final List<String> words;
    private int next;

    private final List<String> files = new ArrayList<>();
    private final Set<HaproxyOption> flags = EnumSet.noneOf(HaproxyOption.class);
    private final List<String> debugFlags = new ArrayList<>();
    private final List<Integer> formerPids = new ArrayList<>();
    private Optional<String> pidFile = Optional.empty();
    private Optional<String> directory = Optional.empty();
    private Optional<String> peer = Optional.empty();
    private Optional<String> condition = Optional.empty();
    private OptionalInt maxConnections = OptionalInt.empty();
    private OptionalInt defaultMaxConnections = OptionalInt.empty();
    private OptionalInt memoryMb = OptionalInt.empty();

    private HaproxyCommandLine(List<String> words) {
        this.words = words;
    }

    /**
     * Reads the words after {@code aplomb proxy}.
     *
     * @throws UsageException for a word that is no option, or an argument that is missing or no
     *     number
     */
    static HaproxyArguments parse(List<String> words) throws UsageException {
        var line = new HaproxyCommandLine(List.copyOf(words));
        line.read();
        return new HaproxyArguments(
                line.files,
                line.flags,
                line.debugFlags,
                line.pidFile,
                line.directory,
                line.peer,
                line.condition,
                line.maxConnections,
                line.defaultMaxConnections,
                line.memoryMb,
                line.formerPids);
    }

    /** A command line HAProxy would answer with its usage text. */
    static final class UsageException extends Exception {
        private static final long serialVersionUID = 1L;

        UsageException(String message) {
            super(message);
        }
    }

    private void read() throws UsageException {
        while (next < words.size()) {
            String word = words.get(next++);
            if (word.equals("--")) {
                files.addAll(words.subList(next, words.size()));
                next = words.size();
            } else {
                take(option(word), word);
            }
        }
    }

    private static HaproxyOption option(String word) throws UsageException {
        for (HaproxyOption option : HaproxyOption.values()) {
            if (option.option().equals(word)) {
                return option;
            }
        }
        if (word.startsWith("-d")) {
            return HaproxyOption.DEBUG;
        }
        throw new UsageException(
                word.startsWith("-")
                        ? "unknown option '" + word + "'"
                        : "unexpected '"
                                + word
                                + "': a configuration file is given with -f, or after --");
    }

    private void take(HaproxyOption option, String word) throws UsageException {
        switch (option) {
            case FILE -> files.add(argument(word));
            case PID_FILE -> pidFile = Optional.of(argument(word));
            case DIRECTORY -> directory = Optional.of(argument(word));
            case PEER -> peer = Optional.of(argument(word));
            case MAX_CONNECTIONS -> maxConnections = OptionalInt.of(number(word));
            case DEFAULT_MAX_CONNECTIONS -> defaultMaxConnections = OptionalInt.of(number(word));
            case MEMORY -> memoryMb = OptionalInt.of(number(word));
            case DEBUG -> debug(word);
            case CONDITION -> {
                flags.add(option);
                condition = Optional.of(argument(word));
            }
            case MASTER_SOCKET, TRANSFER -> {
                flags.add(option);
                String _ = argument(word);
            }
            case FINISH, TERMINATE -> {
                flags.add(option);
                takePids();
            }
            case CHECK,
                    VERSION,
                    VERSION_FULL,
                    FOREGROUND,
                    DAEMON,
                    QUIET,
                    VERBOSE,
                    ZERO_WARNING,
                    MASTER,
                    MASTER_SYSTEMD ->
                    flags.add(option);
        }
    }

    private void debug(String word) {
        if (word.equals("-d")) {
            flags.add(HaproxyOption.DEBUG);
        } else {
            debugFlags.add(word);
        }
    }

    /** {@code -sf $(cat pidfile)}: as many numbers as follow, none too. */
    private void takePids() {
        while (next < words.size() && words.get(next).matches("[0-9]{1,9}")) {
            formerPids.add(Integer.parseInt(words.get(next++)));
        }
    }

    private String argument(String option) throws UsageException {
        if (next == words.size()) {
            throw new UsageException("option '" + option + "' needs an argument");
        }
        return words.get(next++);
    }

    private int number(String option) throws UsageException {
        String text = argument(option);
        if (!text.matches("[0-9]{1,9}")) {
            throw new UsageException("option '" + option + "' needs a number, not '" + text + "'");
        }
        return Integer.parseInt(text);
    }
}
