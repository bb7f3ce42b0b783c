package io.aplomb.vrrp.wire;

import io.aplomb.base.Check;
import io.aplomb.base.net.IpAddress;

/** The constants of the protocol. */
public final class Vrrp {

    /** The IP protocol number (RFC 9568 section 5.1.1.4). */
    public static final int PROTOCOL = 112;

    /** The TTL or hop limit of every multicast advert: proof that no router forwarded it. */
    public static final int HOP_LIMIT = 255;

    /** 224.0.0.18 (RFC 9568 section 5.1.1.2). */
    public static final IpAddress GROUP_V4 = IpAddress.v4(0xE000_0012);

    /** ff02::12 (RFC 9568 section 5.1.2.2). */
    public static final IpAddress GROUP_V6 = IpAddress.v6(0xFF02_0000_0000_0000L, 0x12);

    /** The priority of a Master that stops (RFC 9568 section 5.2.4). */
    public static final int PRIORITY_RESIGN = 0;

    /** The priority of the router that owns the addresses (RFC 9568 section 5.2.4). */
    public static final int PRIORITY_OWNER = 255;

    /** The octets before the addresses, in both versions. */
    static final int HEADER_OCTETS = 8;

    /** The only packet type (RFC 9568 section 5.2.2). */
    static final int TYPE_ADVERTISEMENT = 1;

    private static final int MAX_COUNT = 255;
    private static final int IPV4_HEADER_OCTETS = 20;
    private static final int IPV6_HEADER_OCTETS = 40;

    private Vrrp() {}

    /** The multicast group of the family. */
    public static IpAddress group(boolean v6) {
        return v6 ? GROUP_V6 : GROUP_V4;
    }

    /**
     * The six octets of the virtual router's MAC address (RFC 9568 section 7.3):
     * 00-00-5E-00-01-{VRID} for IPv4, 00-00-5E-00-02-{VRID} for IPv6.
     *
     * @param vrid 1 to 255
     */
    public static byte[] virtualMac(boolean v6, int vrid) {
        Check.argument(vrid >= 1 && vrid <= 255, "a virtual router id is 1 to 255");
        return new byte[] {0, 0, 0x5E, 0, (byte) (v6 ? 2 : 1), (byte) vrid};
    }

    /**
     * How many addresses an advert can carry without being cut in fragments: as many as the count
     * field can name and one packet of that size can hold.
     */
    public static int maxAddresses(VrrpVersion version, boolean v6, int mtuOctets) {
        int overhead = (v6 ? IPV6_HEADER_OCTETS : IPV4_HEADER_OCTETS) + HEADER_OCTETS;
        if (version == VrrpVersion.V2) {
            overhead += Authentication.DATA_OCTETS;
        }
        return Math.clamp((mtuOctets - overhead) / addressOctets(v6), 0, MAX_COUNT);
    }

    static int addressOctets(boolean v6) {
        return v6 ? 16 : 4;
    }
}
