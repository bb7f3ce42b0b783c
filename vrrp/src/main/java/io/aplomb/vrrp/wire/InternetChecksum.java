package io.aplomb.vrrp.wire;

import io.aplomb.base.net.IpAddress;

/** The 16-bit one's complement sum of RFC 1071. */
final class InternetChecksum {

    /** What an intact message sums to, its checksum included. */
    static final int INTACT = 0xFFFF;

    private InternetChecksum() {}

    /** Adds the octets to a sum; an odd last octet counts as the upper half of a word. */
    static int add(int sum, byte[] octets) {
        long total = sum;
        for (int i = 0; i < octets.length; i++) {
            total += (octets[i] & 0xFF) << ((i & 1) == 0 ? 8 : 0);
        }
        return fold(total);
    }

    /**
     * The sum of the pseudo-header: RFC 8200 section 8.1 for IPv6, RFC 9293 section 3.1 for IPv4.
     * Both add the same words, for the zeros between them count nothing.
     */
    static int pseudoHeader(IpAddress source, IpAddress destination, int messageOctets) {
        int sum = add(add(0, source.toBytes()), destination.toBytes());
        return fold((long) sum + messageOctets + Vrrp.PROTOCOL);
    }

    /** The value of the checksum field for a message that sums to this with the field zero. */
    static int field(int sum) {
        return ~sum & 0xFFFF;
    }

    private static int fold(long sum) {
        long folded = sum;
        while (folded >>> 16 != 0) {
            folded = (folded & 0xFFFF) + (folded >>> 16);
        }
        return (int) folded;
    }
}
