package io.aplomb.base.hash;

import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * The 32-bit hashes HAProxy balances with ({@code hash-type}) and offers as converters: the same
 * octets give the same number here as there. Results are unsigned, 0 to 2^32-1.
 */
public enum KeyHash {
    /** Of the sdbm database. */
    SDBM {
        @Override
        public long hash(byte[] key) {
            int hash = 0;
            for (byte octet : key) {
                hash = (octet & 0xFF) + (hash << 6) + (hash << 16) - hash;
            }
            return hash & UNSIGNED;
        }
    },
    /** By Daniel Bernstein, times 33. */
    DJB2 {
        @Override
        public long hash(byte[] key) {
            int hash = 5381;
            for (byte octet : key) {
                hash = (hash << 5) + hash + (octet & 0xFF);
            }
            return hash & UNSIGNED;
        }
    },
    /** By Willy Tarreau, for HAProxy. */
    WT6 {
        @Override
        public long hash(byte[] key) {
            int first = 0xA53C965A;
            int second = 0x5CA6953A;
            int firstStep = 6;
            int secondStep = 18;
            for (byte octet : key) {
                int value = octet & 0xFF;
                first = ~(first ^ value);
                second = ~(second + value);
                int rotated = Integer.rotateLeft(second, firstStep);
                second = Integer.rotateLeft(first, secondStep);
                first = rotated;
                int steps = ((first >>> 16) ^ second) & 0xFFFF;
                firstStep = steps & 0x1F;
                secondStep = steps >>> 11;
            }
            return (first ^ second) & UNSIGNED;
        }
    },
    /** As Ethernet, gzip and PNG use it. */
    CRC32 {
        @Override
        public long hash(byte[] key) {
            return checksum(new CRC32(), key);
        }
    },
    /** Castagnoli: RFC 4960 appendix B. */
    CRC32C {
        @Override
        public long hash(byte[] key) {
            return checksum(new CRC32C(), key);
        }
    };

    private static final long UNSIGNED = 0xFFFF_FFFFL;

    /** The hash of these octets. */
    public abstract long hash(byte[] key);

    /** The hash of these octets, spread over all bits by {@link #avalanche(long)}. */
    public long avalancheHash(byte[] key) {
        return avalanche(hash(key));
    }

    /**
     * Spreads a 32-bit number over all bits: Bob Jenkins' full avalanche
     * (burtleburtle.net/bob/hash/integer.html), then a product with a large prime, as HAProxy does.
     */
    public static long avalanche(long number) {
        int a = (int) number;
        a = a + 0x7ED55D16 + (a << 12);
        a = (a ^ 0xC761C23C) ^ (a >>> 19);
        a = a + 0x165667B1 + (a << 5);
        a = (a + 0xD3A2646C) ^ (a << 9);
        a = a + 0xFD7046C5 + (a << 3);
        a = (a ^ 0xB55A4F09) ^ (a >>> 16);
        return (a * 3221225473L) & UNSIGNED;
    }

    private static long checksum(Checksum sum, byte[] key) {
        sum.update(key, 0, key.length);
        return sum.getValue();
    }
}
