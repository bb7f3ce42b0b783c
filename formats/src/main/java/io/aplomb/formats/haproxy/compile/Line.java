package io.aplomb.formats.haproxy.compile;

import io.aplomb.base.Diagnostic;
import io.aplomb.base.Diagnostics;
import io.aplomb.base.SourcePosition;
import io.aplomb.base.Suggestions;
import io.aplomb.formats.haproxy.syntax.Statement;
import io.aplomb.formats.haproxy.syntax.Statement.Modifier;
import io.aplomb.formats.haproxy.value.InvalidValueException;
import io.aplomb.formats.haproxy.value.SizeValue;
import io.aplomb.formats.haproxy.value.TimeValue;
import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The words of one line, taken from left to right, and the way to complain about any of them. For
 * one thread and one line.
 */
final class Line {

    private final List<Word> words;
    private final Modifier modifier;
    private final Diagnostics diagnostics;
    private int next;

    Line(Statement statement, Diagnostics diagnostics) {
        this(statement.words(), statement.modifier(), diagnostics);
    }

    Line(List<Word> words, Modifier modifier, Diagnostics diagnostics) {
        this.words = words;
        this.modifier = modifier;
        this.diagnostics = diagnostics;
    }

    /** Whether {@code no} or {@code default} stood in front: the directive is switched off. */
    boolean isModified() {
        return modifier != Modifier.NONE;
    }

    String modifierWord() {
        return modifier.name().toLowerCase(Locale.ROOT);
    }

    /**
     * The first words, joined by spaces, the last one without arguments in parentheses: {@code
     * http-check set-var(check.x)} is the keyword {@code http-check set-var}.
     */
    String leadingKeyword(int count) {
        String last = words.get(count - 1).text();
        int open = last.indexOf('(');
        String bare = open > 0 ? last.substring(0, open) : last;
        return words.stream()
                .limit(count - 1L)
                .map(word -> word.text() + " ")
                .collect(Collectors.joining("", "", bare));
    }

    /** Reading goes on after that many words. */
    void startAfter(int count) {
        next = count;
    }

    Diagnostics diagnostics() {
        return diagnostics;
    }

    List<Word> words() {
        return words;
    }

    /** The first word of the line. */
    Word keyword() {
        return words.getFirst();
    }

    SourcePosition position() {
        return keyword().position();
    }

    boolean hasNext() {
        return next < words.size();
    }

    /** The text of the next word without taking it; empty past the end. */
    String peek() {
        return hasNext() ? words.get(next).text() : "";
    }

    /**
     * The next word. {@code expected} names what it should be, for the message when it is missing.
     */
    Word take(String expected) throws Refusal {
        if (!hasNext()) {
            throw missing(expected);
        }
        return words.get(next++);
    }

    String text(String expected) throws Refusal {
        return take(expected).text();
    }

    /** Takes the next word when it is this one. */
    boolean takeIf(String word) {
        if (hasNext() && words.get(next).is(word)) {
            next++;
            return true;
        }
        return false;
    }

    /** The word taken last. */
    Word last() {
        return words.get(Math.max(0, next - 1));
    }

    /** Goes back by one word. */
    void unread() {
        next--;
    }

    /** All words not taken yet, leaving them. */
    List<Word> remaining() {
        return words.subList(next, words.size());
    }

    /** All words not taken yet, taking them. */
    List<Word> rest() {
        List<Word> rest = words.subList(next, words.size());
        next = words.size();
        return rest;
    }

    /** All words not taken yet as one text, taking them. */
    String restText(String expected) throws Refusal {
        if (!hasNext()) {
            throw missing(expected);
        }
        return rest().stream().map(Word::text).collect(Collectors.joining(" "));
    }

    /** Refuses further words. */
    void end() throws Refusal {
        if (hasNext()) {
            Word extra = words.get(next);
            throw error(
                    extra,
                    "unexpected '%s' after '%s'".formatted(extra.text(), words.get(next - 1)));
        }
    }

    /** One of these words, which must be there. */
    String oneOf(String what, Collection<String> choices) throws Refusal {
        Word word = take(what + " (" + String.join(", ", choices) + ")");
        if (!choices.contains(word.text())) {
            throw unknown(word, what, choices);
        }
        return word.text();
    }

    /** The next word as a number within both limits. */
    int integer(String expected, int least, int most) throws Refusal {
        Word word = take(expected);
        return value(word, text -> (int) SizeValue.parseInteger(text, least, most));
    }

    /** The next word as a number that may be negative. */
    int signed(String expected) throws Refusal {
        return integer(expected, -Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    /** The next word as permission bits. */
    int octal(String expected) throws Refusal {
        Word word = take(expected);
        if (!word.text().matches("[0-7]{1,4}")) {
            throw error(word, "'%s' is not %s".formatted(word.text(), expected));
        }
        return Integer.parseInt(word.text(), 8);
    }

    /** The next word as a time; a bare number is milliseconds. */
    long timeMs(String expected) throws Refusal {
        return value(take(expected), TimeValue::parseMs);
    }

    /** The next word as a time; a bare number is seconds. */
    long timeInSecondsMs(String expected) throws Refusal {
        return value(take(expected), text -> TimeValue.parseMs(text, "s"));
    }

    /** The next word as a size or count with k, m or g. */
    int size(String expected, int most) throws Refusal {
        Word word = take(expected);
        long size = value(word, SizeValue::parse);
        if (size > most) {
            throw error(
                    word, "'%s' is too large (maximum value is %d)".formatted(word.text(), most));
        }
        return (int) size;
    }

    /** What a reader makes of a word; its complaint becomes the line's. */
    <T> T value(Word word, Reader<T> reader) throws Refusal {
        try {
            return reader.read(word.text());
        } catch (InvalidValueException wrong) {
            String advice = wrong.advice().orElse(null);
            throw advice == null
                    ? error(word, wrong.problem())
                    : error(word, wrong.problem(), advice);
        }
    }

    /** Reads one kind of value. */
    @FunctionalInterface
    interface Reader<T> {
        T read(String text) throws InvalidValueException;
    }

    Refusal missing(String expected) {
        Word at = words.getLast();
        return error(at, "'%s' needs %s".formatted(at.text(), expected));
    }

    /** Complains about a word which is none of the known ones. */
    Refusal unknown(Word word, String what, Collection<String> known) {
        String message = "unknown %s '%s'".formatted(what, word.text());
        return Suggestions.nearest(word.text(), known)
                .map(near -> error(word, message, "did you mean '" + near + "'?"))
                .orElseGet(
                        () ->
                                known.size() > 12
                                        ? error(word, message)
                                        : error(
                                                word,
                                                message,
                                                "expected " + String.join(", ", known)));
    }

    Refusal error(Word at, String message) {
        return new Refusal(located(Diagnostic.error(at.position(), message), at));
    }

    Refusal error(Word at, String message, String suggestion) {
        return new Refusal(
                located(Diagnostic.error(at.position(), message).suggesting(suggestion), at));
    }

    void warning(Word at, String message) {
        diagnostics.warning(at.position(), at.width(), message);
    }

    void warning(Word at, String message, String suggestion) {
        diagnostics.warning(at.position(), at.width(), message, suggestion);
    }

    void notice(Word at, String message) {
        diagnostics.notice(at.position(), at.width(), message);
    }

    private static Diagnostic located(Diagnostic diagnostic, Word at) {
        return new Diagnostic(
                diagnostic.severity(),
                diagnostic.position(),
                diagnostic.message(),
                at.width(),
                null,
                diagnostic.suggestion());
    }
}
