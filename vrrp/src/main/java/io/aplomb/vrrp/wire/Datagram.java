package io.aplomb.vrrp.wire;

import io.aplomb.base.Check;
import io.aplomb.base.net.IpAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A packet of protocol 112 as the shell received it.
 *
 * @param hopLimit its TTL or hop limit on arrival, 0 to 255
 * @param payload what follows the IP header; not changed by anyone after this
 */
public record Datagram(IpAddress source, IpAddress destination, int hopLimit, byte[] payload) {

    private static final int MIN_HEADER_OCTETS = 20;
    private static final int FRAGMENT_BITS = 0x3FFF;

    /** Source and destination are of one family. */
    public Datagram {
        Check.argument(source.v6() == destination.v6(), "source and destination of one family");
    }

    /**
     * Reads a whole IPv4 packet, which is what a raw IPv4 socket hands over (RFC 791 section 3.1).
     * Null when it is cut short or padded, a fragment, or of another protocol: nothing of VRRP can
     * be said about it.
     *
     * @param octets holds the packet from its first octet on
     * @param length how many octets were received
     */
    public static @Nullable Datagram ofIpv4Packet(byte[] octets, int length) {
        Check.index(length, octets.length + 1);
        if (length < MIN_HEADER_OCTETS || octets[0] >>> 4 != 4) {
            return null;
        }
        ByteBuffer packet = ByteBuffer.wrap(octets, 0, length);
        int headerOctets = (octets[0] & 0x0F) * 4;
        int totalOctets = packet.getShort(2) & 0xFFFF;
        if (headerOctets < MIN_HEADER_OCTETS
                || headerOctets > length
                || totalOctets != length
                || (packet.getShort(6) & FRAGMENT_BITS) != 0
                || (octets[9] & 0xFF) != Vrrp.PROTOCOL) {
            return null;
        }
        return new Datagram(
                IpAddress.v4(packet.getInt(12)),
                IpAddress.v4(packet.getInt(16)),
                octets[8] & 0xFF,
                Arrays.copyOfRange(octets, headerOctets, length));
    }

    /**
     * The virtual router the advert is about, so that the shell finds whom to give it to; 0, which
     * is nobody's, when the payload has no such field.
     */
    public int vrid() {
        return payload.length < 2 ? 0 : payload[1] & 0xFF;
    }
}
