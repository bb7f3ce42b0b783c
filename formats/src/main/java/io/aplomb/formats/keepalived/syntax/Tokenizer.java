package io.aplomb.formats.keepalived.syntax;

import io.aplomb.base.Diagnostics;
import io.aplomb.formats.text.Word;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a line, free of comments and parameters, into words and braces. Braces divide words even
 * without blanks around them; quotes may begin inside a word.
 */
final class Tokenizer {

    private final SourceText line;
    private final Diagnostics diagnostics;
    private final List<Token> tokens = new ArrayList<>();

    private Tokenizer(SourceText line, Diagnostics diagnostics) {
        this.line = line;
        this.diagnostics = diagnostics;
    }

    static List<Token> tokens(SourceText line, Diagnostics diagnostics) {
        return new Tokenizer(line, diagnostics).run();
    }

    private List<Token> run() {
        int at = 0;
        while (at < line.length()) {
            char c = line.charAt(at);
            if (SourceText.isBlank(c)) {
                at++;
            } else if (c == '{') {
                tokens.add(new Token.Open(line.position(at++)));
            } else if (c == '}') {
                tokens.add(new Token.Close(line.position(at++)));
            } else {
                at = word(at);
            }
        }
        return tokens;
    }

    private int word(int from) {
        StringBuilder plain = new StringBuilder();
        boolean quoted = false;
        int at = from;
        while (at < line.length() && !endsWord(line.charAt(at))) {
            char c = line.charAt(at);
            if (c == '"' || c == '\'') {
                quoted = true;
                int end = endOfQuote(line.text(), at);
                if (end < 0) {
                    diagnostics.error(
                            line.position(at),
                            1,
                            "quote without its end on this line",
                            "end the text with " + c);
                    end = line.length();
                }
                plain.append(line.text(), at + 1, end);
                at = end + 1;
            } else if (c == '$' && at + 1 < line.length() && line.charAt(at + 1) == '{') {
                at = undefined(at, plain);
            } else if (c == '\\' && at + 1 < line.length()) {
                plain.append(c).append(line.charAt(at + 1));
                at += 2;
            } else {
                plain.append(c);
                at++;
            }
        }
        int to = Math.min(at, line.length());
        Word word = new Word(plain.toString(), quoted, line.position(from), line.width(from, to));
        tokens.add(new Token.Text(new Term(word, Escapes.decode(word.text()))));
        return to;
    }

    /** A parameter nobody defined: outside quotes its braces would be taken for a block. */
    private int undefined(int from, StringBuilder plain) {
        int close = line.text().indexOf('}', from);
        int to = close < 0 ? line.length() : close + 1;
        String reference = line.text().substring(from, to);
        diagnostics.error(
                line.position(from),
                line.width(from, to),
                "no parameter %s is defined here".formatted(reference),
                "define it above with $NAME=VALUE, or put the text in quotes if it is meant so");
        plain.append(reference);
        return to;
    }

    private static boolean endsWord(char c) {
        return SourceText.isBlank(c) || c == '{' || c == '}';
    }

    /** Where the quote that begins at an index ends; -1 when it does not. */
    static int endOfQuote(String text, int from) {
        char quote = text.charAt(from);
        for (int i = from + 1; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == quote) {
                return i;
            }
        }
        return -1;
    }
}
