package io.aplomb.http;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Character classes of RFC 9110 and RFC 3986 as tables of 256 entries, and scans over bytes. */
final class Octets {
    /** Bytes that must exist after the data in an array given to the word-wise scans. */
    static final int SLACK = 8;

    static final VarHandle LONG_LE =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** For a token character (RFC 9110 section 5.6.2) its lower case form, for others 0. */
    static final byte[] LOWER_TOKEN = new byte[256];

    /** ASCII lower case of every byte. */
    static final byte[] LOWER = new byte[256];

    /**
     * Non-zero for a byte that cannot be in a request target without further look: see constants.
     */
    static final byte[] TARGET = new byte[256];

    static final byte TARGET_OK = 0;
    static final byte TARGET_QUERY = 1;
    static final byte TARGET_FRAGMENT = 2;
    static final byte TARGET_NON_ASCII = 3;

    /** From here on the target cannot go on. */
    static final byte TARGET_SPACE = 4;

    static final byte TARGET_CONTROL = 5;

    /** True for characters of uri-host and port: RFC 3986 section 3.2.2 and 3.2.3. */
    static final boolean[] AUTHORITY = new boolean[256];

    /** Value of a hexadecimal digit, -1 for other bytes. */
    static final byte[] HEX = new byte[256];

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long SPACES = 0x2020202020202020L;
    private static final long DELETES = 0x7f7f7f7f7f7f7f7fL;

    static {
        for (int c = 0; c < 256; c++) {
            LOWER[c] = (byte) (c >= 'A' && c <= 'Z' ? c + 32 : c);
            boolean alphanumeric = isDigit(c) || isLetter(c);
            boolean token = alphanumeric || (c < 128 && "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
            LOWER_TOKEN[c] = token ? LOWER[c] : 0;
            TARGET[c] = targetClass(c);
            AUTHORITY[c] = alphanumeric || (c < 128 && "-._~%!$&'()*+,;=:[]".indexOf(c) >= 0);
            HEX[c] = (byte) (c < 128 ? Character.digit(c, 16) : -1);
        }
    }

    private Octets() {}

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    static boolean isLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    /**
     * Index of the first control character other than HTAB in {@code [from, end)}, or {@code end}.
     * Looks at eight bytes at a time and so may read up to {@link #SLACK} bytes after {@code end}.
     *
     * <p>A byte below 0x20 makes its high bit appear in {@code word - 0x20..}, a byte 0x7f in
     * {@code (word ^ 0x7f..) - 0x01..}; borrows start only at such bytes, so the lowest hit is
     * exact.
     */
    static int findControl(byte[] bytes, int from, int end) {
        int i = from;
        while (i < end) {
            long word = (long) LONG_LE.get(bytes, i);
            long hits = ((word - SPACES) | ((word ^ DELETES) - ONES)) & ~word & HIGH_BITS;
            if (hits == 0) {
                i += 8;
                continue;
            }
            i += Long.numberOfTrailingZeros(hits) >>> 3;
            if (i >= end) {
                return end;
            }
            if (bytes[i] != '\t') {
                return i;
            }
            i++;
        }
        return end;
    }

    static int indexOf(byte[] bytes, int from, int end, char wanted) {
        for (int i = from; i < end; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    /** Compares bytes with a text that is already in lower case, ignoring ASCII case. */
    static boolean equalsIgnoreCase(byte[] bytes, int offset, byte[] lowerCase) {
        for (int i = 0; i < lowerCase.length; i++) {
            if (LOWER[bytes[offset + i] & 0xff] != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether a text is a non-empty token: RFC 9110 section 5.6.2. */
    static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 127 || LOWER_TOKEN[c] == 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /**
     * Whether a text may stand in a field value or reason: RFC 9110 section 5.5, one byte a char.
     */
    static boolean isFieldContent(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n' || c == 0 || c > 255) {
                return false;
            }
        }
        return true;
    }

    private static byte targetClass(int c) {
        if (c == ' ') {
            return TARGET_SPACE;
        }
        if (c < ' ' || c == 0x7f) {
            return TARGET_CONTROL;
        }
        if (c > 0x7f) {
            return TARGET_NON_ASCII;
        }
        return c == '?' ? TARGET_QUERY : c == '#' ? TARGET_FRAGMENT : TARGET_OK;
    }
}
