package io.aplomb.formats.pcs;

import java.util.List;
import java.util.regex.Pattern;

/** Words written so that a shell reads them as they are. */
final class ShellWords {

    private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./-]+");

    private ShellWords() {}

    /** A word, in single quotes where it needs them. */
    static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\"'\"'") + "'";
    }

    /** A line of words. */
    static String line(List<String> words) {
        return String.join(" ", words.stream().map(ShellWords::quoted).toList());
    }
}
