package io.aplomb.formats.keepalived.syntax;

import io.aplomb.base.Diagnostics;
import io.aplomb.base.SourcePosition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Puts statements into blocks. A block belongs to the statement in front of its brace, on the same
 * line or one before.
 */
final class TreeBuilder {

    /** The grammar has five levels. */
    private static final int MAX_DEPTH = 32;

    private final Diagnostics diagnostics;
    private final Deque<Open> open = new ArrayDeque<>();

    /** The words of the statement being read. */
    private List<Term> terms = new ArrayList<>();

    /** A block whose end was not seen yet. */
    private record Open(SourcePosition position, List<Term> head, List<Statement> statements) {}

    TreeBuilder(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
        open.push(new Open(new SourcePosition("", 0, 0), List.of(), new ArrayList<>()));
    }

    /** Takes a line after expansion. */
    void add(SourceText line) {
        List<Token> tokens = Tokenizer.tokens(line, diagnostics);
        if (!tokens.isEmpty() && !(tokens.getFirst() instanceof Token.Open)) {
            endStatement();
        }
        for (Token token : tokens) {
            switch (token) {
                case Token.Text(Term term) -> terms.add(term);
                case Token.Open(SourcePosition position) -> open(position);
                case Token.Close(SourcePosition position) -> close(position);
            }
        }
    }

    private void open(SourcePosition position) {
        if (terms.isEmpty()) {
            diagnostics.error(position, 1, "a block without a keyword in front of it");
        }
        if (open.size() > MAX_DEPTH) {
            diagnostics.error(position, 1, "blocks nested more than " + MAX_DEPTH + " deep");
        }
        open.push(new Open(position, terms, new ArrayList<>()));
        terms = new ArrayList<>();
    }

    private void close(SourcePosition position) {
        endStatement();
        if (open.size() == 1) {
            diagnostics.error(position, 1, "a closing brace without its opening one", "remove it");
            return;
        }
        closeInnermost();
    }

    private void closeInnermost() {
        Open block = open.pop();
        // Past the bound, blocks are dropped: a reader that descends into them must not be hurt.
        if (!block.head().isEmpty() && open.size() <= MAX_DEPTH) {
            open.element()
                    .statements()
                    .add(new Statement(block.head(), new Block(block.statements())));
        }
    }

    private void endStatement() {
        if (!terms.isEmpty()) {
            open.element().statements().add(new Statement(terms, null));
            terms = new ArrayList<>();
        }
    }

    /** The tree; blocks still open are reported and end here. */
    Block finish() {
        endStatement();
        while (open.size() > 1) {
            diagnostics.error(
                    open.element().position(), 1, "a block without its end", "add a line with }");
            closeInnermost();
        }
        return new Block(open.element().statements());
    }
}
