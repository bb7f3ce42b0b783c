package io.aplomb.formats.keepalived.compile;

import io.aplomb.base.Diagnostics;
import io.aplomb.formats.keepalived.keyword.Keyword;
import io.aplomb.formats.keepalived.keyword.KeywordTable;
import io.aplomb.formats.keepalived.keyword.Scope;
import io.aplomb.formats.keepalived.syntax.Block;
import io.aplomb.formats.keepalived.syntax.Statement;
import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import java.util.List;
import java.util.Optional;

/** Reads blocks statement by statement: the table says what a keyword is, the registry reads it. */
final class BlockReader {

    private final KeywordTable table = KeywordTable.standard();
    private final Diagnostics diagnostics;

    BlockReader(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    Diagnostics diagnostics() {
        return diagnostics;
    }

    /** Reads the block of a line, which must have one. */
    <D> void read(Line line, Registry<D> registry, D draft) throws Refusal {
        read(line.block(), registry, draft);
    }

    <D> void read(Block block, Registry<D> registry, D draft) {
        for (Statement statement : block.statements()) {
            Line line = new Line(statement, diagnostics);
            if (known(registry.scope(), line.keyword())) {
                read(line, registry.named(line.keyword().text()), draft);
            }
        }
    }

    /** Reads a block that has keywords of its own and those of another scope. */
    <D> void read(Block block, Registry<D> own, Registry<D> shared, D draft) {
        for (Statement statement : block.statements()) {
            Line line = new Line(statement, diagnostics);
            String keyword = line.keyword().text();
            boolean isShared = table.find(shared.scope(), keyword).isPresent();
            Registry<D> registry = isShared ? shared : own;
            if (known(registry.scope(), line.keyword())) {
                read(line, registry.named(keyword), draft);
            }
        }
    }

    private static <D> void read(Line line, Handler<D> handler, D draft) {
        try {
            handler.read(line, draft);
            line.end();
        } catch (Refusal refusal) {
            line.report(refusal);
        }
    }

    /** Reads a block that is a list: each statement is an item. */
    <D> void items(Block block, Handler<D> handler, D draft) {
        for (Statement statement : block.statements()) {
            read(Line.ofList(statement, diagnostics), handler, draft);
        }
    }

    /** Whether a keyword has an effect; says why when it has none. */
    boolean known(Scope scope, Word word) {
        Optional<Keyword> row = table.find(scope, word.text());
        if (row.isEmpty()) {
            unknown(scope, word);
            return false;
        }
        return tell(row.get(), word);
    }

    private boolean tell(Keyword row, Word word) {
        String name = "'" + row.name() + "'";
        return switch (row.status()) {
            case HONOURED -> true;
            case OBSOLETE -> {
                diagnostics.warning(
                        word.position(), word.width(), name + " is obsolete", row.note());
                yield true;
            }
            case ACCEPTED -> {
                diagnostics.notice(
                        word.position(), word.width(), name + " has no effect: " + row.note());
                yield false;
            }
            case REFUSED -> {
                diagnostics.error(
                        word.position(), word.width(), name + " is not supported", row.note());
                yield false;
            }
        };
    }

    private void unknown(Scope scope, Word word) {
        String message = "unknown among the %s: '%s'".formatted(scope.title(), word.text());
        Optional<String> near = table.nearest(scope, word.text());
        List<Scope> elsewhere = table.scopesOf(word.text());
        if (near.isEmpty() && elsewhere.isEmpty()) {
            diagnostics.error(word.position(), word.width(), message);
            return;
        }
        String advice =
                elsewhere.isEmpty()
                        ? "did you mean '" + near.orElseThrow() + "'?"
                        : "it is one of the " + elsewhere.getFirst().title();
        diagnostics.error(word.position(), word.width(), message, advice);
    }
}
