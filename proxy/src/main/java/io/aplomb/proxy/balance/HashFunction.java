package io.aplomb.proxy.balance;

import java.nio.ByteBuffer;

/**
 * The 32-bit hash functions of {@code hash-type}, bit for bit those of HAProxy, so that both send a
 * key to the same server.
 *
 * <p>Sources: sdbm (public domain ndbm), djb2 (D. J. Bernstein), CRC-32 of IEEE 802.3, and the
 * avalanche step is B. Jenkins's integer hash (burtleburtle.net/bob/hash/integer.html).
 */
public enum HashFunction {
    SDBM {
        @Override
        int hash(byte[] bytes, int offset, int length) {
            int hash = 0;
            for (int i = offset; i < offset + length; i++) {
                hash = (bytes[i] & 0xff) + hash * SDBM_FACTOR;
            }
            return hash;
        }
    },
    DJB2 {
        @Override
        int hash(byte[] bytes, int offset, int length) {
            int hash = DJB2_START;
            for (int i = offset; i < offset + length; i++) {
                hash = hash * 33 + (bytes[i] & 0xff);
            }
            return hash;
        }
    },
    /** Two words turned against each other by amounts that depend on the data. */
    WT6 {
        @Override
        int hash(byte[] bytes, int offset, int length) {
            int left = 0xa53c965a;
            int right = 0x5ca6953a;
            int leftTurn = 6;
            int rightTurn = 18;
            for (int i = offset; i < offset + length; i++) {
                int value = bytes[i] & 0xff;
                int turned = Integer.rotateLeft(~(right + value), leftTurn);
                right = Integer.rotateLeft(~(left ^ value), rightTurn);
                left = turned;
                int mix = ((left >>> 16) ^ right) & 0xffff;
                leftTurn = mix & 0x1f;
                rightTurn = mix >>> 11;
            }
            return left ^ right;
        }
    },
    CRC32 {
        @Override
        int hash(byte[] bytes, int offset, int length) {
            var crc = new java.util.zip.CRC32();
            crc.update(bytes, offset, length);
            return (int) crc.getValue();
        }
    },
    /** The key is itself the hash: its first four bytes, in network order. */
    NONE {
        @Override
        int hash(byte[] bytes, int offset, int length) {
            return length >= Integer.BYTES
                    ? ByteBuffer.wrap(bytes).getInt(offset)
                    : SDBM.hash(bytes, offset, length);
        }
    };

    private static final int SDBM_FACTOR = (1 << 6) + (1 << 16) - 1;
    private static final int DJB2_START = 5381;

    /** A factor near three quarters of the ring, by which HAProxy sets neighbours apart. */
    private static final int RING_SPREAD = 0xc0000001;

    abstract int hash(byte[] bytes, int offset, int length);

    /** Spreads each bit of the input over all bits of the result ({@code avalanche}). */
    static int avalanche(int value) {
        int mixed = value + 0x7ed55d16 + (value << 12);
        mixed = mixed ^ 0xc761c23c ^ (mixed >>> 19);
        mixed = mixed + 0x165667b1 + (mixed << 5);
        mixed = (mixed + 0xd3a2646c) ^ (mixed << 9);
        mixed = mixed + 0xfd7046c5 + (mixed << 3);
        mixed = mixed ^ 0xb55a4f09 ^ (mixed >>> 16);
        return mixed * RING_SPREAD;
    }

    /** Folds an IPv4 or IPv6 address to 32 bits; {@code source} does not use the hash function. */
    static int foldAddress(byte[] bytes, int offset, int length) {
        int hash = 0;
        for (int i = 0; i + Integer.BYTES <= length; i += Integer.BYTES) {
            hash ^= ByteBuffer.wrap(bytes).getInt(offset + i);
        }
        return hash;
    }
}
