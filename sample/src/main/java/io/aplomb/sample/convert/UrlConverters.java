package io.aplomb.sample.convert;

import static io.aplomb.sample.Parameter.optional;

import io.aplomb.sample.ArgumentException;
import io.aplomb.sample.ArgumentType;
import io.aplomb.sample.Value;
import org.jspecify.annotations.Nullable;

/** Percent-encoding: RFC 3986 section 2.1. */
final class UrlConverters {

    private static final String HEX = "0123456789ABCDEF";

    private UrlConverters() {}

    static void register(ConverterTable table) {
        table.converter("url_dec")
                .takes(optional("in_form", ArgumentType.INTEGER))
                .compiledBy(
                        arguments -> {
                            boolean form = arguments.integer(0, 0) != 0;
                            return (_, value) ->
                                    Value.ofNullable(decode(TextConverters.text(value), form));
                        });
        table.converter("url_enc")
                .takes(optional("enc_type", ArgumentType.TEXT))
                .compiledBy(
                        arguments -> {
                            String type = arguments.text(0, "query");
                            if (!type.isEmpty() && !type.equals("query")) {
                                throw new ArgumentException(
                                        0, "'" + type + "' is no encoding type; 'query' is");
                            }
                            return (_, value) -> Value.of(encode(TextConverters.text(value)));
                        });
    }

    /** Null when a percent sign is not followed by two hexadecimal digits. */
    static @Nullable String decode(String text, boolean inForm) {
        StringBuilder out = new StringBuilder(text.length());
        boolean form = inForm;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                boolean whole = i + 2 < text.length();
                int high = whole ? digit(text.charAt(i + 1)) : -1;
                int low = whole ? digit(text.charAt(i + 2)) : -1;
                if (high < 0 || low < 0) {
                    return null;
                }
                out.append((char) (high << 4 | low));
                i += 2;
            } else if (c == '+' && form) {
                out.append(' ');
            } else {
                form |= c == '?';
                out.append(c);
            }
        }
        return out.toString();
    }

    /** Encodes all but letters, digits and {@code - . _ ~}. */
    static String encode(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isUnreserved(c)) {
                out.append(c);
            } else {
                out.append('%').append(HEX.charAt((c >> 4) & 15)).append(HEX.charAt(c & 15));
            }
        }
        return out.toString();
    }

    private static boolean isUnreserved(char c) {
        return (c < 128 && Character.isLetterOrDigit(c)) || "-._~".indexOf(c) >= 0;
    }

    private static int digit(char c) {
        return c < 128 ? Character.digit(c, 16) : -1;
    }
}
