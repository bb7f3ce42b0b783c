package io.aplomb.http;

import static io.aplomb.http.HeadParser.FAILED;
import static io.aplomb.http.HeadParser.MORE;

/** Reads one field line, or the empty line at the end: RFC 9112 section 5. */
final class FieldParser {
    private final HeadParser parser;
    private final int maxFields;
    private boolean endOfHead;

    FieldParser(HeadParser parser, int maxFields) {
        this.parser = parser;
        this.maxFields = maxFields;
    }

    /** Whether the line just read was the empty one. */
    boolean isEndOfHead() {
        return endOfHead;
    }

    /** Index after the line, {@link HeadParser#MORE} or {@link HeadParser#FAILED}. */
    int parse(HttpHead head, byte[] bytes, int from, int end) {
        endOfHead = false;
        int at = from;
        while (at < end && Octets.LOWER_TOKEN[bytes[at] & 0xff] != 0) {
            at++;
        }
        if (at == end) {
            return MORE;
        }
        if (bytes[at] != ':' || at == from) {
            return parseOddLine(head, bytes, from, at, end);
        }
        return parseValue(head, bytes, from, at, end);
    }

    private int parseValue(HttpHead head, byte[] bytes, int from, int colon, int end) {
        int value = colon + 1;
        while (value < end && Octets.isBlank(bytes[value])) {
            value++;
        }
        int at = Octets.findControl(bytes, value, end);
        while (at < end && bytes[at] != '\r' && bytes[at] != '\n') {
            if (bytes[at] == 0) {
                return parser.fail(Violation.FIELD_VALUE_NUL);
            }
            if (parser.refuses(Violation.FIELD_VALUE_CONTROL_CHARACTER, head)) {
                return FAILED;
            }
            at = Octets.findControl(bytes, at + 1, end);
        }
        int next = lineEnd(head, bytes, at, end);
        if (next < 0) {
            return next;
        }
        int valueEnd = at;
        while (valueEnd > value && Octets.isBlank(bytes[valueEnd - 1])) {
            valueEnd--;
        }
        if (head.fields.count >= maxFields) {
            return parser.fail(Violation.TOO_MANY_FIELDS);
        }
        boolean exact =
                valueEnd + 2 == next
                        && (value - colon == 1 || (value - colon == 2 && bytes[colon + 1] == ' '));
        int signature = FieldName.signature(bytes, from, colon - from);
        head.fields.addRow(
                from, colon - from, value, valueEnd - value, signature, exact ? next : 0);
        Violation found =
                FramingFields.note(head, bytes, from, colon - from, signature, value, valueEnd);
        return found == null ? next : parser.fail(found);
    }

    /** Index after CRLF or a tolerated LF. */
    private int lineEnd(HttpHead head, byte[] bytes, int at, int end) {
        if (at >= end) {
            return MORE;
        }
        if (bytes[at] == '\n') {
            return parser.refusesBareLf(head) ? FAILED : at + 1;
        }
        if (at + 1 >= end) {
            return MORE;
        }
        return bytes[at + 1] == '\n' ? at + 2 : parser.fail(Violation.BARE_CR);
    }

    /** Everything that does not begin with a token and a colon. */
    private int parseOddLine(HttpHead head, byte[] bytes, int from, int at, int end) {
        byte found = bytes[at];
        if (at == from) {
            if (found == '\r' || found == '\n') {
                endOfHead = true;
                return lineEnd(head, bytes, at, end);
            }
            if (Octets.isBlank(found)) {
                return head.fields.count == 0
                        ? parser.fail(Violation.WHITESPACE_BEFORE_FIRST_FIELD)
                        : parseFold(head, bytes, from, end);
            }
            if (found == ':') {
                return parser.fail(Violation.FIELD_NAME_EMPTY);
            }
        }
        return switch (found) {
            case '\r', '\n' -> parser.fail(Violation.FIELD_WITHOUT_COLON);
            case ' ', '\t' -> parser.fail(Violation.SPACE_BEFORE_COLON);
            default -> parseInvalidName(head, bytes, from, at, end);
        };
    }

    /** A name with a character no token has, which is at {@code invalid}. */
    private int parseInvalidName(HttpHead head, byte[] bytes, int from, int invalid, int end) {
        if (isControl(bytes[invalid])) {
            return parser.fail(Violation.FIELD_NAME_CONTROL_CHARACTER);
        }
        if (parser.refuses(Violation.FIELD_NAME_INVALID, head)) {
            return FAILED;
        }
        int at = from;
        while (at < end && bytes[at] != ':') {
            byte b = bytes[at];
            if (Octets.isBlank(b)) {
                return parser.fail(Violation.SPACE_BEFORE_COLON);
            }
            if (isControl(b)) {
                return parser.fail(
                        b == '\r' || b == '\n'
                                ? Violation.FIELD_WITHOUT_COLON
                                : Violation.FIELD_NAME_CONTROL_CHARACTER);
            }
            at++;
        }
        return at == end ? MORE : parseValue(head, bytes, from, at, end);
    }

    private static boolean isControl(byte b) {
        return (b >= 0 && b < ' ') || b == 0x7f;
    }

    /**
     * Joins a continuation to the value before it, spaces in place of the line end: RFC 9112 5.2.
     */
    private int parseFold(HttpHead head, byte[] bytes, int from, int end) {
        Violation fold = head.isRequest() ? Violation.OBS_FOLD : Violation.OBS_FOLD_IN_RESPONSE;
        if (parser.refuses(fold, head)) {
            return FAILED;
        }
        int at = Octets.findControl(bytes, from, end);
        while (at < end && bytes[at] != '\r' && bytes[at] != '\n') {
            if (bytes[at] == 0) {
                return parser.fail(Violation.FIELD_VALUE_NUL);
            }
            if (parser.refuses(Violation.FIELD_VALUE_CONTROL_CHARACTER, head)) {
                return FAILED;
            }
            at = Octets.findControl(bytes, at + 1, end);
        }
        int next = lineEnd(head, bytes, at, end);
        if (next < 0) {
            return next;
        }
        if (!head.fields.extendLast(from, at)) {
            return parser.fail(Violation.OBS_FOLD_IN_FRAMING_FIELD);
        }
        return next;
    }
}
