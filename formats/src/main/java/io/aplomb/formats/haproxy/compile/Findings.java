package io.aplomb.formats.haproxy.compile;

import io.aplomb.base.Diagnostics;
import io.aplomb.base.Suggestions;
import io.aplomb.formats.haproxy.syntax.Section;
import io.aplomb.formats.text.Word;
import java.util.Collection;

/** What is said about whole sections. */
final class Findings {

    private final Diagnostics diagnostics;

    Findings(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    void error(Word at, String message, String advice) {
        diagnostics.error(at.position(), at.width(), message, advice);
    }

    void warning(Word at, String message, String advice) {
        diagnostics.warning(at.position(), at.width(), message, advice);
    }

    void notice(Word at, String message) {
        diagnostics.notice(at.position(), at.width(), message);
    }

    /** A name nobody has. */
    void missing(Word at, String what, String name, Collection<String> known) {
        unknown(at, "no %s '%s'".formatted(what, name), name, known);
    }

    /** The same in words of the caller's own. */
    void unknown(Word at, String message, String name, Collection<String> known) {
        Suggestions.nearest(name, known)
                .ifPresentOrElse(
                        near -> error(at, message, "did you mean '" + near + "'?"),
                        () -> diagnostics.error(at.position(), at.width(), message));
    }

    /** The word that names a section. */
    static Word nameOf(Section section) {
        Word name = section.nameWord();
        return name == null ? section.keyword() : name;
    }
}
