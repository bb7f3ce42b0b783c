package io.aplomb.formats.keepalived.syntax;

/**
 * Escapes in words (keepalived.conf(5), "Quoted strings"): the letters of C, octal, {@code \xXX},
 * {@code \cC}; any other escaped character is itself.
 */
final class Escapes {

    private static final String LETTERS = "abEfnrtv";
    private static final String MEANINGS = "\u0007\b\u001B\f\n\r\t\u000B";
    private static final int MAX_OCTAL_DIGITS = 3;

    private Escapes() {}

    static String decode(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c != '\\' || i + 1 == text.length()) {
                out.append(c);
                i++;
            } else {
                i = escape(text, i + 1, out);
            }
        }
        return out.toString();
    }

    /** Decodes what stands after a backslash; gives the index of what follows. */
    private static int escape(String text, int at, StringBuilder out) {
        char c = text.charAt(at);
        int letter = LETTERS.indexOf(c);
        if (letter >= 0) {
            out.append(MEANINGS.charAt(letter));
            return at + 1;
        }
        if (c == 'x' && at + 1 < text.length() && Character.digit(text.charAt(at + 1), 16) >= 0) {
            int end = endOfDigits(text, at + 1, 16, text.length());
            out.append((char) (number(text, at + 1, end, 16) & 0xFF));
            return end;
        }
        if (Character.digit(c, 8) >= 0) {
            int end = endOfDigits(text, at, 8, at + MAX_OCTAL_DIGITS);
            out.append((char) (number(text, at, end, 8) & 0xFF));
            return end;
        }
        if (c == 'c' && at + 1 < text.length()) {
            out.append((char) (text.charAt(at + 1) & 0x1F));
            return at + 2;
        }
        out.append(c);
        return at + 1;
    }

    private static int endOfDigits(String text, int from, int radix, int limit) {
        int end = from;
        while (end < Math.min(limit, text.length())
                && Character.digit(text.charAt(end), radix) >= 0) {
            end++;
        }
        return end;
    }

    private static int number(String text, int from, int to, int radix) {
        int value = 0;
        for (int i = from; i < to; i++) {
            value = value * radix + Character.digit(text.charAt(i), radix);
        }
        return value;
    }
}
