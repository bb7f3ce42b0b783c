package io.aplomb.formats.haproxy.syntax;

import io.aplomb.base.SourcePosition;
import io.aplomb.formats.text.Word;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One section: its opening line and the lines up to the next section.
 *
 * @param keyword the word that opened it
 * @param nameWord its name, or null when it has none (always there where the kind requires one)
 * @param fromWord the defaults section named after {@code from}, or null
 * @param extraWords what else stands on the opening line, such as the address of the obsolete
 *     {@code listen NAME IP:PORT}
 */
public record Section(
        SectionKind kind,
        Word keyword,
        @Nullable Word nameWord,
        @Nullable Word fromWord,
        List<Word> extraWords,
        List<Statement> statements) {

    public Section {
        extraWords = List.copyOf(extraWords);
        statements = List.copyOf(statements);
    }

    /** The name, or the empty text. */
    public String name() {
        return nameWord == null ? "" : nameWord.text();
    }

    public Optional<Word> from() {
        return Optional.ofNullable(fromWord);
    }

    public SourcePosition position() {
        return keyword.position();
    }

    /** {@code frontend web}, {@code global}: as diagnostics name it. */
    public String label() {
        return nameWord == null ? kind.keyword() : kind.keyword() + " " + nameWord.text();
    }
}
