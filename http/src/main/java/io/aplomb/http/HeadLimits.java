package io.aplomb.http;

/**
 * Bounds of one message head.
 *
 * @param maxHeadBytes the most a received head may have, its last CRLF included ({@code
 *     tune.bufsize} less {@code tune.maxrewrite})
 * @param rewriteReserveBytes how much longer edits may make it ({@code tune.maxrewrite})
 * @param maxFields the most fields received ({@code tune.http.maxhdr})
 */
public record HeadLimits(int maxHeadBytes, int rewriteReserveBytes, int maxFields) {
    /** The defaults of HAProxy: manual section 3.2. */
    public static final HeadLimits DEFAULT = new HeadLimits(15360, 1024, 101);

    private static final int LARGEST_HEAD_BYTES = 1 << 26;

    public HeadLimits {
        if (maxHeadBytes < 64 || maxHeadBytes > LARGEST_HEAD_BYTES) {
            throw new IllegalArgumentException("maxHeadBytes " + maxHeadBytes);
        }
        if (rewriteReserveBytes < 0 || rewriteReserveBytes > LARGEST_HEAD_BYTES) {
            throw new IllegalArgumentException("rewriteReserveBytes " + rewriteReserveBytes);
        }
        if (maxFields < 1 || maxFields > 32767) {
            throw new IllegalArgumentException("maxFields " + maxFields);
        }
    }

    /** The most bytes a head may take after edits. */
    public int maxEncodedBytes() {
        return maxHeadBytes + rewriteReserveBytes;
    }
}
