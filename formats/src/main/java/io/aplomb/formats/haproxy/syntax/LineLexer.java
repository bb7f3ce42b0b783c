package io.aplomb.formats.haproxy.syntax;

import io.aplomb.formats.haproxy.syntax.LexedLine.LexError;
import io.aplomb.formats.haproxy.syntax.LexedLine.Token;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a line into words exactly as HAProxy 2.6 does (manual, sections 2.2 and 2.3).
 *
 * <p>What the manual leaves open was tried against the program:
 *
 * <ul>
 *   <li>a carriage return ends the line wherever it stands, inside quotes too;
 *   <li>a backslash in front of any other character stays in the word with that character;
 *   <li>inside double quotes the escapes mean the same as outside, {@code \$} in addition; outside
 *       double quotes {@code \$} is two characters;
 *   <li>an unset variable leaves an empty word when nothing else is in the word;
 *   <li>an empty word ({@code ""}) counts, except at the end of the line.
 * </ul>
 */
final class LineLexer {

    /** HAProxy's MAX_LINE_ARGS. */
    static final int MAX_WORDS = 64;

    private final String line;
    private final Environment environment;
    private final List<Token> tokens = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private int index;
    private int wordStart;
    private int quoteStart = -1;
    private char quote;
    private boolean quoted;
    private @Nullable LexError error;

    private LineLexer(String line, Environment environment) {
        this.line = line;
        this.environment = environment;
    }

    /** Cuts one line, given without its newline. */
    static LexedLine lex(String line, Environment environment) {
        LineLexer lexer = new LineLexer(line, environment);
        lexer.run();
        return new LexedLine(List.copyOf(lexer.tokens), lexer.error);
    }

    private void run() {
        skipBlanks();
        wordStart = index;
        while (error == null && !atEnd()) {
            step(line.charAt(index));
        }
        if (error != null) {
            return;
        }
        if (quoteStart >= 0) {
            error = new LexError("unmatched quote", quoteStart, "close the quote on the same line");
            return;
        }
        if (!word.isEmpty()) {
            endWord(index);
        }
    }

    private boolean atEnd() {
        if (index >= line.length()) {
            return true;
        }
        char c = line.charAt(index);
        return c == '\r' || c == '\n' || c == 0 || (c == '#' && quoteStart < 0);
    }

    private void step(char c) {
        if ((c == '"' || c == '\'') && (quoteStart < 0 || quote == c)) {
            toggleQuote(c);
        } else if (c == '\\' && !in('\'')) {
            escape();
        } else if (isBlank(c) && quoteStart < 0) {
            endWord(index);
            skipBlanks();
            wordStart = index;
        } else if (c == '$' && in('"')) {
            variable();
        } else {
            word.append(c);
            index++;
        }
    }

    private boolean in(char kind) {
        return quoteStart >= 0 && quote == kind;
    }

    private void toggleQuote(char kind) {
        quoted = true;
        quoteStart = quoteStart < 0 ? index : -1;
        quote = kind;
        index++;
    }

    private void escape() {
        char next = charAt(index + 1);
        switch (next) {
            case ' ', '\\', '#', '\'', '"' -> emitEscaped(next, 2);
            case 't' -> emitEscaped('\t', 2);
            case 'n' -> emitEscaped('\n', 2);
            case 'r' -> emitEscaped('\r', 2);
            case '$' -> emitEscaped(in('"') ? '$' : '\\', in('"') ? 2 : 1);
            case 'x' -> hexEscape();
            default -> emitEscaped('\\', 1);
        }
    }

    private void emitEscaped(char c, int lengthChars) {
        word.append(c);
        index += lengthChars;
    }

    private void hexEscape() {
        int high = hexDigit(charAt(index + 2));
        int low = hexDigit(charAt(index + 3));
        if (high < 0 || low < 0) {
            fail(
                    "truncated or invalid hexadecimal sequence",
                    index,
                    "write: \\x and two hexadecimal digits, or \\\\x for a backslash and an x");
            return;
        }
        emitEscaped((char) (high << 4 | low), 4);
    }

    private void variable() {
        int dollar = index;
        index++;
        boolean braces = charAt(index) == '{';
        if (braces) {
            index++;
        }
        int nameStart = index;
        if (!isNameStart(charAt(index))) {
            fail(
                    "forbidden first char in environment variable name",
                    index,
                    "write: \\$ for a dollar sign, or use single quotes");
            return;
        }
        do {
            index++;
        } while (isNamePart(charAt(index)));
        String name = line.substring(nameStart, index);
        boolean pseudo = name.charAt(0) == '.';
        String value = pseudo ? environment.pseudo(name) : environment.get(name);
        if (pseudo && value == null) {
            fail(
                    "unknown pseudo-variable '" + name + "'",
                    nameStart,
                    "known: .FILE .LINE .SECTION");
            return;
        }
        boolean expand = braces && charAt(index) == '[' && wordExpansion();
        if (braces && error == null) {
            value = closeBrace(dollar + 1, value);
        }
        if (error == null) {
            emitValue(value == null ? "" : value, expand);
        }
    }

    private boolean wordExpansion() {
        if (charAt(index + 1) != '*' || charAt(index + 2) != ']') {
            fail("truncated or invalid word expansion sequence", index, "write: \"${NAME[*]}\"");
            return false;
        }
        index += 3;
        return true;
    }

    /** Reads {@code -default}} or {@code }} and gives the value that applies. */
    private @Nullable String closeBrace(int brace, @Nullable String value) {
        int from = index;
        boolean hasDefault = charAt(index) == '-';
        int close = hasDefault ? line.indexOf('}', from) : from;
        if (charAt(close) != '}') {
            fail("unmatched brace in environment variable name", brace, "write: \"${NAME}\"");
            return null;
        }
        index = close + 1;
        return value == null && hasDefault ? line.substring(from + 1, close) : value;
    }

    private void emitValue(String value, boolean expand) {
        int at = 0;
        while (at < value.length()) {
            char c = value.charAt(at);
            if (!expand || !isBlank(c)) {
                word.append(c);
                at++;
                continue;
            }
            while (at < value.length() && isBlank(value.charAt(at))) {
                at++;
            }
            endWord(index);
            quoted = true;
        }
    }

    private void endWord(int end) {
        if (tokens.size() == MAX_WORDS) {
            fail("too many words, the limit is " + MAX_WORDS + " a line", wordStart, null);
            return;
        }
        tokens.add(new Token(word.toString(), quoted, wordStart, Math.max(end, wordStart)));
        word.setLength(0);
        quoted = quoteStart >= 0;
    }

    private void fail(String message, int at, @Nullable String advice) {
        if (error == null) {
            error = new LexError(message, at, advice);
        }
    }

    private void skipBlanks() {
        while (index < line.length() && isBlank(line.charAt(index))) {
            index++;
        }
    }

    private char charAt(int at) {
        return at >= 0 && at < line.length() ? line.charAt(at) : 0;
    }

    /** C's isspace(), as HAProxy uses it. */
    private static boolean isBlank(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    private static boolean isNameStart(char c) {
        return c == '.' || c == '_' || isLetter(c);
    }

    private static boolean isNamePart(char c) {
        return c == '_' || isLetter(c) || (c >= '0' && c <= '9');
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static int hexDigit(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }
}
