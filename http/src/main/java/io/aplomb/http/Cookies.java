package io.aplomb.http;

import java.nio.charset.StandardCharsets;

/**
 * Finds and edits one cookie in the {@code Cookie} fields of a request or the {@code Set-Cookie}
 * fields of a response, the way HAProxy's cookie persistence reads them (manual section 4.2, {@code
 * cookie}; RFC 6265 section 4): names are case-sensitive, blanks around {@code =} are ignored, a
 * value ends at {@code ;} or {@code ,} outside double quotes.
 *
 * <p>One reusable cursor for each thread. After a {@code find} that returned true the other methods
 * speak of the cookie found, until the head is edited otherwise.
 */
public final class Cookies {
    private int fieldIndex = -1;
    private int pairOffset;
    private int pairEnd;
    private int valueOffset;
    private int valueLength;
    private int scanAt;
    private int nameEnd;

    /** The bytes of a cookie's name, to be prepared once. */
    public static byte[] name(String name) {
        return name.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Finds the first cookie of that name the client sent. */
    public boolean findInRequest(HttpHead request, byte[] name) {
        int index = request.indexOf(FieldName.COOKIE, 0);
        return index >= 0 && findFrom(request, name, index, 0);
    }

    /** Finds the next one after the one found. */
    public boolean findNextInRequest(HttpHead request, byte[] name) {
        return findFrom(request, name, fieldIndex, pairEnd - request.valueOffset(fieldIndex));
    }

    /** Finds the first cookie of that name the server sets. */
    public boolean findInResponse(HttpHead response, byte[] name) {
        for (int i = response.indexOf(FieldName.SET_COOKIE, 0);
                i >= 0;
                i = response.indexOf(FieldName.SET_COOKIE, i + 1)) {
            scanAt = response.valueOffset(i);
            int end = scanAt + response.valueLength(i);
            if (nextPair(response.array(), end) && matches(response.array(), name)) {
                fieldIndex = i;
                return true;
            }
        }
        return false;
    }

    private boolean findFrom(HttpHead request, byte[] name, int firstField, int skipBytes) {
        int skip = skipBytes;
        for (int i = firstField; i >= 0; i = request.indexOf(FieldName.COOKIE, i + 1)) {
            scanAt = request.valueOffset(i) + skip;
            int end = request.valueOffset(i) + request.valueLength(i);
            while (nextPair(request.array(), end)) {
                if (matches(request.array(), name)) {
                    fieldIndex = i;
                    return true;
                }
            }
            skip = 0;
        }
        return false;
    }

    public int fieldIndex() {
        return fieldIndex;
    }

    /** Offset of the value in {@link HttpHead#array()}. */
    public int valueOffset() {
        return valueOffset;
    }

    public int valueLength() {
        return valueLength;
    }

    public String value(HttpHead head) {
        return text(head, valueOffset, valueOffset + valueLength);
    }

    /** Gives the cookie found another value; its attributes and neighbours stay. */
    public boolean replaceValue(HttpHead head, String value) {
        int start = head.valueOffset(fieldIndex);
        int end = start + head.valueLength(fieldIndex);
        String before = text(head, start, valueOffset);
        String after = text(head, valueOffset + valueLength, end);
        return isCookieText(value) && head.setValueAt(fieldIndex, before + value + after);
    }

    /** Removes the cookie found from a request, and its field with the last cookie. */
    public boolean removeFromRequest(HttpHead request) {
        int start = request.valueOffset(fieldIndex);
        int end = start + request.valueLength(fieldIndex);
        String before = text(request, start, pairOffset).stripTrailing();
        String after = text(request, Math.min(end, pairEnd + 1), end).stripLeading();
        if (after.isEmpty()) {
            before = withoutSeparator(before);
        } else if (!before.isEmpty()) {
            before += " ";
        }
        if (before.isEmpty() && after.isEmpty()) {
            request.removeAt(fieldIndex);
            return true;
        }
        return request.setValueAt(fieldIndex, before + after);
    }

    /** Removes the field that sets the cookie found from a response. */
    public void removeFromResponse(HttpHead response) {
        response.removeAt(fieldIndex);
    }

    private static String withoutSeparator(String text) {
        boolean separated = text.endsWith(";") || text.endsWith(",");
        return separated ? text.substring(0, text.length() - 1).stripTrailing() : text;
    }

    /** A value that stays within its pair. */
    private static boolean isCookieText(String value) {
        return value.indexOf(';') < 0 && value.indexOf(',') < 0;
    }

    private boolean matches(byte[] bytes, byte[] name) {
        if (nameEnd - pairOffset != name.length) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (bytes[pairOffset + i] != name[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Steps to the next {@code name=value} from {@link #scanAt}; a name without value has an empty
     * one.
     */
    private boolean nextPair(byte[] bytes, int end) {
        int at = scanAt;
        while (at < end && (Octets.isBlank(bytes[at]) || isSeparator(bytes[at]))) {
            at++;
        }
        if (at >= end) {
            return false;
        }
        pairOffset = at;
        while (at < end && bytes[at] != '=' && !isSeparator(bytes[at])) {
            at++;
        }
        nameEnd = trimmed(bytes, pairOffset, at);
        if (at < end && bytes[at] == '=') {
            at++;
            while (at < end && Octets.isBlank(bytes[at])) {
                at++;
            }
        }
        valueOffset = at;
        pairEnd = valueEnd(bytes, at, end);
        valueLength = trimmed(bytes, valueOffset, pairEnd) - valueOffset;
        scanAt = pairEnd;
        return true;
    }

    private static int valueEnd(byte[] bytes, int from, int end) {
        boolean quoted = false;
        int at = from;
        while (at < end && (quoted || !isSeparator(bytes[at]))) {
            if (bytes[at] == '"') {
                quoted = !quoted;
            } else if (quoted && bytes[at] == '\\') {
                at++;
            }
            at++;
        }
        return Math.min(at, end);
    }

    private static int trimmed(byte[] bytes, int from, int end) {
        int at = end;
        while (at > from && Octets.isBlank(bytes[at - 1])) {
            at--;
        }
        return at;
    }

    private static boolean isSeparator(byte b) {
        return b == ';' || b == ',';
    }

    private static String text(HttpHead head, int from, int end) {
        return new String(head.array(), from, end - from, StandardCharsets.ISO_8859_1);
    }
}
