package io.aplomb.formats.keepalived.syntax;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The parameters defined so far ({@code $NAME=VALUE}) and those that are always there. For one
 * reading, on one thread.
 */
final class Parameters {

    private static final int MAX_RANDOM = 32_767;

    private final Map<String, List<SourceText>> values = new HashMap<>();
    private final String configId;
    private Random random;

    /**
     * A parameter used in a line, from the dollar to before {@code to}.
     *
     * @param value one line, or several for a definition of several lines
     */
    record Use(int from, int to, List<SourceText> value) {}

    Parameters(String configId, long randomSeed) {
        this.configId = configId;
        this.random = new Random(randomSeed);
    }

    void define(String name, List<SourceText> value) {
        values.put(name, List.copyOf(value));
    }

    @Nullable List<SourceText> valueOf(String name) {
        return values.get(name);
    }

    /** Takes back what a sequence defined for one turn. */
    void restore(String name, @Nullable List<SourceText> value) {
        if (value == null) {
            values.remove(name);
        } else {
            values.put(name, value);
        }
    }

    void seed(long seed) {
        random = new Random(seed);
    }

    /**
     * The first use of a defined parameter in a line: <code>${NAME}</code> anywhere, {@code $NAME}
     * only in front of a blank or the end. Null when there is none.
     *
     * @param directory of the file the line is in
     */
    @Nullable Use firstUse(SourceText line, String directory) {
        String text = line.text();
        for (int dollar = text.indexOf('$'); dollar >= 0; dollar = text.indexOf('$', dollar + 1)) {
            boolean braced = dollar + 1 < text.length() && text.charAt(dollar + 1) == '{';
            int begin = braced ? dollar + 2 : dollar + 1;
            int end = braced ? text.indexOf('}', begin) : endOfName(text, begin);
            if (end <= begin || (!braced && !isBlankAt(text, end))) {
                continue;
            }
            List<SourceText> value = lookUp(line, begin, end, directory);
            if (value != null) {
                return new Use(dollar, braced ? end + 1 : end, value);
            }
        }
        return null;
    }

    private @Nullable List<SourceText> lookUp(
            SourceText line, int begin, int end, String directory) {
        String name = line.text().substring(begin, end);
        String known = predefined(name, directory);
        if (known != null) {
            return List.of(line.replace(0, line.length(), known));
        }
        return values.get(name);
    }

    private @Nullable String predefined(String name, String directory) {
        return switch (name) {
            case "_PWD" -> directory.isEmpty() ? "." : directory;
            case "_INSTANCE" -> configId;
            case "_HASH" -> "#";
            case "_BANG" -> "!";
            default -> name.startsWith("_RANDOM") ? random(name.substring(7)) : null;
        };
    }

    /** {@code [ MIN [MAX]]} after {@code _RANDOM}; null when it is anything else. */
    private @Nullable String random(String limits) {
        String[] words = limits.strip().split("\\s+");
        try {
            int least = words[0].isEmpty() ? 0 : Integer.parseInt(words[0]);
            int most = words.length > 1 ? Integer.parseInt(words[1]) : MAX_RANDOM;
            boolean valid = words.length <= 2 && least >= 0 && most >= least;
            return valid ? String.valueOf(random.nextLong(least, most + 1L)) : null;
        } catch (NumberFormatException _) {
            return null;
        }
    }

    /** Where a name that begins at an index ends; the index itself when none does. */
    static int endOfName(String text, int begin) {
        int end = begin;
        while (end < text.length() && isNamePart(text.charAt(end), end > begin)) {
            end++;
        }
        return end;
    }

    private static boolean isNamePart(char c, boolean digitToo) {
        return (c >= 'A' && c <= 'Z')
                || (c >= 'a' && c <= 'z')
                || c == '_'
                || (digitToo && c >= '0' && c <= '9');
    }

    private static boolean isBlankAt(String text, int index) {
        return index == text.length() || SourceText.isBlank(text.charAt(index));
    }
}
