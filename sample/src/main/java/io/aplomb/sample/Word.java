package io.aplomb.sample;

import io.aplomb.base.SourcePosition;

/** One word of a configuration line, quotes and escapes undone, and where it starts. */
public record Word(String text, SourcePosition position) {

    /** Whether it is exactly this text. */
    public boolean is(String other) {
        return text.equals(other);
    }
}
