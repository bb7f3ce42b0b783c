package io.aplomb.formats.haproxy.keyword;

import io.aplomb.base.Diagnostics;
import io.aplomb.formats.text.Status;
import io.aplomb.formats.text.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cuts the options of a {@code bind} or {@code server} line apart and reports what is amiss. */
public final class OptionScanner {

    /**
     * One option.
     *
     * @param arguments the words that belong to it, as many as its keyword takes
     */
    public record Option(Keyword keyword, Word word, List<Word> arguments) {

        public Option {
            arguments = List.copyOf(arguments);
        }

        /** The first argument; there is one whenever the keyword takes any. */
        public Word value() {
            return arguments.getFirst();
        }
    }

    private final KeywordTable table;
    private final Diagnostics diagnostics;

    public OptionScanner(KeywordTable table, Diagnostics diagnostics) {
        this.table = table;
        this.diagnostics = diagnostics;
    }

    /**
     * The options that have an effect, in the order written; the others are reported.
     *
     * @param scope {@link Scope#BIND} or {@link Scope#SERVER}
     * @param words what follows the address
     */
    public List<Option> scan(Scope scope, List<Word> words) {
        List<Option> options = new ArrayList<>();
        int index = 0;
        while (index < words.size()) {
            Word word = words.get(index);
            Optional<Keyword> found = table.find(scope, word.text());
            if (found.isEmpty()) {
                unknown(scope, word);
                index++;
                continue;
            }
            Keyword keyword = found.get();
            int end = end(keyword, words, index + 1);
            if (keyword.status() != Status.HONOURED) {
                Findings.report(keyword, word, diagnostics);
            }
            if (keyword.arguments() > end - index - 1) {
                diagnostics.error(
                        word.position(), word.width(), "'" + word.text() + "' expects a value");
            } else if (keyword.status().isEffective()) {
                options.add(new Option(keyword, word, words.subList(index + 1, end)));
            }
            index = end;
        }
        return options;
    }

    private int end(Keyword keyword, List<Word> words, int from) {
        if (keyword.name().equals("source")) {
            return sourceEnd(words, from);
        }
        return keyword.arguments() == Keyword.REST
                ? words.size()
                : Math.min(words.size(), from + keyword.arguments());
    }

    /** {@code source ADDRESS [usesrc ADDRESS] [interface NAME]} (manual, section 5.2). */
    private static int sourceEnd(List<Word> words, int from) {
        int end = Math.min(words.size(), from + 1);
        while (end + 1 < words.size()
                && (words.get(end).is("usesrc") || words.get(end).is("interface"))) {
            end += 2;
        }
        return end;
    }

    private void unknown(Scope scope, Word word) {
        String message = "unknown option '" + word.text() + "' of '" + scope.label() + "'";
        table.nearest(scope, List.of(word))
                .ifPresentOrElse(
                        name ->
                                diagnostics.error(
                                        word.position(),
                                        word.width(),
                                        message,
                                        "did you mean '" + name + "'?"),
                        () -> diagnostics.error(word.position(), word.width(), message));
    }
}
