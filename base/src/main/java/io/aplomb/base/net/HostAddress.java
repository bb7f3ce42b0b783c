package io.aplomb.base.net;

import org.jspecify.annotations.Nullable;

/**
 * An address as an interface bears it: with the length of its network's prefix, the host bits kept.
 *
 * @param prefixBits 0 to 32 for IPv4, 0 to 128 for IPv6
 */
public record HostAddress(IpAddress ip, int prefixBits) {

    /** Refuses a prefix longer than the address. */
    public HostAddress {
        if (prefixBits < 0 || prefixBits > ip.widthBits()) {
            throw new IllegalArgumentException("prefix length out of range: " + prefixBits);
        }
    }

    /**
     * Reads {@code address} or {@code address/bits}; without bits the network is this one address.
     * Null when the text is neither.
     */
    public static @Nullable HostAddress parse(String text) {
        int slash = text.indexOf('/');
        IpAddress ip = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
        if (ip == null) {
            return null;
        }
        if (slash < 0) {
            return new HostAddress(ip, ip.widthBits());
        }
        String bits = text.substring(slash + 1);
        if (bits.isEmpty() || bits.length() > 3 || !bits.chars().allMatch(Character::isDigit)) {
            return null;
        }
        int prefixBits = Integer.parseInt(bits);
        return prefixBits > ip.widthBits() ? null : new HostAddress(ip, prefixBits);
    }

    /** As {@code ip address} writes it, with the prefix length always. */
    @Override
    public String toString() {
        return ip + "/" + prefixBits;
    }
}
