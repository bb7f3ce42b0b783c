package io.aplomb.http;

import org.jspecify.annotations.Nullable;

/**
 * Percent-encoding of RFC 3986 section 2.1 as HAProxy's {@code url_dec} and {@code url_enc} do it.
 */
public final class PercentCoding {
    private static final String DIGITS = "0123456789ABCDEF";

    private PercentCoding() {}

    /**
     * Decodes a text of chars 0 to 255.
     *
     * @param inForm whether {@code +} means a space from the start; after a {@code ?} it does
     *     anyway
     * @return null if a percent sign is not followed by two hexadecimal digits
     */
    public static @Nullable String decode(String text, boolean inForm) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        boolean inParameters = inForm;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '+' -> out.append(inParameters ? ' ' : '+');
                case '%' -> {
                    int octet = octet(text, i);
                    if (octet < 0) {
                        return null;
                    }
                    out.append((char) octet);
                    i += 2;
                }
                default -> {
                    inParameters |= c == '?';
                    out.append(c);
                }
            }
        }
        return out.toString();
    }

    /** The octet a percent sign at an index stands for, or -1. */
    static int octet(String text, int percentIndex) {
        if (percentIndex + 2 >= text.length()) {
            return -1;
        }
        int high = hex(text.charAt(percentIndex + 1));
        int low = hex(text.charAt(percentIndex + 2));
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    private static int hex(char c) {
        return c > 255 ? -1 : Octets.HEX[c];
    }

    /** Encodes everything but the unreserved characters of RFC 3986 section 2.3. */
    public static String encode(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isUnreserved(c)) {
                out.append(c);
            } else {
                out.append('%').append(DIGITS.charAt(c >> 4 & 15)).append(DIGITS.charAt(c & 15));
            }
        }
        return out.toString();
    }

    static boolean isUnreserved(int c) {
        return Octets.isLetter(c)
                || Octets.isDigit(c)
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }
}
