package io.aplomb.formats.keepalived.syntax;

import io.aplomb.base.SourcePosition;

/** A piece of a line. */
sealed interface Token {

    SourcePosition position();

    /** A word. */
    record Text(Term term) implements Token {
        @Override
        public SourcePosition position() {
            return term.word().position();
        }
    }

    /** The brace that begins a block. */
    record Open(SourcePosition position) implements Token {}

    /** The brace that ends a block. */
    record Close(SourcePosition position) implements Token {}
}
