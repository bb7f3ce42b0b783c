package io.aplomb.acceptance;

import io.aplomb.base.net.IpAddress;
import io.aplomb.vrrp.wire.Datagram;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one machine hears of the others, read from the file that tcpdump writes (pcap-savefile(5))
 * while it grows.
 */
final class Wiretap {

    /** Adverts, and what tells neighbours where an address is. */
    static final List<String> FILTER =
            List.of("ip", "proto", "112", "or", "ip6", "proto", "112", "or", "arp", "or", "icmp6");

    private static final int FILE_HEADER_BYTES = 24;
    private static final int RECORD_HEADER_BYTES = 16;
    private static final int CAPTURED_OFFSET = 8;
    private static final int MAC_BYTES = 6;
    private static final int ETHERNET_BYTES = 14;
    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int ETHERTYPE_ARP = 0x0806;
    private static final int ETHERTYPE_IPV6 = 0x86dd;
    private static final int IPV6_HEADER_BYTES = 40;
    private static final int PROTOCOL_VRRP = 112;
    private static final int PROTOCOL_ICMPV6 = 58;
    private static final int NEIGHBOUR_ADVERTISEMENT = 136;
    private static final HexFormat MAC = HexFormat.ofDelimiter(":");

    private final Path capture;

    Wiretap(Path capture) {
        this.capture = capture;
    }

    /** An advert as it was on the cable. */
    record Advert(String destinationMac, String sourceMac, Datagram datagram) {

        String sender() {
            return datagram.source().toString();
        }

        int priority() {
            return Byte.toUnsignedInt(datagram.payload()[2]);
        }
    }

    /** A gratuitous ARP, or an unsolicited neighbour advertisement. */
    record Announcement(String sourceMac, String address, String mac) {}

    /** All adverts so far, in order. */
    List<Advert> adverts() throws IOException {
        List<Advert> adverts = new ArrayList<>();
        for (ByteBuffer frame : frames()) {
            int type = Short.toUnsignedInt(frame.getShort(2 * MAC_BYTES));
            byte[] packet = bytes(frame, ETHERNET_BYTES, frame.limit());
            Datagram datagram =
                    switch (type) {
                        case ETHERTYPE_IPV4 -> Datagram.ofIpv4Packet(packet, packet.length);
                        case ETHERTYPE_IPV6 -> ofIpv6Packet(packet);
                        default -> null;
                    };
            if (datagram != null) {
                adverts.add(new Advert(mac(frame, 0), mac(frame, MAC_BYTES), datagram));
            }
        }
        return adverts;
    }

    /** RFC 8200 section 3; null for anything but an advert. */
    private static @Nullable Datagram ofIpv6Packet(byte[] packet) {
        if (packet[6] != PROTOCOL_VRRP) {
            return null;
        }
        return new Datagram(
                IpAddress.ofBytes(Arrays.copyOfRange(packet, 8, 24)),
                IpAddress.ofBytes(Arrays.copyOfRange(packet, 24, 40)),
                Byte.toUnsignedInt(packet[7]),
                Arrays.copyOfRange(packet, IPV6_HEADER_BYTES, packet.length));
    }

    /** All announcements so far, in order. */
    List<Announcement> announcements() throws IOException {
        List<Announcement> announcements = new ArrayList<>();
        for (ByteBuffer frame : frames()) {
            int type = Short.toUnsignedInt(frame.getShort(2 * MAC_BYTES));
            byte[] packet = bytes(frame, ETHERNET_BYTES, frame.limit());
            String source = mac(frame, MAC_BYTES);
            if (type == ETHERTYPE_ARP && Arrays.equals(packet, 14, 18, packet, 24, 28)) {
                String address = IpAddress.ofBytes(Arrays.copyOfRange(packet, 14, 18)).toString();
                announcements.add(new Announcement(source, address, MAC.formatHex(packet, 8, 14)));
            } else if (type == ETHERTYPE_IPV6 && isNeighbourAdvertisement(packet)) {
                String address = IpAddress.ofBytes(Arrays.copyOfRange(packet, 48, 64)).toString();
                announcements.add(new Announcement(source, address, MAC.formatHex(packet, 66, 72)));
            }
        }
        return announcements;
    }

    /** RFC 4861 section 4.4, with the option that names the MAC address. */
    private static boolean isNeighbourAdvertisement(byte[] packet) {
        return packet[6] == PROTOCOL_ICMPV6
                && packet.length >= 72
                && Byte.toUnsignedInt(packet[IPV6_HEADER_BYTES]) == NEIGHBOUR_ADVERTISEMENT;
    }

    /** All whole frames; tcpdump writes in the byte order of this machine. */
    private List<ByteBuffer> frames() throws IOException {
        ByteBuffer file =
                ByteBuffer.wrap(Files.readAllBytes(capture)).order(ByteOrder.nativeOrder());
        List<ByteBuffer> frames = new ArrayList<>();
        int at = FILE_HEADER_BYTES;
        while (at + RECORD_HEADER_BYTES <= file.limit()) {
            int bytes = file.getInt(at + CAPTURED_OFFSET);
            int start = at + RECORD_HEADER_BYTES;
            if (start + bytes > file.limit()) {
                break;
            }
            frames.add(file.slice(start, bytes).order(ByteOrder.BIG_ENDIAN));
            at = start + bytes;
        }
        return frames;
    }

    private static byte[] bytes(ByteBuffer frame, int from, int to) {
        byte[] bytes = new byte[to - from];
        frame.get(from, bytes);
        return bytes;
    }

    private static String mac(ByteBuffer frame, int offset) {
        return MAC.formatHex(bytes(frame, offset, offset + MAC_BYTES));
    }
}
