package io.aplomb.http;

import java.util.Arrays;

/**
 * The bytes of one head: what the peer sent, then what edits appended. Offsets into it stay valid.
 */
final class HeadBytes {
    private static final int FIRST_CAPACITY_BYTES = 2048;

    /**
     * Appended edits leave dead bytes behind, so the array may be this many times the head's limit.
     */
    private static final int DEAD_BYTES_FACTOR = 4;

    byte[] array = new byte[FIRST_CAPACITY_BYTES];
    int length;
    private final int maxLength;

    HeadBytes(int maxHeadBytes) {
        this.maxLength = Math.multiplyExact(maxHeadBytes, DEAD_BYTES_FACTOR);
    }

    /** Makes room for more bytes; false if the bound forbids it. */
    boolean reserve(int extraBytes) {
        if (extraBytes > maxLength - length) {
            return false;
        }
        int needed = length + extraBytes + Octets.SLACK;
        if (needed > array.length) {
            array = Arrays.copyOf(array, Math.max(needed, array.length * 2));
        }
        return true;
    }

    /** Appends reserved bytes. The source may be this array. */
    void append(byte[] source, int offset, int count) {
        System.arraycopy(source, offset, array, length, count);
        length += count;
    }

    /** Appends a text of chars 0 to 255 into reserved room, one byte each. */
    void append(String text) {
        byte[] target = array;
        int at = length;
        for (int i = 0; i < text.length(); i++) {
            target[at++] = (byte) text.charAt(i);
        }
        length = at;
    }

    void append(char c) {
        array[length++] = (byte) c;
    }
}
