package io.aplomb.http;

import org.jspecify.annotations.Nullable;

/**
 * The four forms of a request target (RFC 9112 section 3.2) and what is wrong with an authority
 * (RFC 3986 section 3.2).
 */
final class TargetForm {
    private static final int MAX_PORT = 65535;

    private TargetForm() {}

    /**
     * Finds authority, path and query of the target a start line points at.
     *
     * @param queryMark index of the first {@code ?} in it, or -1
     * @return whether it has one of the four forms
     */
    static boolean locate(StartLine line, byte[] bytes, int queryMark) {
        int offset = line.targetOffset;
        int end = offset + line.targetLength;
        int pathEnd = queryMark < 0 ? end : queryMark;
        line.authorityOffset = offset;
        line.authorityLength = 0;
        if (line.targetLength > 0 && bytes[offset] == '/' && line.method != HttpMethod.CONNECT) {
            line.pathOffset = offset;
            line.pathLength = pathEnd - offset;
            return true;
        }
        line.pathOffset = end;
        line.pathLength = 0;
        if (line.method == HttpMethod.CONNECT) {
            line.authorityLength = line.targetLength;
            return line.targetLength > 0 && queryMark < 0;
        }
        if (line.targetLength == 1 && bytes[offset] == '*') {
            return true;
        }
        return locateAbsolute(line, bytes, pathEnd);
    }

    private static boolean locateAbsolute(StartLine line, byte[] bytes, int pathEnd) {
        int colon = Octets.indexOf(bytes, line.targetOffset, pathEnd, ':');
        if (colon < 0
                || colon + 3 > pathEnd
                || bytes[colon + 1] != '/'
                || bytes[colon + 2] != '/'
                || !isScheme(bytes, line.targetOffset, colon)) {
            return false;
        }
        int authority = colon + 3;
        int slash = Octets.indexOf(bytes, authority, pathEnd, '/');
        int authorityEnd = slash < 0 ? pathEnd : slash;
        line.authorityOffset = authority;
        line.authorityLength = authorityEnd - authority;
        line.pathOffset = authorityEnd;
        line.pathLength = pathEnd - authorityEnd;
        return authorityEnd > authority;
    }

    /** RFC 3986 section 3.1. */
    private static boolean isScheme(byte[] bytes, int from, int end) {
        if (from == end || !Octets.isLetter(bytes[from])) {
            return false;
        }
        for (int i = from + 1; i < end; i++) {
            byte b = bytes[i];
            if (!Octets.isLetter(b) && !Octets.isDigit(b) && b != '+' && b != '-' && b != '.') {
                return false;
            }
        }
        return true;
    }

    /** Index after the last {@code @} of an authority, or its start: RFC 3986 section 3.2.1. */
    static int hostStart(byte[] bytes, int from, int end) {
        for (int i = end - 1; i >= from; i--) {
            if (bytes[i] == '@') {
                return i + 1;
            }
        }
        return from;
    }

    /** Index of the colon before the port in {@code host[:port]}, or its end. */
    static int portColon(byte[] bytes, int from, int end) {
        int i = end;
        while (i > from && Octets.isDigit(bytes[i - 1])) {
            i--;
        }
        return i > from && bytes[i - 1] == ':' ? i - 1 : end;
    }

    /**
     * Whether bytes are {@code uri-host [":" port]}: RFC 9110 section 7.2. An empty one is valid.
     */
    static boolean isHostAndPort(byte[] bytes, int from, int end) {
        int hostEnd = portColon(bytes, from, end);
        if (hostEnd < end && port(bytes, hostEnd + 1, end) > MAX_PORT) {
            return false;
        }
        if (from < hostEnd && bytes[from] == '[') {
            return isBracketed(bytes, from, hostEnd);
        }
        for (int i = from; i < hostEnd; i++) {
            byte b = bytes[i];
            if (!Octets.AUTHORITY[b & 0xff] || b == ':' || b == '[' || b == ']') {
                return false;
            }
        }
        return true;
    }

    private static boolean isBracketed(byte[] bytes, int from, int end) {
        if (end - from < 3 || bytes[end - 1] != ']') {
            return false;
        }
        for (int i = from + 1; i < end - 1; i++) {
            byte b = bytes[i];
            if (!Octets.AUTHORITY[b & 0xff] || b == '[' || b == ']') {
                return false;
            }
        }
        return true;
    }

    /** The number, or more than any port if it has too many digits; 0 for none. */
    private static int port(byte[] bytes, int from, int end) {
        int port = 0;
        for (int i = from; i < end && port <= MAX_PORT; i++) {
            port = port * 10 + (bytes[i] - '0');
        }
        return port;
    }

    /**
     * Checks authority against Host at the end of a request's head.
     *
     * @return what is wrong in the target itself, or null
     */
    static @Nullable Violation checkAuthority(StartLine line, byte[] bytes) {
        int from = line.authorityOffset;
        int end = from + line.authorityLength;
        int host = hostStart(bytes, from, end);
        if (!isHostAndPort(bytes, host, end) || host == end) {
            return Violation.AUTHORITY_INVALID;
        }
        if (line.method == HttpMethod.CONNECT && portColon(bytes, host, end) >= end - 1) {
            return Violation.AUTHORITY_INVALID; // RFC 9112 section 3.2.3: the port is not optional
        }
        return host > from ? Violation.AUTHORITY_USERINFO : null;
    }

    /** Whether the target's authority and the Host value name the same host and port. */
    static boolean namesSameHost(StartLine line, byte[] bytes, int hostFrom, int hostEnd) {
        int end = line.authorityOffset + line.authorityLength;
        int from = hostStart(bytes, line.authorityOffset, end);
        int defaultPort = defaultPort(line, bytes);
        int nameEnd = portColon(bytes, from, end);
        int hostNameEnd = portColon(bytes, hostFrom, hostEnd);
        if (nameEnd - from != hostNameEnd - hostFrom) {
            return false;
        }
        for (int i = 0; i < nameEnd - from; i++) {
            if (Octets.LOWER[bytes[from + i] & 0xff] != Octets.LOWER[bytes[hostFrom + i] & 0xff]) {
                return false;
            }
        }
        return portOr(bytes, nameEnd, end, defaultPort)
                == portOr(bytes, hostNameEnd, hostEnd, defaultPort);
    }

    private static int portOr(byte[] bytes, int colon, int end, int defaultPort) {
        return end - colon <= 1 ? defaultPort : port(bytes, colon + 1, end);
    }

    private static int defaultPort(StartLine line, byte[] bytes) {
        if (line.method == HttpMethod.CONNECT) {
            // CONNECT has no scheme; HAProxy lets Host leave out either well-known port.
            int end = line.authorityOffset + line.authorityLength;
            int colon = portColon(bytes, line.authorityOffset, end);
            int port = port(bytes, colon + 1, end);
            return port == 80 || port == 443 ? port : -1;
        }
        int schemeLength = line.authorityOffset - 3 - line.targetOffset;
        return switch (schemeLength) {
            case 4 -> 80; // http
            case 5 -> 443; // https
            default -> -1;
        };
    }
}
