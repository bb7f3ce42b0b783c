package io.aplomb.formats.pcs;

import java.util.Set;

/** A word that may say what it names: {@code regexp%^web}, {@code attrib%rack=1}. */
record TypedWord(String type, String value) {

    /** Takes a word apart; one without a type, or with an empty one, is of the standard type. */
    static TypedWord parse(String word, Set<String> types, String standard) {
        int percent = word.indexOf('%');
        if (percent < 0) {
            return new TypedWord(standard, word);
        }
        String type = word.substring(0, percent);
        String value = word.substring(percent + 1);
        if (type.isEmpty()) {
            return new TypedWord(standard, value);
        }
        if (!types.contains(type)) {
            throw InvalidCommand.because(
                    "'%s' is not an allowed type for '%s', use %s"
                            .formatted(
                                    type,
                                    word,
                                    String.join(", ", types.stream().sorted().toList())));
        }
        return new TypedWord(type, value);
    }
}
