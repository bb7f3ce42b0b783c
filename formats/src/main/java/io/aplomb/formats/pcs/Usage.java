package io.aplomb.formats.pcs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The syntax of commands, from {@code usage/WORD.txt}: one command a line, a line that begins with
 * a blank goes on with the one above.
 */
final class Usage {

    private Usage() {}

    /**
     * The commands that begin with these words; all of the first word's where none does.
     *
     * @param words empty for the list of first words
     */
    static List<String> of(String words) {
        if (words.isEmpty()) {
            List<String> lines = new ArrayList<>();
            lines.add("Usage: pcs [-f file] [options] <command> ...");
            lines.add("Commands:");
            Pcs.commands().forEach(command -> lines.add("    " + command));
            return lines;
        }
        String first = words.split(" ", -1)[0];
        String rest = words.substring(first.length()).strip();
        List<String> all = read(first);
        List<String> chosen = beginningWith(rest, all);
        List<String> lines = new ArrayList<>();
        lines.add("Usage: pcs " + (chosen.isEmpty() || rest.isEmpty() ? first : words) + "...");
        (chosen.isEmpty() ? all : chosen).forEach(line -> lines.add("    " + line));
        return lines;
    }

    private static List<String> beginningWith(String words, List<String> all) {
        List<String> chosen = new ArrayList<>();
        boolean inside = false;
        for (String line : all) {
            if (!line.startsWith(" ")) {
                inside = (line + " ").startsWith(words.isEmpty() ? "" : words + " ");
            }
            if (inside) {
                chosen.add(line);
            }
        }
        return chosen;
    }

    private static List<String> read(String first) {
        try (InputStream in = Usage.class.getResourceAsStream("usage/" + first + ".txt")) {
            return in == null
                    ? List.of()
                    : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("usage of " + first, e);
        }
    }
}
