package io.aplomb.control.agent;

import java.util.ArrayList;
import java.util.List;

/**
 * A command line as words. Blanks separate them; quotes and backslashes keep some together, as in
 * sh(1). What needs a shell gets one. Pure.
 */
final class CommandWords {

    private static final String NEEDS_SHELL = "|&;<>()$`*?[]#~{}\n";

    private CommandWords() {}

    /** The words to run; those of a shell that runs the line where a shell is needed. */
    static List<String> of(String line) {
        if (line.chars().anyMatch(c -> NEEDS_SHELL.indexOf(c) >= 0)) {
            return List.of("/bin/sh", "-c", line);
        }
        return split(line);
    }

    /** The words of a line, with nothing of a shell but its quotes. */
    static List<String> split(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean begun = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0 && c == quote) {
                quote = 0;
            } else if (c == '\\' && quote != '\'' && i + 1 < line.length()) {
                word.append(line.charAt(++i));
                begun = true;
            } else if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
                begun = true;
            } else if (quote == 0 && Character.isWhitespace(c)) {
                if (begun) {
                    words.add(word.toString());
                    word.setLength(0);
                    begun = false;
                }
            } else {
                word.append(c);
                begun = true;
            }
        }
        if (begun) {
            words.add(word.toString());
        }
        return words;
    }
}
