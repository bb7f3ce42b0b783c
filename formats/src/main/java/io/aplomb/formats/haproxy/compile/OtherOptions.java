package io.aplomb.formats.haproxy.compile;

import io.aplomb.formats.haproxy.keyword.Keyword;
import io.aplomb.formats.haproxy.keyword.KeywordTable;
import io.aplomb.formats.haproxy.keyword.Scope;
import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Options of {@code bind} and {@code server} lines that have no effect; the table knows them. */
final class OtherOptions {

    private OtherOptions() {}

    /** Passes over the arguments of an option that was reported by the check of keywords. */
    static void skip(Line line, Word word, Scope scope, Set<String> handled) throws Refusal {
        @Nullable Keyword keyword = KeywordTable.standard().find(scope, word.text()).orElse(null);
        if (keyword == null) {
            throw line.unknown(word, scope.label() + " parameter", handled);
        }
        if (keyword.arguments() == Keyword.REST) {
            line.rest();
        }
        for (int i = 0; i < keyword.arguments(); i++) {
            line.take("a value");
        }
    }
}
