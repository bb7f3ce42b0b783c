package io.aplomb.sample.log;

/** Texts as log lines and messages write them: manual section 8.6. */
final class LogText {

    private static final String HEX = "0123456789ABCDEF";
    private static final String ESCAPED = "\"\\]";

    /** Which octets are written as an escape character and two hexadecimal digits. */
    enum Encoding {
        /** None. */
        RAW('#', "") {
            @Override
            boolean encodes(char c) {
                return false;
            }
        },
        /** For URIs in log lines. */
        URI('#', "\"#"),
        /** For captured headers between braces. */
        HEADER('#', "\"#{|}"),
        /** For headers and bodies: what RFC 9110 section 5.5 leaves out. */
        MESSAGE('%', "") {
            @Override
            boolean encodes(char c) {
                return (c < ' ' && c != '\t') || c == 0x7F;
            }
        };

        private final char mark;
        private final String others;

        Encoding(char mark, String others) {
            this.mark = mark;
            this.others = others;
        }

        boolean encodes(char c) {
            return c < ' ' || c >= 0x7F || others.indexOf(c) >= 0;
        }
    }

    private LogText() {}

    /** Appends a text, quoted and escaped as the flags say. */
    static void append(String text, Encoding encoding, LogFlags flags, StringBuilder out) {
        if (flags.quote()) {
            out.append('"');
        }
        appendBare(text, encoding, flags, out);
        if (flags.quote()) {
            out.append('"');
        }
    }

    /** Appends a text, escaped as the flags say. */
    static void appendBare(String text, Encoding encoding, LogFlags flags, StringBuilder out) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (encoding.encodes(c)) {
                out.append(encoding.mark)
                        .append(HEX.charAt((c >> 4) & 15))
                        .append(HEX.charAt(c & 15));
            } else {
                if (flags.escape() && ESCAPED.indexOf(c) >= 0) {
                    out.append('\\');
                }
                out.append(c);
            }
        }
    }
}
