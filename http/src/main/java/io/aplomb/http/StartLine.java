package io.aplomb.http;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * The request line or status line of one head (RFC 9112 sections 3 and 4) as offsets into its
 * {@link HeadBytes}. The target is always one run of bytes: {@code [scheme "://" authority] path
 * ["?" query]}.
 */
final class StartLine {
    private static final int VERSION_BYTES = 8;
    private static final byte[] VERSION_1_0 = "HTTP/1.0".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] VERSION_1_1 = "HTTP/1.1".getBytes(StandardCharsets.ISO_8859_1);

    private final HeadBytes bytes;
    boolean isRequest;
    int minorVersion;

    /** The received line, CRLF included, when it can be sent as it is; else rawEnd is 0. */
    int rawStart;

    int rawEnd;

    HttpMethod method = HttpMethod.OTHER;
    int methodOffset;
    int methodLength;
    int targetOffset;
    int targetLength;
    int pathOffset;
    int pathLength;
    int authorityOffset;
    int authorityLength;

    int status;
    int reasonOffset;
    int reasonLength;

    StartLine(HeadBytes bytes) {
        this.bytes = bytes;
    }

    void clear() {
        isRequest = false;
        minorVersion = 1;
        rawStart = 0;
        rawEnd = 0;
        method = HttpMethod.OTHER;
        methodOffset = 0;
        methodLength = 0;
        targetOffset = 0;
        targetLength = 0;
        pathOffset = 0;
        pathLength = 0;
        authorityOffset = 0;
        authorityLength = 0;
        status = 0;
        reasonOffset = 0;
        reasonLength = 0;
    }

    void beRequest(int minor) {
        isRequest = true;
        setMinorVersion(minor);
    }

    void beResponse(int minor) {
        isRequest = false;
        setMinorVersion(minor);
    }

    void setMinorVersion(int minor) {
        if (minor != 0 && minor != 1) {
            throw new IllegalArgumentException("HTTP/1." + minor);
        }
        if (minor != minorVersion) {
            minorVersion = minor;
            rawEnd = 0;
        }
    }

    int pathAndQueryLength() {
        return targetOffset + targetLength - pathOffset;
    }

    boolean hasQuery() {
        return pathAndQueryLength() > pathLength;
    }

    int queryOffset() {
        return pathOffset + pathLength + (hasQuery() ? 1 : 0);
    }

    int queryLength() {
        return targetOffset + targetLength - queryOffset();
    }

    boolean setMethod(String text) {
        if (!bytes.reserve(text.length())) {
            return false;
        }
        methodOffset = bytes.length;
        methodLength = text.length();
        bytes.append(text);
        method = HttpMethod.of(bytes.array, methodOffset, methodLength);
        rawEnd = 0;
        return true;
    }

    boolean setTarget(String target) {
        if (target.isEmpty() || !isTargetText(target) || !bytes.reserve(target.length())) {
            return false;
        }
        int offset = bytes.length;
        bytes.append(target);
        point(offset);
        return true;
    }

    boolean setPath(String path) {
        return !isPathless()
                && isTargetText(path)
                && path.startsWith("/")
                && path.indexOf('?') < 0
                && rebuild(path, pathOffset + pathLength);
    }

    boolean setPathAndQuery(String pathAndQuery) {
        return !isPathless()
                && isTargetText(pathAndQuery)
                && pathAndQuery.startsWith("/")
                && rebuild(pathAndQuery, targetOffset + targetLength);
    }

    boolean setQuery(String query) {
        if (isPathless() || !isTargetText(query)) {
            return false;
        }
        if (!bytes.reserve(targetLength + query.length() + 1)) {
            return false;
        }
        boolean mark = hasQuery() || !query.isEmpty();
        int offset = bytes.length;
        bytes.append(bytes.array, targetOffset, pathOffset + pathLength - targetOffset);
        if (mark) {
            bytes.append('?');
        }
        bytes.append(query);
        point(offset);
        return true;
    }

    /** New target: old bytes before the path, a text, old bytes from an offset on. */
    private boolean rebuild(String text, int keepFrom) {
        if (!bytes.reserve(targetLength + text.length())) {
            return false;
        }
        int keepEnd = targetOffset + targetLength;
        int offset = bytes.length;
        bytes.append(bytes.array, targetOffset, pathOffset - targetOffset);
        bytes.append(text);
        bytes.append(bytes.array, keepFrom, keepEnd - keepFrom);
        point(offset);
        return true;
    }

    /** Points at a target that was appended and takes it apart. */
    private void point(int offset) {
        targetOffset = offset;
        targetLength = bytes.length - offset;
        rawEnd = 0;
        TargetForm.locate(
                this, bytes.array, Octets.indexOf(bytes.array, offset, bytes.length, '?'));
    }

    /** True for forms that have no path: authority-form and asterisk-form. */
    private boolean isPathless() {
        return pathAndQueryLength() == 0 && targetLength > 0 && !isAbsolute();
    }

    private boolean isAbsolute() {
        return authorityOffset > targetOffset;
    }

    boolean setStatus(int newStatus, String reason) {
        if (newStatus < 100 || newStatus > 999 || !Octets.isFieldContent(reason)) {
            return false;
        }
        if (!bytes.reserve(reason.length())) {
            return false;
        }
        status = newStatus;
        reasonOffset = bytes.length;
        reasonLength = reason.length();
        bytes.append(reason);
        rawEnd = 0;
        return true;
    }

    int encodedBytes() {
        int parts = isRequest ? methodLength + targetLength : 3 + reasonLength;
        return parts + VERSION_BYTES + 4;
    }

    void encodeTo(ByteBuf out) {
        byte[] version = minorVersion == 0 ? VERSION_1_0 : VERSION_1_1;
        if (isRequest) {
            out.writeBytes(bytes.array, methodOffset, methodLength);
            out.writeByte(' ');
            out.writeBytes(bytes.array, targetOffset, targetLength);
            out.writeByte(' ');
            out.writeBytes(version);
        } else {
            out.writeBytes(version);
            out.writeByte(' ');
            out.writeByte('0' + status / 100);
            out.writeByte('0' + status / 10 % 10);
            out.writeByte('0' + status % 10);
            out.writeByte(' ');
            out.writeBytes(bytes.array, reasonOffset, reasonLength);
        }
        out.writeShort('\r' << 8 | '\n');
    }

    String toText() {
        String version = "HTTP/1." + minorVersion;
        if (!isRequest) {
            return version + " " + status + " " + text(reasonOffset, reasonLength);
        }
        return text(methodOffset, methodLength)
                + " "
                + text(targetOffset, targetLength)
                + " "
                + version;
    }

    private String text(int offset, int length) {
        return new String(bytes.array, offset, length, StandardCharsets.ISO_8859_1);
    }

    private static boolean isTargetText(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c == 0x7f || c > 255) {
                return false;
            }
        }
        return true;
    }
}
