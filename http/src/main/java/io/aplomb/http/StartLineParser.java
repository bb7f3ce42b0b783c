package io.aplomb.http;

import static io.aplomb.http.HeadParser.FAILED;
import static io.aplomb.http.HeadParser.MORE;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads the request line (RFC 9112 section 3) and the status line (section 4). Each method returns
 * the index after the line, {@link HeadParser#MORE} or {@link HeadParser#FAILED}.
 */
final class StartLineParser {
    private static final VarHandle INT_LE =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int GET_SPACE = 'G' | 'E' << 8 | 'T' << 16 | ' ' << 24;
    private static final int HTTP = 'H' | 'T' << 8 | 'T' << 16 | 'P' << 24;
    private static final int SLASH_ONE_DOT = '/' | '1' << 8 | '.' << 16;
    private static final int LOW_THREE_BYTES = 0xffffff;
    private static final int VERSION_BYTES = 8;

    private final HeadParser parser;

    StartLineParser(HeadParser parser) {
        this.parser = parser;
    }

    int parseRequestLine(HttpHead head, byte[] bytes, int from, int end) {
        StartLine line = head.start;
        line.isRequest = true;
        line.rawStart = from;
        int at;
        if ((int) INT_LE.get(bytes, from) == GET_SPACE && from + 4 <= end) {
            line.method = HttpMethod.GET;
            line.methodOffset = from;
            line.methodLength = 3;
            at = from + 3;
        } else {
            at = parseMethod(line, bytes, from, end);
            if (at < 0) {
                return at;
            }
        }
        boolean exact = true;
        at++;
        while (at < end && bytes[at] == ' ') {
            exact = false;
            at++;
        }
        at = parseTarget(head, bytes, at, end);
        if (at < 0) {
            return at;
        }
        if (bytes[at] != ' ') {
            return withoutVersion(head, bytes, at, end);
        }
        at++;
        while (at < end && bytes[at] == ' ') {
            exact = false;
            at++;
        }
        if (!exact && parser.refuses(Violation.REQUEST_LINE_EXTRA_SPACE, head)) {
            return FAILED;
        }
        return parseVersionAndEnd(head, bytes, at, end, exact);
    }

    private int parseMethod(StartLine line, byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && Octets.LOWER_TOKEN[bytes[at] & 0xff] != 0) {
            at++;
        }
        if (at == end) {
            return MORE;
        }
        if (at == from || bytes[at] != ' ') {
            return parser.fail(Violation.METHOD_INVALID);
        }
        line.methodOffset = from;
        line.methodLength = at - from;
        line.method = HttpMethod.of(bytes, from, at - from);
        return at;
    }

    /** Index of the space or line end after the target. */
    private int parseTarget(HttpHead head, byte[] bytes, int from, int end) {
        int queryMark = -1;
        int at = from;
        boolean nonAscii = false;
        boolean fragment = false;
        for (; at < end; at++) {
            byte kind = Octets.TARGET[bytes[at] & 0xff];
            if (kind == Octets.TARGET_OK) {
                continue;
            }
            if (kind >= Octets.TARGET_SPACE) {
                break;
            }
            queryMark = kind == Octets.TARGET_QUERY && queryMark < 0 ? at : queryMark;
            fragment |= kind == Octets.TARGET_FRAGMENT;
            nonAscii |= kind == Octets.TARGET_NON_ASCII;
        }
        if (at == end) {
            return MORE;
        }
        if (bytes[at] != ' ' && bytes[at] != '\r' && bytes[at] != '\n') {
            return parser.fail(Violation.TARGET_CONTROL_CHARACTER);
        }
        if ((nonAscii && parser.refuses(Violation.TARGET_NON_ASCII, head))
                || (fragment && parser.refuses(Violation.TARGET_FRAGMENT, head))) {
            return FAILED;
        }
        head.start.targetOffset = from;
        head.start.targetLength = at - from;
        if (!TargetForm.locate(head.start, bytes, queryMark)) {
            return parser.fail(Violation.TARGET_FORM_INVALID);
        }
        return at;
    }

    /** HTTP/0.9, which HAProxy turns into HTTP/1.0 when told to accept it. */
    private int withoutVersion(HttpHead head, byte[] bytes, int at, int end) {
        if (parser.refuses(Violation.VERSION_MISSING, head)) {
            return FAILED;
        }
        head.start.minorVersion = 0;
        return parseLineEnd(head, bytes, at, end, false);
    }

    private int parseVersionAndEnd(HttpHead head, byte[] bytes, int at, int end, boolean exact) {
        int minor = parseVersion(bytes, at, end);
        if (minor < 0) {
            return minor;
        }
        head.start.minorVersion = Math.min(minor, 1);
        return parseLineEnd(head, bytes, at + VERSION_BYTES, end, exact && minor <= 1);
    }

    /** The minor version, {@link HeadParser#MORE} or {@link HeadParser#FAILED}. */
    private int parseVersion(byte[] bytes, int at, int end) {
        if (at + VERSION_BYTES >= end) {
            boolean lineEnded = Octets.indexOf(bytes, at, end, '\n') >= 0;
            return lineEnded ? parser.fail(Violation.VERSION_INVALID) : MORE;
        }
        int major = (int) INT_LE.get(bytes, at + 4) & LOW_THREE_BYTES;
        int minor = bytes[at + 7] - '0';
        boolean digit = minor >= 0 && minor <= 9;
        if ((int) INT_LE.get(bytes, at) == HTTP && digit) {
            if (major == SLASH_ONE_DOT) {
                return minor;
            }
            if (bytes[at + 4] == '/' && Octets.isDigit(bytes[at + 5]) && bytes[at + 6] == '.') {
                return parser.fail(
                        bytes[at + 5] == '2'
                                ? Violation.HTTP2_PREFACE
                                : Violation.VERSION_UNSUPPORTED);
            }
        }
        return parser.fail(Violation.VERSION_INVALID);
    }

    private int parseLineEnd(HttpHead head, byte[] bytes, int at, int end, boolean exact) {
        if (at >= end) {
            return MORE;
        }
        if (bytes[at] == '\n') {
            return parser.refusesBareLf(head) ? FAILED : at + 1;
        }
        if (bytes[at] != '\r') {
            return parser.fail(
                    head.start.isRequest ? Violation.VERSION_INVALID : Violation.STATUS_INVALID);
        }
        if (at + 1 >= end) {
            return MORE;
        }
        if (bytes[at + 1] != '\n') {
            return parser.fail(Violation.BARE_CR);
        }
        head.start.rawEnd = exact ? at + 2 : 0;
        return at + 2;
    }

    int parseStatusLine(HttpHead head, byte[] bytes, int from, int end) {
        StartLine line = head.start;
        line.rawStart = from;
        int minor = parseVersion(bytes, from, end);
        if (minor < 0) {
            return minor == FAILED && parser.violation() == Violation.HTTP2_PREFACE
                    ? parser.fail(Violation.VERSION_UNSUPPORTED)
                    : minor;
        }
        line.minorVersion = Math.min(minor, 1);
        int at = from + VERSION_BYTES;
        if (bytes[at] != ' ') {
            return parser.fail(Violation.VERSION_INVALID);
        }
        at++;
        boolean exact = minor <= 1;
        while (at < end && bytes[at] == ' ') {
            exact = false;
            at++;
        }
        if (at > from + VERSION_BYTES + 1
                && parser.refuses(Violation.STATUS_LINE_EXTRA_SPACE, head)) {
            return FAILED;
        }
        return parseStatus(head, bytes, at, end, exact);
    }

    private int parseStatus(HttpHead head, byte[] bytes, int from, int end, boolean exact) {
        int status = 0;
        int at = from;
        for (; at < end && at < from + 3; at++) {
            int digit = bytes[at] - '0';
            if (digit < 0 || digit > 9) {
                return parser.fail(Violation.STATUS_INVALID);
            }
            status = status * 10 + digit;
        }
        if (at >= end) {
            return MORE;
        }
        if (status < 100) {
            return parser.fail(Violation.STATUS_INVALID);
        }
        head.start.status = status;
        if (bytes[at] != ' ') {
            head.tolerated |= Violation.STATUS_LINE_WITHOUT_REASON_SPACE.bit();
            head.start.reasonOffset = at;
            head.start.reasonLength = 0;
            return parseLineEnd(head, bytes, at, end, false);
        }
        return parseReason(head, bytes, at + 1, end, exact);
    }

    private int parseReason(HttpHead head, byte[] bytes, int from, int end, boolean exact) {
        int at = Octets.findControl(bytes, from, end);
        while (at < end && bytes[at] != '\r' && bytes[at] != '\n') {
            if (bytes[at] == 0 || parser.refuses(Violation.REASON_CONTROL_CHARACTER, head)) {
                return parser.fail(Violation.REASON_CONTROL_CHARACTER);
            }
            at = Octets.findControl(bytes, at + 1, end);
        }
        head.start.reasonOffset = from;
        head.start.reasonLength = at - from;
        return parseLineEnd(head, bytes, at, end, exact);
    }
}
