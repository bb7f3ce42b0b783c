package io.aplomb.formats.keepalived.compile;

import io.aplomb.base.Check;
import io.aplomb.formats.keepalived.keyword.Scope;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The keywords of a kind of block and who reads them.
 *
 * @param <D> the draft they fill
 */
final class Registry<D> {

    private final Scope scope;
    private final Map<String, Handler<D>> handlers = new HashMap<>();

    Registry(Scope scope) {
        this.scope = scope;
    }

    Scope scope() {
        return scope;
    }

    Registry<D> on(String keyword, Handler<D> handler) {
        Check.state(handlers.put(keyword, handler) == null, keyword);
        return this;
    }

    Handler<D> named(String keyword) {
        return Check.present(handlers.get(keyword), "the reader of " + keyword);
    }

    /** Every keyword that has a handler, sorted. */
    Set<String> keywords() {
        return new TreeSet<>(handlers.keySet());
    }
}
