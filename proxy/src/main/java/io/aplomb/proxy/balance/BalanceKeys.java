package io.aplomb.proxy.balance;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Which bytes of a request the hash algorithms look at (HAProxy manual, keyword {@code balance}).
 *
 * <p>Pure functions on ASCII bytes; any thread.
 */
public final class BalanceKeys {

    /** Bytes of TPKT and X.224 headers before the cookie (MS-RDPBCGR 2.2.1.1). */
    private static final int RDP_HEADER_SIZE_BYTES = 11;

    private static final byte[] RDP_COOKIE_LABEL = ascii("Cookie:");

    private BalanceKeys() {}

    /**
     * Part of a URI for {@code balance uri}.
     *
     * @param whole hash the query string too
     * @param maxLength {@code len}, in bytes; 0 for no limit
     * @param maxDepth {@code depth}, in slashes; 0 for no limit
     * @param pathOnly start at the first slash of the path, past scheme and authority
     */
    public record UriPart(boolean whole, int maxLength, int maxDepth, boolean pathOnly) {

        /** {@code balance uri} without parameters. */
        public static final UriPart DEFAULT = new UriPart(false, 0, 0, false);
    }

    /** The key of {@code balance uri}; absent only if {@code path-only} finds no path. */
    public static KeyRange uri(byte[] bytes, int offset, int length, UriPart part) {
        int limit = offset + length;
        int start = part.pathOnly() ? pathStart(bytes, offset, limit) : offset;
        if (start < 0) {
            return KeyRange.ABSENT;
        }
        if (part.maxLength() > 0) {
            limit = Math.min(limit, start + part.maxLength());
        }
        int end = start;
        int slashes = 0;
        while (end < limit) {
            byte current = bytes[end];
            if (current == '/' && part.maxDepth() > 0 && ++slashes > part.maxDepth()) {
                break;
            }
            if (current == '?' && !part.whole()) {
                break;
            }
            end++;
        }
        return new KeyRange(start, end - start);
    }

    /**
     * The value of a parameter for {@code balance url_param}.
     *
     * @param bytes holds the query string without its question mark, or a posted form ({@code
     *     check_post})
     */
    public static KeyRange parameter(byte[] bytes, int offset, int length, byte[] name) {
        int limit = offset + length;
        int start = offset;
        while (start < limit) {
            int end = indexOf(bytes, start, limit, '&');
            int valueStart = start + name.length + 1;
            if (valueStart <= end
                    && bytes[valueStart - 1] == '='
                    && startsWith(bytes, start, name)) {
                return valueStart == end
                        ? KeyRange.ABSENT
                        : new KeyRange(valueStart, end - valueStart);
            }
            start = end + 1;
        }
        return KeyRange.ABSENT;
    }

    /**
     * The main domain of a host for {@code balance hdr(host) use_domain_only}: the label before the
     * last dot ("1wt" in "haproxy.1wt.eu"), or everything if there is no dot.
     */
    public static KeyRange mainDomain(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int dot = end - 1;
        while (dot >= offset && bytes[dot] != '.') {
            dot--;
        }
        if (dot < offset) {
            return new KeyRange(offset, length);
        }
        int start = dot;
        while (start > offset && (start == dot || bytes[start - 1] != '.')) {
            start--;
        }
        // As HAProxy does for hosts that are not well formed: no label, no reduction.
        if (start == dot) {
            return new KeyRange(offset, length);
        }
        return new KeyRange(start, dot - start);
    }

    /**
     * The value of a cookie in the first bytes an RDP client sends, for {@code balance rdp-cookie}.
     *
     * @param name for example mstshash; case is ignored
     */
    public static KeyRange rdpCookie(byte[] bytes, int offset, int length, byte[] name) {
        int limit = offset + length;
        int at = offset + RDP_HEADER_SIZE_BYTES;
        if (length < RDP_HEADER_SIZE_BYTES
                || !startsWithIgnoreCase(bytes, at, limit, RDP_COOKIE_LABEL)) {
            return KeyRange.ABSENT;
        }
        at += RDP_COOKIE_LABEL.length;
        while (at < limit && bytes[at] == ' ') {
            at++;
        }
        if (!startsWithIgnoreCase(bytes, at, limit, name)) {
            return KeyRange.ABSENT;
        }
        int valueStart = at + name.length + 1;
        if (valueStart > limit || bytes[valueStart - 1] != '=') {
            return KeyRange.ABSENT;
        }
        int end = indexOf(bytes, valueStart, limit, '\r');
        return end == limit ? KeyRange.ABSENT : new KeyRange(valueStart, end - valueStart);
    }

    private static int pathStart(byte[] bytes, int offset, int limit) {
        if (offset < limit && bytes[offset] == '/') {
            return offset;
        }
        int colon = indexOf(bytes, offset, limit, ':');
        boolean hasAuthority =
                colon + 2 < limit && bytes[colon + 1] == '/' && bytes[colon + 2] == '/';
        int slash = indexOf(bytes, hasAuthority ? colon + 3 : offset, limit, '/');
        return slash == limit ? -1 : slash;
    }

    private static int indexOf(byte[] bytes, int start, int limit, char wanted) {
        int at = start;
        while (at < limit && bytes[at] != wanted) {
            at++;
        }
        return at;
    }

    private static boolean startsWith(byte[] bytes, int start, byte[] prefix) {
        return Arrays.equals(bytes, start, start + prefix.length, prefix, 0, prefix.length);
    }

    private static boolean startsWithIgnoreCase(byte[] bytes, int start, int limit, byte[] prefix) {
        if (start + prefix.length > limit) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (lower(bytes[start + i]) != lower(prefix[i])) {
                return false;
            }
        }
        return true;
    }

    private static int lower(byte value) {
        return value >= 'A' && value <= 'Z' ? value + ('a' - 'A') : value;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
