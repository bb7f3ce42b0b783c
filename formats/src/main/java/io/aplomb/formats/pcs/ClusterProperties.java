package io.aplomb.formats.pcs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The properties that a cluster has, from {@code properties.txt}. */
final class ClusterProperties {

    private static final String FILE = "properties.txt";
    private static final Map<String, Property> ALL = read();

    private ClusterProperties() {}

    /**
     * One property.
     *
     * @param choices of a select, else empty
     * @param readOnly whether the cluster alone sets it
     * @param advanced whether it is for people who know why
     * @param kept whether it has no effect here
     */
    record Property(
            String name,
            String type,
            String standard,
            List<String> choices,
            boolean readOnly,
            boolean advanced,
            boolean kept,
            String description) {

        /** What a message offers where a value cannot be; empty where the value can. */
        String use(String value) {
            boolean sound =
                    switch (type) {
                        case "boolean" -> OptionChecks.isBoolean(value);
                        case "integer" -> Scores.isScore(value);
                        case "percentage" -> OptionChecks.isPercentage(value);
                        case "time" -> OptionChecks.isInterval(value);
                        case "select" -> choices.contains(value);
                        default -> true;
                    };
            return sound ? "" : offer();
        }

        private String offer() {
            return switch (type) {
                case "boolean" -> OptionChecks.booleans();
                case "integer" -> "an integer or INFINITY or -INFINITY";
                case "percentage" ->
                        "a non-negative integer followed by '%' (e.g. 0%, 50%, 200%, ...)";
                case "time" -> "time interval (e.g. 1, 2s, 3m, 4h, ...)";
                default -> Phrase.list(choices);
            };
        }
    }

    /** All, by name. */
    static Map<String, Property> all() {
        return ALL;
    }

    /** The names that a person may set. */
    static Set<String> settable() {
        Set<String> names = new TreeSet<>();
        ALL.values().stream().filter(one -> !one.readOnly()).forEach(one -> names.add(one.name()));
        return names;
    }

    /** What each is where it is not set, as {@code --defaults} lists them. */
    static Map<String, String> defaults() {
        Map<String, String> defaults = new TreeMap<>();
        ALL.values().forEach(one -> defaults.put(one.name(), one.standard()));
        defaults.remove("dc-version");
        defaults.remove("cluster-infrastructure");
        return defaults;
    }

    private static Map<String, Property> read() {
        try (InputStream in = ClusterProperties.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("no " + FILE);
            }
            Map<String, Property> all = new TreeMap<>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(ClusterProperties::property)
                    .forEach(property -> all.put(property.name(), property));
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(FILE, e);
        }
    }

    private static Property property(String line) {
        List<String> fields = Arrays.stream(line.split("\\|", 6)).map(String::strip).toList();
        String choices = fields.get(3);
        String marks = fields.get(4);
        return new Property(
                fields.get(0),
                fields.get(1),
                fields.get(2),
                choices.isEmpty() ? List.of() : List.of(choices.split(" ", -1)),
                marks.contains("R"),
                marks.contains("A"),
                marks.contains("K"),
                fields.get(5));
    }
}
