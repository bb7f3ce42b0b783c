package io.aplomb.formats.haproxy.syntax;

import io.aplomb.base.SourcePosition;
import io.aplomb.formats.haproxy.syntax.LexedLine.Token;
import io.aplomb.formats.text.Word;

/** A line of a file and the positions in it. Indexes count octets, positions what is shown. */
record SourceLine(String file, int number, String text, String displayed) {

    SourceLine(String file, int number, String text) {
        this(file, number, text, Octets.display(text));
    }

    SourcePosition position(int octetIndex) {
        return new SourcePosition(
                file, number, 1 + Octets.displayIndex(text, displayed, octetIndex));
    }

    Word word(Token token) {
        int start = Octets.displayIndex(text, displayed, token.start());
        int end = Octets.displayIndex(text, displayed, token.end());
        return new Word(
                token.text(),
                token.quoted(),
                new SourcePosition(file, number, start + 1),
                Math.max(1, end - start));
    }
}
