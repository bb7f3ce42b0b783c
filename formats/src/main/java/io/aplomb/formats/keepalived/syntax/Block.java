package io.aplomb.formats.keepalived.syntax;

import java.util.List;

/** What stands between braces. */
public record Block(List<Statement> statements) {

    public Block {
        statements = List.copyOf(statements);
    }
}
