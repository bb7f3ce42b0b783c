package io.aplomb.formats.haproxy.syntax;

import io.aplomb.base.Check;
import io.aplomb.base.SourcePosition;
import io.aplomb.formats.text.Word;
import java.util.List;

/**
 * One line inside a section.
 *
 * @param words at least one; without the {@code no} or {@code default} in front
 */
public record Statement(Modifier modifier, List<Word> words) {

    /** What stood in front of the keyword (manual, section 4.1 "no option"). */
    public enum Modifier {
        NONE(""),
        NO("no"),
        DEFAULT("default");

        private final String keyword;

        Modifier(String keyword) {
            this.keyword = keyword;
        }

        /** The word as written. */
        public String keyword() {
            return keyword;
        }
    }

    public Statement {
        words = List.copyOf(words);
        Check.argument(!words.isEmpty(), "a statement has a keyword");
    }

    /** The first word. */
    public Word keyword() {
        return words.getFirst();
    }

    public int size() {
        return words.size();
    }

    /** The text of a word, counted from the keyword at 0; empty past the end, as in HAProxy. */
    public String text(int index) {
        return index < words.size() ? words.get(index).text() : "";
    }

    /** The words from an index on. */
    public List<Word> from(int index) {
        return words.subList(Math.min(index, words.size()), words.size());
    }

    public SourcePosition position() {
        return keyword().position();
    }

    @Override
    public String toString() {
        return String.join(" ", words.stream().map(Word::text).toList());
    }
}
