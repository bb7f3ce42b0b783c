package io.aplomb.cluster.fence;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A level of the fencing topology: devices that fence certain nodes together, all of them.
 *
 * @param index from 1 to 9; levels are tried in this order
 * @param devices in this order
 */
public record FenceLevel(Target target, int index, List<String> devices) {

    public FenceLevel {
        devices = List.copyOf(devices);
    }

    /** Which nodes. */
    public sealed interface Target {

        /** Whether that node is meant. */
        boolean matches(String node, Map<String, String> attributes);
    }

    /** One. */
    public record Name(String name) implements Target {
        @Override
        public boolean matches(String node, Map<String, String> attributes) {
            return name.equalsIgnoreCase(node);
        }
    }

    /** Those whose name has that in it: an extended regular expression. */
    public record Names(String expression) implements Target {
        @Override
        public boolean matches(String node, Map<String, String> attributes) {
            return pattern(expression).map(each -> each.matcher(node).find()).orElse(false);
        }

        private static Optional<Pattern> pattern(String expression) {
            try {
                return Optional.of(Pattern.compile(expression));
            } catch (PatternSyntaxException wrong) {
                return Optional.empty();
            }
        }
    }

    /** Those with that attribute. */
    public record Attribute(String name, String value) implements Target {
        @Override
        public boolean matches(String node, Map<String, String> attributes) {
            String found = attributes.get(name);
            return found != null
                    && found.toLowerCase(Locale.ROOT).equals(value.toLowerCase(Locale.ROOT));
        }
    }
}
