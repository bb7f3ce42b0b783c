package io.aplomb.formats.text;

import io.aplomb.base.SourcePosition;

/**
 * One word of a line, with quotes and escapes resolved.
 *
 * @param text in HAProxy's language one character for each octet
 * @param quoted whether any part of it was written in quotes
 * @param position of its first character as written, a quote included
 * @param width characters it takes as written
 */
public record Word(String text, boolean quoted, SourcePosition position, int width) {

    /** Whether the word is exactly this text. */
    public boolean is(String other) {
        return text.equals(other);
    }

    @Override
    public String toString() {
        return text;
    }
}
