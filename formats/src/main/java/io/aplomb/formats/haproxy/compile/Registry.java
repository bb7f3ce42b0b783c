package io.aplomb.formats.haproxy.compile;

import io.aplomb.base.Check;
import io.aplomb.formats.text.Refusal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The directives of a kind of section and who reads them. Keywords of several words ({@code timeout
 * client}) are found before those of fewer.
 *
 * @param <D> the draft the directives fill
 */
final class Registry<D> {

    /** Words in the longest keyword: {@code capture request header}. */
    private static final int MAX_KEYWORD_WORDS = 3;

    private final Map<String, Handler<D>> handlers = new HashMap<>();
    private final Set<String> invertible = new HashSet<>();

    Registry<D> on(String keyword, Handler<D> handler) {
        Check.state(handlers.put(keyword, handler) == null, keyword);
        return this;
    }

    /** A directive that may stand after {@code no} or {@code default}. */
    Registry<D> onInvertible(String keyword, Handler<D> handler) {
        invertible.add(keyword);
        return on(keyword, handler);
    }

    /** Who reads the parameter of that name. */
    @Nullable Handler<D> named(String keyword) {
        return handlers.get(keyword);
    }

    /** Every keyword that has a handler, sorted. */
    Set<String> keywords() {
        return new TreeSet<>(handlers.keySet());
    }

    /** Finds who reads this line and takes the keyword's words from it; null when nobody does. */
    @Nullable Handler<D> handlerOf(Line line) throws Refusal {
        int words = Math.min(MAX_KEYWORD_WORDS, line.words().size());
        for (int count = words; count > 0; count--) {
            String keyword = line.leadingKeyword(count);
            Handler<D> handler = handlers.get(keyword);
            if (handler != null) {
                line.startAfter(count);
                if (line.isModified() && !invertible.contains(keyword)) {
                    throw line.error(
                            line.keyword(),
                            "'%s' cannot be prefixed with '%s'"
                                    .formatted(keyword, line.modifierWord()));
                }
                return handler;
            }
        }
        return null;
    }
}
