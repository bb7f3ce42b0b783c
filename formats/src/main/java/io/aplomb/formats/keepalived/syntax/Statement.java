package io.aplomb.formats.keepalived.syntax;

import io.aplomb.base.Check;
import io.aplomb.formats.text.Word;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A keyword with its arguments.
 *
 * @param terms at least one
 * @param block null when there is none
 */
public record Statement(List<Term> terms, @Nullable Block block) {

    public Statement {
        terms = List.copyOf(terms);
        Check.argument(!terms.isEmpty(), "a statement has a keyword");
    }

    /** The first word. */
    public Word keyword() {
        return terms.getFirst().word();
    }

    @Override
    public String toString() {
        return terms.stream().map(term -> term.word().text()).collect(Collectors.joining(" "));
    }
}
