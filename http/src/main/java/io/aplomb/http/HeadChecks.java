package io.aplomb.http;

import org.jspecify.annotations.Nullable;

/**
 * Judges a head as a whole once its last line is read, and repairs what the table says is repaired.
 */
final class HeadChecks {
    private HeadChecks() {}

    /** What is wrong in the parser's mode, or null. */
    static @Nullable Violation check(HeadParser parser, HttpHead head) {
        Violation found = null;
        if (head.isRequest()) {
            found = checkTarget(parser, head);
            if (found == null) {
                found = checkHost(parser, head);
            }
        }
        if (found == null && (head.contentLength >= 0 || head.hasTransferEncoding())) {
            found = checkFraming(parser, head);
        }
        return found;
    }

    private static @Nullable Violation judge(HeadParser parser, HttpHead head, Violation found) {
        return parser.refuses(found, head) ? found : null;
    }

    private static @Nullable Violation checkTarget(HeadParser parser, HttpHead head) {
        StartLine line = head.start;
        if (line.authorityLength > 0) {
            Violation found = TargetForm.checkAuthority(line, head.bytes.array);
            return found == null ? null : judge(parser, head, found);
        }
        boolean asterisk = line.pathLength == 0;
        return asterisk && line.method != HttpMethod.OPTIONS
                ? judge(parser, head, Violation.ASTERISK_FORM_WITHOUT_OPTIONS)
                : null;
    }

    /** RFC 9112 sections 3.2 and 3.2.2. */
    private static @Nullable Violation checkHost(HeadParser parser, HttpHead head) {
        if (head.hosts == 0) {
            return head.minorVersion() == 0 ? null : judge(parser, head, Violation.HOST_MISSING);
        }
        int index = head.hostIndex();
        if (head.hosts > 1) {
            Violation found = checkHostsAgree(parser, head, index);
            if (found != null) {
                return found;
            }
        }
        byte[] bytes = head.bytes.array;
        int from = head.valueOffset(index);
        int end = from + head.valueLength(index);
        if (!TargetForm.isHostAndPort(bytes, from, end)) {
            Violation found = judge(parser, head, Violation.HOST_INVALID);
            if (found != null) {
                return found;
            }
        }
        return head.start.authorityLength > 0
                        && !TargetForm.namesSameHost(head.start, bytes, from, end)
                ? judge(parser, head, Violation.AUTHORITY_DIFFERS_FROM_HOST)
                : null;
    }

    private static @Nullable Violation checkHostsAgree(
            HeadParser parser, HttpHead head, int first) {
        for (int i = head.indexOf(FieldName.HOST, first + 1);
                i >= 0;
                i = head.indexOf(FieldName.HOST, i)) {
            if (!sameValue(head, first, i)) {
                return Violation.HOST_CONFLICT;
            }
            if (parser.refuses(Violation.HOST_REPEATED, head)) {
                return Violation.HOST_REPEATED;
            }
            head.fields.removeAt(i);
        }
        return null;
    }

    private static boolean sameValue(HttpHead head, int a, int b) {
        int length = head.valueLength(a);
        if (length != head.valueLength(b)) {
            return false;
        }
        byte[] bytes = head.bytes.array;
        for (int i = 0; i < length; i++) {
            if (bytes[head.valueOffset(a) + i] != bytes[head.valueOffset(b) + i]) {
                return false;
            }
        }
        return true;
    }

    /** RFC 9112 sections 6.1 and 6.3. */
    private static @Nullable Violation checkFraming(HeadParser parser, HttpHead head) {
        if (head.hasTransferEncoding()) {
            Violation found = checkTransferEncoding(head);
            if (found != null) {
                return found;
            }
            if (head.contentLength >= 0) {
                head.tolerated |= Violation.CONTENT_LENGTH_WITH_TRANSFER_ENCODING.bit();
                head.remove(FieldName.CONTENT_LENGTH);
                head.contentLength = -1;
                head.facts |= HttpHead.MUST_CLOSE;
            }
            return null;
        }
        if ((head.facts & HttpHead.LENGTH_REPEATED) != 0) {
            Violation repeated =
                    head.isRequest()
                            ? Violation.CONTENT_LENGTH_REPEATED_IN_REQUEST
                            : Violation.CONTENT_LENGTH_REPEATED_IN_RESPONSE;
            if (parser.refuses(repeated, head)) {
                return repeated;
            }
        }
        if ((head.facts & (HttpHead.LENGTH_REPEATED | HttpHead.LENGTH_PADDED)) != 0) {
            reduceLengths(head);
        }
        return null;
    }

    private static @Nullable Violation checkTransferEncoding(HttpHead head) {
        if (head.minorVersion() == 0) {
            return Violation.TRANSFER_ENCODING_IN_HTTP_1_0;
        }
        if (!head.isChunked()) {
            return head.isRequest() ? Violation.TRANSFER_ENCODING_NOT_CHUNKED_LAST : null;
        }
        return (head.facts & HttpHead.OTHER_CODING) != 0
                ? Violation.TRANSFER_CODING_UNSUPPORTED
                : null;
    }

    /**
     * Leaves one Content-Length in its shortest spelling, which nobody reads as octal or a list.
     */
    private static void reduceLengths(HttpHead head) {
        int first = head.indexOf(FieldName.CONTENT_LENGTH, 0);
        for (int i = head.indexOf(FieldName.CONTENT_LENGTH, first + 1);
                i >= 0;
                i = head.indexOf(FieldName.CONTENT_LENGTH, i)) {
            head.fields.removeAt(i);
        }
        head.fields.replaceValue(first, Long.toString(head.contentLength));
    }
}
