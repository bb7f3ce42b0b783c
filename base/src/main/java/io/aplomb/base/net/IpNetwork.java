package io.aplomb.base.net;

import org.jspecify.annotations.Nullable;

/**
 * A network: an address and how many of its first bits count. Immutable; the host bits are cleared.
 *
 * @param address the first address of the network
 * @param prefixBits 0 to 32 for IPv4, 0 to 128 for IPv6
 */
public record IpNetwork(IpAddress address, int prefixBits) {

    /** Clears the host bits. */
    public IpNetwork {
        if (prefixBits < 0 || prefixBits > address.widthBits()) {
            throw new IllegalArgumentException("prefix length out of range: " + prefixBits);
        }
        address = address.masked(prefixBits);
    }

    /** The network of one address. */
    public static IpNetwork of(IpAddress address) {
        return new IpNetwork(address, address.widthBits());
    }

    /**
     * Reads {@code address}, {@code address/bits} or {@code address/dotted-mask}. An IPv4 address
     * may leave out zero octets before its last one, as HAProxy's patterns do (manual section
     * 7.1.6): {@code 10.12/8} is {@code 10.0.0.12/8}. Null when the text is none of these.
     */
    public static @Nullable IpNetwork parse(String text) {
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        IpAddress address = host.indexOf(':') >= 0 ? IpAddress.parse(host) : parseShortV4(host);
        if (address == null) {
            return null;
        }
        int bits = slash < 0 ? address.widthBits() : maskBits(text.substring(slash + 1), address);
        return bits < 0 ? null : new IpNetwork(address, bits);
    }

    /**
     * Whether the address lies inside. Across families it compares as HAProxy does: an IPv6 address
     * is first turned to IPv4 for an IPv4 network where it carries one, an IPv4 address to
     * ::ffff:a.b.c.d for an IPv6 network.
     */
    public boolean contains(IpAddress candidate) {
        IpAddress comparable = address.v6() ? candidate.toV6() : candidate.toV4();
        return comparable != null && comparable.masked(prefixBits).equals(address);
    }

    @Override
    public String toString() {
        return prefixBits == address.widthBits() ? address.toString() : address + "/" + prefixBits;
    }

    private static @Nullable IpAddress parseShortV4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length > 4) {
            return null;
        }
        StringBuilder full = new StringBuilder();
        for (int i = 0; i < parts.length - 1; i++) {
            full.append(parts[i]).append('.');
        }
        full.append("0.".repeat(4 - parts.length)).append(parts[parts.length - 1]);
        return IpAddress.parse(full.toString());
    }

    /** The prefix length a mask stands for, or -1 when it is not one. */
    private static int maskBits(String mask, IpAddress address) {
        if (mask.indexOf('.') >= 0 && !address.v6()) {
            IpAddress dotted = IpAddress.parse(mask);
            if (dotted == null) {
                return -1;
            }
            int ones = Integer.numberOfLeadingZeros(~dotted.lowBits());
            return dotted.masked(ones).equals(dotted) ? ones : -1;
        }
        if (mask.isEmpty()
                || mask.length() > 3
                || !mask.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        int bits = Integer.parseInt(mask);
        return bits <= address.widthBits() ? bits : -1;
    }
}
