package io.aplomb.base.hash;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** xxHash of 32 and 64 bits (github.com/Cyan4973/xxHash, doc/xxhash_spec.md). */
public final class XxHash {

    private static final int P1 = 0x9E3779B1;
    private static final int P2 = 0x85EBCA77;
    private static final int P3 = 0xC2B2AE3D;
    private static final int P4 = 0x27D4EB2F;
    private static final int P5 = 0x165667B1;

    private static final long Q1 = 0x9E3779B185EBCA87L;
    private static final long Q2 = 0xC2B2AE3D27D4EB4FL;
    private static final long Q3 = 0x165667B19E3779F9L;
    private static final long Q4 = 0x85EBCA77C2B2AE63L;
    private static final long Q5 = 0x27D4EB2F165667C5L;

    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private XxHash() {}

    /** The 32-bit hash, 0 to 2^32-1. */
    public static long hash32(byte[] key, int seed) {
        int at = 0;
        int hash;
        if (key.length >= 16) {
            int a = seed + P1 + P2;
            int b = seed + P2;
            int c = seed;
            int d = seed - P1;
            for (; at + 16 <= key.length; at += 16) {
                a = round32(a, (int) INTS.get(key, at));
                b = round32(b, (int) INTS.get(key, at + 4));
                c = round32(c, (int) INTS.get(key, at + 8));
                d = round32(d, (int) INTS.get(key, at + 12));
            }
            hash =
                    Integer.rotateLeft(a, 1)
                            + Integer.rotateLeft(b, 7)
                            + Integer.rotateLeft(c, 12)
                            + Integer.rotateLeft(d, 18);
        } else {
            hash = seed + P5;
        }
        hash += key.length;
        for (; at + 4 <= key.length; at += 4) {
            hash = Integer.rotateLeft(hash + (int) INTS.get(key, at) * P3, 17) * P4;
        }
        for (; at < key.length; at++) {
            hash = Integer.rotateLeft(hash + (key[at] & 0xFF) * P5, 11) * P1;
        }
        hash = (hash ^ (hash >>> 15)) * P2;
        hash = (hash ^ (hash >>> 13)) * P3;
        return (hash ^ (hash >>> 16)) & 0xFFFF_FFFFL;
    }

    /** The 64-bit hash. */
    public static long hash64(byte[] key, long seed) {
        int at = 0;
        long hash;
        if (key.length >= 32) {
            long a = seed + Q1 + Q2;
            long b = seed + Q2;
            long c = seed;
            long d = seed - Q1;
            for (; at + 32 <= key.length; at += 32) {
                a = round64(a, (long) LONGS.get(key, at));
                b = round64(b, (long) LONGS.get(key, at + 8));
                c = round64(c, (long) LONGS.get(key, at + 16));
                d = round64(d, (long) LONGS.get(key, at + 24));
            }
            hash =
                    Long.rotateLeft(a, 1)
                            + Long.rotateLeft(b, 7)
                            + Long.rotateLeft(c, 12)
                            + Long.rotateLeft(d, 18);
            hash = merge64(merge64(merge64(merge64(hash, a), b), c), d);
        } else {
            hash = seed + Q5;
        }
        return tail64(hash + key.length, key, at);
    }

    private static long tail64(long start, byte[] key, int from) {
        long hash = start;
        int at = from;
        for (; at + 8 <= key.length; at += 8) {
            hash = Long.rotateLeft(hash ^ round64(0, (long) LONGS.get(key, at)), 27) * Q1 + Q4;
        }
        if (at + 4 <= key.length) {
            long word = (int) INTS.get(key, at) & 0xFFFF_FFFFL;
            hash = Long.rotateLeft(hash ^ (word * Q1), 23) * Q2 + Q3;
            at += 4;
        }
        for (; at < key.length; at++) {
            hash = Long.rotateLeft(hash ^ ((key[at] & 0xFF) * Q5), 11) * Q1;
        }
        hash = (hash ^ (hash >>> 33)) * Q2;
        hash = (hash ^ (hash >>> 29)) * Q3;
        return hash ^ (hash >>> 32);
    }

    private static int round32(int lane, int word) {
        return Integer.rotateLeft(lane + word * P2, 13) * P1;
    }

    private static long round64(long lane, long word) {
        return Long.rotateLeft(lane + word * Q2, 31) * Q1;
    }

    private static long merge64(long hash, long lane) {
        return (hash ^ round64(0, lane)) * Q1 + Q4;
    }
}
