package io.aplomb.http;

import org.jspecify.annotations.Nullable;

/** Gathers what the fields that frame or route a message say, as they are parsed. */
final class FramingFields {
    private static final byte[] CHUNKED = lower("chunked");
    private static final byte[] CLOSE = lower("close");
    private static final byte[] KEEP_ALIVE = lower("keep-alive");
    private static final byte[] UPGRADE = lower("upgrade");
    private static final byte[] CONTINUE = lower("100-continue");

    private FramingFields() {}

    private static byte[] lower(String text) {
        return FieldName.of(text).lowerCase;
    }

    /** Whether a name is of those this class reads. */
    static boolean isFraming(byte[] bytes, int name, int length, int signature) {
        return wellKnown(bytes, name, length, signature) != null;
    }

    private static @Nullable FieldName wellKnown(
            byte[] bytes, int name, int length, int signature) {
        FieldName candidate =
                switch (length) {
                    case 4 -> FieldName.HOST;
                    case 6 -> FieldName.EXPECT;
                    case 7 -> FieldName.UPGRADE;
                    case 10 -> FieldName.CONNECTION;
                    case 14 -> FieldName.CONTENT_LENGTH;
                    case 17 -> FieldName.TRANSFER_ENCODING;
                    default -> null;
                };
        return candidate != null
                        && candidate.signature == signature
                        && Octets.equalsIgnoreCase(bytes, name, candidate.lowerCase)
                ? candidate
                : null;
    }

    /** Notes the last field added. Returns what is wrong with it in every mode, or null. */
    static @Nullable Violation note(
            HttpHead head,
            byte[] bytes,
            int name,
            int length,
            int signature,
            int value,
            int valueEnd) {
        FieldName field = wellKnown(bytes, name, length, signature);
        if (field == null) {
            return null;
        }
        return switch (length) {
            case 4 -> noteHost(head);
            case 6 -> noteExpect(head, bytes, value, valueEnd);
            case 7 -> noteUpgrade(head, value, valueEnd);
            case 10 -> noteConnection(head, bytes, value, valueEnd);
            case 14 -> noteContentLength(head, bytes, value, valueEnd);
            default -> noteTransferEncoding(head, bytes, value, valueEnd);
        };
    }

    private static @Nullable Violation noteHost(HttpHead head) {
        head.hosts++;
        return null;
    }

    private static @Nullable Violation noteUpgrade(HttpHead head, int value, int valueEnd) {
        if (valueEnd > value) {
            head.facts |= HttpHead.UPGRADE;
        }
        return null;
    }

    private static @Nullable Violation noteExpect(HttpHead head, byte[] bytes, int from, int end) {
        head.facts |= is(bytes, from, end, CONTINUE) ? HttpHead.EXPECT_100 : HttpHead.EXPECT_OTHER;
        return null;
    }

    /** RFC 9110 section 7.6.1. */
    private static @Nullable Violation noteConnection(
            HttpHead head, byte[] bytes, int from, int end) {
        int at = from;
        while (at < end) {
            int comma = elementEnd(bytes, at, end);
            int first = skipBlanks(bytes, at, comma);
            int last = trimBlanks(bytes, first, comma);
            if (is(bytes, first, last, KEEP_ALIVE)) {
                head.facts |= HttpHead.KEEP_ALIVE;
            } else if (is(bytes, first, last, CLOSE)) {
                head.facts |= HttpHead.CLOSE;
            } else if (is(bytes, first, last, UPGRADE)) {
                head.facts |= HttpHead.UPGRADE_OPTION;
            } else if (last > first) {
                head.facts |= HttpHead.OTHER_OPTION;
            }
            at = comma + 1;
        }
        return null;
    }

    /** RFC 9110 section 8.6, and the repetitions RFC 9112 section 6.3 rule 5 allows to repair. */
    private static @Nullable Violation noteContentLength(
            HttpHead head, byte[] bytes, int from, int end) {
        int at = from;
        do {
            int comma = elementEnd(bytes, at, end);
            int first = skipBlanks(bytes, at, comma);
            int last = trimBlanks(bytes, first, comma);
            long length = decimal(bytes, first, last);
            if (length < 0) {
                return Violation.CONTENT_LENGTH_INVALID;
            }
            if (head.contentLength >= 0) {
                head.facts |= HttpHead.LENGTH_REPEATED;
                if (head.contentLength != length) {
                    return Violation.CONTENT_LENGTH_CONFLICT;
                }
            }
            if (last - first > 1 && bytes[first] == '0') {
                head.facts |= HttpHead.LENGTH_PADDED;
            }
            head.contentLength = length;
            at = comma + 1;
        } while (at <= end);
        return null;
    }

    /**
     * RFC 9112 section 6.1; the lines of the field are one list, so the state is kept in the head.
     */
    private static @Nullable Violation noteTransferEncoding(
            HttpHead head, byte[] bytes, int from, int end) {
        head.facts |= HttpHead.TRANSFER_ENCODING;
        int at = from;
        do {
            int comma = elementEnd(bytes, at, end);
            int first = skipBlanks(bytes, at, comma);
            int last = trimBlanks(bytes, first, comma);
            if (!isCoding(bytes, first, last)) {
                return Violation.TRANSFER_ENCODING_INVALID;
            }
            if ((head.facts & HttpHead.CHUNKED) != 0) {
                return Violation.TRANSFER_ENCODING_CHUNKED_REPEATED;
            }
            head.facts |=
                    is(bytes, first, last, CHUNKED) ? HttpHead.CHUNKED : HttpHead.OTHER_CODING;
            at = comma + 1;
        } while (at <= end);
        return null;
    }

    /** A token, parameters after it left aside. */
    private static boolean isCoding(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && Octets.LOWER_TOKEN[bytes[at] & 0xff] != 0) {
            at++;
        }
        return at > from && (at == end || Octets.isBlank(bytes[at]) || bytes[at] == ';');
    }

    private static boolean is(byte[] bytes, int from, int end, byte[] wanted) {
        return end - from == wanted.length && Octets.equalsIgnoreCase(bytes, from, wanted);
    }

    private static int elementEnd(byte[] bytes, int from, int end) {
        int comma = Octets.indexOf(bytes, from, end, ',');
        return comma < 0 ? end : comma;
    }

    private static int skipBlanks(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && Octets.isBlank(bytes[at])) {
            at++;
        }
        return at;
    }

    private static int trimBlanks(byte[] bytes, int from, int end) {
        int at = end;
        while (at > from && Octets.isBlank(bytes[at - 1])) {
            at--;
        }
        return at;
    }

    /** A number of 1 or more digits up to 2^63 - 1, or -1. */
    static long decimal(byte[] bytes, int from, int end) {
        long number = 0;
        for (int i = from; i < end; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9 || number > (Long.MAX_VALUE - digit) / 10) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return end > from ? number : -1;
    }
}
