package io.aplomb.formats.keepalived.compile;

import io.aplomb.formats.keepalived.KeepalivedFiles;
import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names of routing tables: the kernel's own, and those of the system's file. */
final class RouteTables {

    /** The table {@code main}. */
    static final long MAIN = 254;

    private static final String FILE = "/etc/iproute2/rt_tables";
    private static final long MAX_TABLE = 0xFFFF_FFFFL;

    private final KeepalivedFiles files;
    private @Nullable Map<String, Long> names;

    RouteTables(KeepalivedFiles files) {
        this.files = files;
    }

    long number(Line line) throws Refusal {
        Word word = line.take("a table");
        if (word.text().chars().allMatch(Character::isDigit)) {
            return line.integer(word, "the number of a table", 1, MAX_TABLE);
        }
        Long number = names().get(word.text());
        if (number == null) {
            throw line.error(
                    word,
                    "no routing table '%s'".formatted(word.text()),
                    "give its number, or name it in " + FILE);
        }
        return number;
    }

    private Map<String, Long> names() {
        if (names == null) {
            Map<String, Long> read =
                    new HashMap<>(Map.of("local", 255L, "main", MAIN, "default", 253L));
            if (files.read(FILE) instanceof KeepalivedFiles.Content.Octets octets) {
                String text = new String(octets.bytes().toArray(), StandardCharsets.UTF_8);
                text.lines().forEach(line -> add(line, read));
            }
            names = read;
        }
        return names;
    }

    private static void add(String line, Map<String, Long> into) {
        String[] words = line.replaceFirst("#.*", "").strip().split("\\s+");
        if (words.length == 2 && words[0].length() <= 10 && words[0].matches("[0-9]+")) {
            into.put(words[1], Long.parseLong(words[0]));
        }
    }
}
