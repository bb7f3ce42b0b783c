package io.aplomb.formats.haproxy.keyword;

import io.aplomb.base.Diagnostics;
import io.aplomb.formats.text.Word;

/** What is said about a keyword that is not simply honoured. */
final class Findings {

    private Findings() {}

    static void report(Keyword keyword, Word word, Diagnostics diagnostics) {
        String name = "'" + keyword.name() + "'";
        switch (keyword.status()) {
            // The compiler tells what the very line is written like today.
            case HONOURED, OBSOLETE -> {
                return;
            }
            case ACCEPTED ->
                    diagnostics.notice(
                            word.position(),
                            word.width(),
                            name + " has no effect: " + keyword.note());
            case REFUSED ->
                    diagnostics.error(
                            word.position(),
                            word.width(),
                            name + " is not supported",
                            keyword.note());
        }
    }
}
