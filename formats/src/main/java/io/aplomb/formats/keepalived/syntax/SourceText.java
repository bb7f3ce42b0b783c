package io.aplomb.formats.keepalived.syntax;

import io.aplomb.base.SourcePosition;
import io.aplomb.formats.text.Word;
import java.util.Arrays;

/**
 * A line, or a part of one, that remembers where each of its characters was written. Characters put
 * in for a parameter count as written where the parameter's name stands. Immutable.
 */
final class SourceText {

    private final String file;
    private final int line;
    private final String text;

    /** Column of each character and of the end, 1-based. */
    private final int[] columns;

    private SourceText(String file, int line, String text, int[] columns) {
        this.file = file;
        this.line = line;
        this.text = text;
        this.columns = columns;
    }

    static SourceText ofLine(String file, int line, String text) {
        int[] columns = new int[text.length() + 1];
        Arrays.setAll(columns, i -> i + 1);
        return new SourceText(file, line, text, columns);
    }

    String text() {
        return text;
    }

    String file() {
        return file;
    }

    int length() {
        return text.length();
    }

    char charAt(int index) {
        return text.charAt(index);
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    /** The part from an index to before another. */
    SourceText part(int from, int to) {
        return new SourceText(
                file, line, text.substring(from, to), Arrays.copyOfRange(columns, from, to + 1));
    }

    SourceText from(int from) {
        return part(from, text.length());
    }

    /** Without blanks at both ends. */
    SourceText strip() {
        int from = 0;
        int to = text.length();
        while (from < to && isBlank(text.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(text.charAt(to - 1))) {
            to--;
        }
        return part(from, to);
    }

    /** With the characters of a range replaced. */
    SourceText replace(int from, int to, String value) {
        int[] changed = new int[columns.length - (to - from) + value.length()];
        System.arraycopy(columns, 0, changed, 0, from);
        Arrays.fill(changed, from, from + value.length(), columns[from]);
        System.arraycopy(columns, to, changed, from + value.length(), columns.length - to);
        return new SourceText(
                file, line, text.substring(0, from) + value + text.substring(to), changed);
    }

    /** This text and another after it, which may be of another line. */
    SourceText followedBy(String more) {
        return replace(text.length(), text.length(), more);
    }

    /** This text with another in front of it. */
    SourceText precededBy(String before) {
        return replace(0, 0, before);
    }

    SourcePosition position(int index) {
        return new SourcePosition(file, line, columns[index]);
    }

    /** How many columns a range takes as written, at least 1. */
    int width(int from, int to) {
        return Math.max(1, columns[to] - columns[from]);
    }

    /** The whole as one word. */
    Word asWord() {
        return new Word(text, false, position(0), width(0, text.length()));
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == 0x0B;
    }

    @Override
    public String toString() {
        return text;
    }
}
