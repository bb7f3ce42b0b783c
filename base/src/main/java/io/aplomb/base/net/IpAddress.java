package io.aplomb.base.net;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * An IPv4 or IPv6 address without zone or port. Immutable; equal when family and bits are equal, so
 * 127.0.0.1 is not equal to ::ffff:127.0.0.1 (see {@link #toV4()} and {@link #toV6()}).
 *
 * @param v6 whether this is an IPv6 address
 * @param high the first 64 bits of an IPv6 address in network order, 0 for IPv4
 * @param low the last 64 bits of an IPv6 address, or the 32 bits of an IPv4 address
 */
public record IpAddress(boolean v6, long high, long low) implements Comparable<IpAddress> {

    private static final long V4_BITS = 0xFFFF_FFFFL;
    private static final long V4_MAPPED_PREFIX = 0xFFFF_0000_0000L;

    /** The IPv4 loopback address 127.0.0.1. */
    public static final IpAddress LOOPBACK_V4 = v4(0x7F00_0001);

    /** The IPv6 loopback address ::1. */
    public static final IpAddress LOOPBACK_V6 = v6(0, 1);

    /** Refuses bits outside the family's width. */
    public IpAddress {
        if (!v6 && (high != 0 || (low & ~V4_BITS) != 0)) {
            throw new IllegalArgumentException("an IPv4 address has 32 bits");
        }
    }

    /** The IPv4 address of these 32 bits in network order. */
    public static IpAddress v4(int bits) {
        return new IpAddress(false, 0, bits & V4_BITS);
    }

    /** The IPv6 address of these two halves in network order. */
    public static IpAddress v6(long high, long low) {
        return new IpAddress(true, high, low);
    }

    /**
     * The address of 4 or 16 octets in network order.
     *
     * @throws IllegalArgumentException for any other length
     */
    public static IpAddress ofBytes(byte[] octets) {
        return switch (octets.length) {
            case 4 -> new IpAddress(false, 0, bits(octets, 0, 4));
            case 16 -> new IpAddress(true, bits(octets, 0, 8), bits(octets, 8, 8));
            default -> throw new IllegalArgumentException("4 or 16 octets, not " + octets.length);
        };
    }

    /**
     * Reads a literal address: dotted IPv4 of four numbers, or IPv6 (RFC 4291 section 2.2),
     * brackets allowed around the latter. Null when the text is anything else.
     */
    public static @Nullable IpAddress parse(String text) {
        if (text.indexOf(':') < 0) {
            return IpText.parseV4(text);
        }
        if (text.startsWith("[") && text.endsWith("]")) {
            return IpText.parseV6(text.substring(1, text.length() - 1));
        }
        return IpText.parseV6(text);
    }

    /** How many bits the family has: 32 or 128. */
    public int widthBits() {
        return v6 ? 128 : 32;
    }

    /** The octets in network order: 4 or 16 of them. */
    public byte[] toBytes() {
        byte[] octets = new byte[v6 ? 16 : 4];
        for (int i = 0; i < octets.length; i++) {
            octets[octets.length - 1 - i] =
                    (byte) (i < 8 ? low >>> (8 * i) : high >>> (8 * (i - 8)));
        }
        return octets;
    }

    /** The 32 bits of an IPv4 address in network order; the last 32 bits of an IPv6 one. */
    public int lowBits() {
        return (int) low;
    }

    /**
     * This address as IPv4: itself, or the IPv4 address inside ::ffff:a.b.c.d, ::a.b.c.d or a 6to4
     * address 2002:aabb:ccdd::. Null when there is none.
     */
    public @Nullable IpAddress toV4() {
        if (!v6) {
            return this;
        }
        if (high == 0 && ((low & ~V4_BITS) == V4_MAPPED_PREFIX || (low & ~V4_BITS) == 0)) {
            return v4((int) low);
        }
        return high >>> 48 == 0x2002 ? v4((int) (high >>> 16)) : null;
    }

    /** This address as IPv6: itself, or ::ffff:a.b.c.d. */
    public IpAddress toV6() {
        return v6 ? this : v6(0, V4_MAPPED_PREFIX | low);
    }

    /** Whether it is of 127.0.0.0/8 or ::1. */
    public boolean isLoopback() {
        return v6 ? high == 0 && low == 1 : low >>> 24 == 127;
    }

    /** Keeps the first bits and clears the rest. */
    public IpAddress masked(int prefixBits) {
        if (!v6) {
            return new IpAddress(false, 0, low & leading(prefixBits + 32) & V4_BITS);
        }
        return v6(high & leading(prefixBits), low & leading(prefixBits - 64));
    }

    /** Network order, IPv4 before IPv6. */
    @Override
    public int compareTo(IpAddress other) {
        if (v6 != other.v6) {
            return v6 ? 1 : -1;
        }
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    /** The usual text: dotted IPv4, or the IPv6 form of RFC 5952. */
    @Override
    public String toString() {
        return v6 ? IpText.formatV6(this) : IpText.formatV4((int) low);
    }

    /** The octets as upper-case hexadecimal digits, as log formats with the X flag print them. */
    public String toHex() {
        return HexFormat.of().withUpperCase().formatHex(toBytes());
    }

    /** A mask of the first bits of a 64-bit word; 0 and 64 are the ends of its useful range. */
    private static long leading(int count) {
        if (count <= 0) {
            return 0;
        }
        return count >= 64 ? -1 : -1L << (64 - count);
    }

    private static long bits(byte[] octets, int offset, int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = (value << 8) | (octets[offset + i] & 0xFF);
        }
        return value;
    }
}
