package io.aplomb.control.vip;

import io.aplomb.base.net.IpAddress;
import java.nio.ByteBuffer;

/**
 * Frames that tell all neighbours where an address is now. Pure.
 *
 * <p>IPv4: a gratuitous ARP request (RFC 5227 section 3, the form that every stack updates its
 * cache by). IPv6: an unsolicited neighbour advertisement to all nodes with the override flag (RFC
 * 4861 sections 4.4 and 7.2.6).
 */
final class Announcements {

    static final int ETHERTYPE_ARP = 0x0806;
    static final int ETHERTYPE_IPV6 = 0x86dd;

    private static final byte[] BROADCAST = {-1, -1, -1, -1, -1, -1};
    private static final byte[] ALL_NODES_MAC = {0x33, 0x33, 0, 0, 0, 1};
    private static final IpAddress ALL_NODES = IpAddress.v6(0xff02_0000_0000_0000L, 1);
    private static final int MAC_BYTES = 6;

    private static final int ARP_FRAME_BYTES = 42;
    private static final int ARP_ETHERNET = 1;
    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int ARP_REQUEST = 1;

    private static final int ETHERNET_BYTES = 14;
    private static final int IPV6_HEADER_BYTES = 40;
    private static final int ADVERTISEMENT_BYTES = 32;
    private static final int IPV6_VERSION = 6 << 28;
    private static final int ICMPV6 = 58;
    private static final int HOP_LIMIT = 255;
    private static final int NEIGHBOUR_ADVERTISEMENT = 136;
    private static final int FLAG_ROUTER = 0x8000_0000;
    private static final int FLAG_OVERRIDE = 0x2000_0000;
    private static final int OPTION_TARGET_LINK_LAYER = 2;
    private static final int OPTION_UNITS_OF_8 = 1;
    private static final int CHECKSUM_OFFSET = 2;

    private Announcements() {}

    /**
     * The frame for an address of either family.
     *
     * @param mac who answers for it now
     * @param router whether this machine forwards IPv6, which the advertisement has to say
     */
    static byte[] frame(IpAddress address, byte[] mac, boolean router) {
        return address.v6()
                ? neighbourAdvertisement(address, mac, router)
                : gratuitousArp(address, mac);
    }

    private static byte[] gratuitousArp(IpAddress address, byte[] mac) {
        byte[] frame = new byte[ARP_FRAME_BYTES];
        ByteBuffer out = ByteBuffer.wrap(frame);
        out.put(BROADCAST).put(mac).putShort((short) ETHERTYPE_ARP);
        out.putShort((short) ARP_ETHERNET).putShort((short) ETHERTYPE_IPV4);
        out.put((byte) MAC_BYTES).put((byte) 4).putShort((short) ARP_REQUEST);
        out.put(mac).put(address.toBytes());
        out.put(BROADCAST).put(address.toBytes());
        return frame;
    }

    private static byte[] neighbourAdvertisement(IpAddress address, byte[] mac, boolean router) {
        byte[] frame = new byte[ETHERNET_BYTES + IPV6_HEADER_BYTES + ADVERTISEMENT_BYTES];
        ByteBuffer out = ByteBuffer.wrap(frame);
        out.put(ALL_NODES_MAC).put(mac).putShort((short) ETHERTYPE_IPV6);
        out.putInt(IPV6_VERSION).putShort((short) ADVERTISEMENT_BYTES);
        out.put((byte) ICMPV6).put((byte) HOP_LIMIT);
        out.put(address.toBytes()).put(ALL_NODES.toBytes());
        int start = out.position();
        out.put((byte) NEIGHBOUR_ADVERTISEMENT).put((byte) 0).putShort((short) 0);
        out.putInt(FLAG_OVERRIDE | (router ? FLAG_ROUTER : 0)).put(address.toBytes());
        out.put((byte) OPTION_TARGET_LINK_LAYER).put((byte) OPTION_UNITS_OF_8).put(mac);
        out.putShort(start + CHECKSUM_OFFSET, (short) checksum(frame, address));
        return frame;
    }

    /** RFC 4443 section 2.3: the Internet checksum over a pseudo-header and the message. */
    private static int checksum(byte[] frame, IpAddress source) {
        long sum = ADVERTISEMENT_BYTES + ICMPV6;
        sum += sumOf(source.toBytes(), 0) + sumOf(ALL_NODES.toBytes(), 0);
        sum += sumOf(frame, ETHERNET_BYTES + IPV6_HEADER_BYTES);
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (int) ~sum & 0xffff;
    }

    private static long sumOf(byte[] octets, int from) {
        ByteBuffer in = ByteBuffer.wrap(octets).position(from);
        long sum = 0;
        while (in.hasRemaining()) {
            sum += Short.toUnsignedInt(in.getShort());
        }
        return sum;
    }
}
