package io.aplomb.acceptance.cluster;

import io.aplomb.testkit.History.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a cluster's configuration is to {@link ConfigurationClient}s: its number, which each change
 * increases by one, and the values of some properties. As a value of a history it is a line of
 * text.
 */
record Configuration(long epoch, List<String> values) {
    /** Nothing but the history knows them. */
    static final List<String> PROPERTIES = List.of("history-a", "history-b", "history-c");

    private static final Pattern EPOCH = Pattern.compile(" epoch=\"(\\d+)\"");
    private static final Pattern UPDATES = Pattern.compile(" num_updates=\"\\d+\"");

    Configuration {
        values = List.copyOf(values);
    }

    /** That of an information base as {@code cluster cib} prints it; what is not there is empty. */
    static Configuration in(String cib) {
        List<String> values = new ArrayList<>();
        for (String property : PROPERTIES) {
            values.add(found(value(property), cib).orElse(""));
        }
        return new Configuration(Long.parseLong(found(EPOCH, cib).orElseThrow()), values);
    }

    private static Pattern value(String property) {
        return Pattern.compile("(?<=name=\"" + property + "\" value=\")([^\"]*)");
    }

    private static Optional<String> found(Pattern pattern, String cib) {
        Matcher matcher = pattern.matcher(cib);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** An information base with another value of a property. */
    static String edited(String cib, int property, String value) {
        return value(PROPERTIES.get(property)).matcher(cib).replaceFirst(value);
    }

    /**
     * The same, so that it is refused for the number of its configuration alone: the status may go
     * on.
     */
    static String withoutStatus(String cib) {
        return UPDATES.matcher(cib).replaceFirst(" num_updates=\"999999999\"");
    }

    /** From a history. */
    private static Configuration parse(String line) {
        String[] words = line.split(" ", -1);
        return new Configuration(Long.parseLong(words[0]), List.of(words).subList(1, words.length));
    }

    @Override
    public String toString() {
        return epoch + " " + String.join(" ", values);
    }

    /** What becomes of it when these values are written. */
    Configuration next(List<String> written) {
        return new Configuration(epoch + 1, written);
    }

    private Configuration next(int property, String value) {
        List<String> changed = new ArrayList<>(values);
        changed.set(property, value);
        return next(changed);
    }

    /** One property was set, whatever the others were. */
    record PropertySet(int property, String value) implements Operation {
        @Override
        public Optional<String> after(String before) {
            return Optional.of(parse(before).next(property, value).toString());
        }
    }

    /** All was written, whatever was there. */
    record Written(List<String> values) implements Operation {
        Written {
            values = List.copyOf(values);
        }

        @Override
        public Optional<String> after(String before) {
            return Optional.of(parse(before).next(values).toString());
        }
    }
}
