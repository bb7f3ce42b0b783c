package io.aplomb.formats.haproxy.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line cut into words.
 *
 * @param tokens the words before the error if there is one
 * @param error what is wrong with the line, or null
 */
record LexedLine(List<Token> tokens, @Nullable LexError error) {

    /** A word and where it was written: octet indexes into the line, the end excluded. */
    record Token(String text, boolean quoted, int start, int end) {}

    /** Why a line cannot be cut into words, and the octet it is about. */
    record LexError(String message, int index, @Nullable String advice) {}
}
