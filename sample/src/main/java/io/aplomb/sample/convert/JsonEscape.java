package io.aplomb.sample.convert;

import org.jspecify.annotations.Nullable;

/**
 * Makes the inside of a JSON string out of octets taken as ASCII or UTF-8 (RFC 8259 section 7).
 *
 * @param utf8 whether octets above 127 are decoded
 * @param skipErrors whether bad sequences are left out; else they make it fail
 * @param permissive whether overlong sequences are taken for what they stand for
 */
record JsonEscape(boolean utf8, boolean skipErrors, boolean permissive) {

    private static final int BAD = -1;
    private static final int MAX_ESCAPABLE = 0xFFFF;

    static JsonEscape of(String code) {
        boolean utf8 = code.startsWith("utf8");
        String options = utf8 ? code.substring(4) : "";
        return new JsonEscape(utf8, options.indexOf('s') >= 0, options.indexOf('p') >= 0);
    }

    @Nullable String apply(String octets) {
        StringBuilder out = new StringBuilder(octets.length() + 8);
        int at = 0;
        while (at < octets.length()) {
            int length = utf8 ? sequenceLength(octets, at) : 1;
            int code = utf8 ? decode(octets, at, length) : octets.charAt(at);
            at += Math.max(1, length);
            if (code == BAD || code > MAX_ESCAPABLE) {
                if (!skipErrors) {
                    return null;
                }
            } else {
                append(out, code);
            }
        }
        return out.toString();
    }

    private static void append(StringBuilder out, int code) {
        switch (code) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '/' -> out.append("\\/");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '\r' -> out.append("\\r");
            case '\n' -> out.append("\\n");
            case '\t' -> out.append("\\t");
            default -> {
                if (code >= ' ' && code < 0x7F) {
                    out.append((char) code);
                } else {
                    out.append("\\u%04x".formatted(code));
                }
            }
        }
    }

    /** How many octets belong together: what the first announces, as far as they continue it. */
    private static int sequenceLength(String octets, int at) {
        int first = octets.charAt(at);
        int announced =
                first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF8 ? 4 : 1;
        int length = 1;
        while (length < announced
                && at + length < octets.length()
                && (octets.charAt(at + length) & 0xC0) == 0x80) {
            length++;
        }
        return length;
    }

    private int decode(String octets, int at, int length) {
        int first = octets.charAt(at);
        if (first < 0x80) {
            return first;
        }
        int announced =
                first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF8 ? 4 : 1;
        if (announced == 1 || length < announced) {
            return BAD;
        }
        int code = first & (0x7F >> length);
        for (int i = 1; i < length; i++) {
            code = (code << 6) | (octets.charAt(at + i) & 0x3F);
        }
        int least = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000;
        boolean surrogate = code >= 0xD800 && code <= 0xDFFF;
        return surrogate || (code < least && !permissive) ? BAD : code;
    }
}
