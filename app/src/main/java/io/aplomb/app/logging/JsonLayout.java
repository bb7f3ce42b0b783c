package io.aplomb.app.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * One JSON object a line: {@code timestamp} (RFC 3339, UTC), {@code level}, {@code logger}, {@code
 * thread}, {@code message}, {@code fields} (key-value pairs and diagnostic context, when there are
 * any) and {@code exception}.
 */
final class JsonLayout extends LayoutBase<ILoggingEvent> {
    private static final String HEX = "0123456789abcdef";

    @Override
    public String doLayout(ILoggingEvent event) {
        var json = new StringBuilder(200);
        json.append("{\"timestamp\":");
        string(json, event.getInstant().toString());
        member(json, "level", event.getLevel().toString());
        member(json, "logger", event.getLoggerName());
        member(json, "thread", event.getThreadName());
        member(json, "message", event.getFormattedMessage());
        fields(json, event);
        if (event.getThrowableProxy() != null) {
            member(json, "exception", ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        return json.append("}\n").toString();
    }

    private static void fields(StringBuilder json, ILoggingEvent event) {
        var fields = new StringBuilder();
        if (event.getKeyValuePairs() != null) {
            for (KeyValuePair pair : event.getKeyValuePairs()) {
                comma(fields);
                string(fields, pair.key);
                fields.append(':');
                value(fields, pair.value);
            }
        }
        event.getMDCPropertyMap()
                .forEach(
                        (key, value) -> {
                            comma(fields);
                            string(fields, key);
                            fields.append(':');
                            string(fields, value);
                        });
        if (!fields.isEmpty()) {
            json.append(",\"fields\":{").append(fields).append('}');
        }
    }

    private static void member(StringBuilder json, String name, @Nullable String value) {
        json.append(",\"").append(name).append("\":");
        string(json, value);
    }

    private static void comma(StringBuilder json) {
        if (!json.isEmpty()) {
            json.append(',');
        }
    }

    private static void value(StringBuilder json, @Nullable Object value) {
        switch (value) {
            case Integer number -> json.append(number.intValue());
            case Long number -> json.append(number.longValue());
            case Boolean truth -> json.append(truth.booleanValue());
            case null -> json.append("null");
            default -> string(json, String.valueOf(value));
        }
    }

    /**
     * A string with the escapes of RFC 8259 section 7; a half of a surrogate pair alone becomes
     * U+FFFD.
     */
    private static void string(StringBuilder json, @Nullable String text) {
        if (text == null) {
            json.append("null");
            return;
        }
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> i = plain(json, text, i);
            }
        }
        json.append('"');
    }

    private static int plain(StringBuilder json, String text, int at) {
        char c = text.charAt(at);
        if (c < ' ' || c == '\u007f' || c == '\u2028' || c == '\u2029') {
            json.append("\\u");
            for (int shift = 12; shift >= 0; shift -= 4) {
                json.append(HEX.charAt(c >>> shift & 0xf));
            }
        } else if (!Character.isSurrogate(c)) {
            json.append(c);
        } else if (Character.isHighSurrogate(c)
                && at + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(at + 1))) {
            json.append(c).append(text.charAt(at + 1));
            return at + 1;
        } else {
            json.append('\ufffd');
        }
        return at;
    }
}
