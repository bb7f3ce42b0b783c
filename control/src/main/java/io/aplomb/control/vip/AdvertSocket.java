package io.aplomb.control.vip;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aplomb.base.net.IpAddress;
import io.aplomb.linux.BpfProgram;
import io.aplomb.linux.Datagram;
import io.aplomb.linux.RawSocket;
import io.aplomb.linux.SocketAddresses;
import io.aplomb.linux.SystemCallException;
import java.io.Closeable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * Adverts of one virtual router in and out: IP protocol 112 on one interface, TTL 255, to the
 * multicast group or to named peers (RFC 9568 section 5.1). The kernel lets through only what bears
 * the router's number.
 *
 * <p>Two sockets: one bound to the source address sends and hears nothing; one that belongs to the
 * group hears. For one thread. Needs CAP_NET_RAW.
 */
final class AdvertSocket implements Closeable {

    static final int PROTOCOL_VRRP = 112;
    private static final int TTL = 255;

    /** Internetwork control, as routers mark what they say to each other (RFC 791 section 3.1). */
    private static final int TOS_CONTROL = 0xc0;

    private static final int VRID_OFFSET = 1;
    private static final int IPV4_TTL_OFFSET = 8;
    private static final int IPV4_DESTINATION_OFFSET = 16;

    // <bits/socket.h>, <bits/in.h>
    private static final int SOL_SOCKET = 1;
    private static final int SO_PRIORITY = 12;
    private static final int SO_BINDTODEVICE = 25;
    private static final int TC_PRIO_CONTROL = 7;
    private static final int IPPROTO_IP = 0;
    private static final int IP_TOS = 1;
    private static final int IP_TTL = 2;
    private static final int IP_MULTICAST_IF = 32;
    private static final int IP_MULTICAST_TTL = 33;
    private static final int IP_MULTICAST_LOOP = 34;
    private static final int IP_ADD_MEMBERSHIP = 35;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_UNICAST_HOPS = 16;
    private static final int IPV6_MULTICAST_IF = 17;
    private static final int IPV6_MULTICAST_HOPS = 18;
    private static final int IPV6_MULTICAST_LOOP = 19;
    private static final int IPV6_JOIN_GROUP = 20;
    private static final int IPV6_RECVPKTINFO = 49;
    private static final int IPV6_PKTINFO = 50;
    private static final int IPV6_RECVHOPLIMIT = 51;
    private static final int IPV6_HOPLIMIT = 52;
    private static final int IPV6_TCLASS = 67;
    private static final int IPV6_FREEBIND = 78;
    private static final int IP_MREQN_BYTES = 12;
    private static final int IPV6_MREQ_BYTES = 20;
    private static final int IPV6_BYTES = 16;

    private final AdvertPath path;
    private final RawSocket hearing;
    private final RawSocket speaking;

    private AdvertSocket(AdvertPath path, RawSocket hearing, RawSocket speaking) {
        this.path = path;
        this.hearing = hearing;
        this.speaking = speaking;
    }

    /**
     * An advert that came.
     *
     * @param payload the VRRP message
     * @param ttl the TTL or hop limit it arrived with; -1 when the kernel did not tell
     */
    record Heard(byte[] payload, IpAddress source, IpAddress destination, int ttl) {}

    /**
     * Opens both.
     *
     * @throws SystemCallException EPERM without CAP_NET_RAW; EADDRNOTAVAIL when the source address
     *     is not this machine's and not borrowed
     */
    static AdvertSocket open(AdvertPath path) throws SystemCallException {
        RawSocket hearing = RawSocket.open(path.family(), RawSocket.SOCK_RAW, PROTOCOL_VRRP);
        try {
            prepareToHear(path, hearing);
            return new AdvertSocket(path, hearing, speaker(path));
        } catch (SystemCallException refused) {
            hearing.close();
            throw refused;
        }
    }

    /** A socket that sends adverts and hears nothing. */
    private static RawSocket speaker(AdvertPath path) throws SystemCallException {
        RawSocket speaking = RawSocket.open(path.family(), RawSocket.SOCK_RAW, PROTOCOL_VRRP);
        try {
            speaking.filter(BpfProgram.nothing());
            speaking.option(SOL_SOCKET, SO_PRIORITY, TC_PRIO_CONTROL);
            if (path.v6() && path.borrowed()) {
                // keepalived gives both interfaces that address, and then both answer for it.
                speaking.option(IPPROTO_IPV6, IPV6_FREEBIND, 1);
            }
            speaking.bind(SocketAddresses.inet(path.source(), path.scope()));
            if (path.v6()) {
                speaking.option(IPPROTO_IPV6, IPV6_TCLASS, TOS_CONTROL);
                speaking.option(IPPROTO_IPV6, IPV6_UNICAST_HOPS, TTL);
                speaking.option(IPPROTO_IPV6, IPV6_MULTICAST_HOPS, TTL);
                speaking.option(IPPROTO_IPV6, IPV6_MULTICAST_LOOP, 0);
                speaking.option(IPPROTO_IPV6, IPV6_MULTICAST_IF, path.linkIndex());
            } else {
                speaking.option(IPPROTO_IP, IP_TOS, TOS_CONTROL);
                speaking.option(IPPROTO_IP, IP_TTL, TTL);
                speaking.option(IPPROTO_IP, IP_MULTICAST_TTL, TTL);
                speaking.option(IPPROTO_IP, IP_MULTICAST_LOOP, 0);
                speaking.option(IPPROTO_IP, IP_MULTICAST_IF, membershipV4(path));
            }
            return speaking;
        } catch (SystemCallException refused) {
            speaking.close();
            throw refused;
        }
    }

    /** A socket that sends all that is written to it to one destination. */
    static RawSocket speakerTo(AdvertPath path, IpAddress destination) throws SystemCallException {
        RawSocket speaking = speaker(path);
        try {
            speaking.connect(socketAddress(path, destination));
            return speaking;
        } catch (SystemCallException refused) {
            speaking.close();
            throw refused;
        }
    }

    private static void prepareToHear(AdvertPath path, RawSocket hearing)
            throws SystemCallException {
        boolean group = path.peers().isEmpty();
        if (path.v6()) {
            hearing.filter(BpfProgram.octet(VRID_OFFSET, path.virtualRouterId()));
            hearing.option(IPPROTO_IPV6, IPV6_RECVHOPLIMIT, 1);
            hearing.option(IPPROTO_IPV6, IPV6_RECVPKTINFO, 1);
            if (group) {
                hearing.option(IPPROTO_IPV6, IPV6_JOIN_GROUP, membershipV6(path));
            }
        } else {
            hearing.filter(BpfProgram.octetAfterIpv4Header(VRID_OFFSET, path.virtualRouterId()));
            if (group) {
                hearing.option(IPPROTO_IP, IP_ADD_MEMBERSHIP, membershipV4(path));
            }
        }
        if (group) {
            hearing.option(SOL_SOCKET, SO_BINDTODEVICE, (path.device() + '\0').getBytes(UTF_8));
        } else {
            hearing.bind(SocketAddresses.inet(path.source(), path.scope()));
        }
    }

    /** {@code struct ipv6_mreq}. */
    private static byte[] membershipV6(AdvertPath path) {
        byte[] membership = new byte[IPV6_MREQ_BYTES];
        ByteBuffer.wrap(membership)
                .order(ByteOrder.nativeOrder())
                .put(path.group().toBytes())
                .putInt(path.linkIndex());
        return membership;
    }

    /** {@code struct ip_mreqn}. */
    private static byte[] membershipV4(AdvertPath path) {
        byte[] membership = new byte[IP_MREQN_BYTES];
        ByteBuffer.wrap(membership)
                .order(ByteOrder.nativeOrder())
                .put(path.group().toBytes())
                .put(path.source().toBytes())
                .putInt(path.linkIndex());
        return membership;
    }

    /** The descriptor to wait on. */
    int fd() {
        return hearing.fd();
    }

    /** Sends an advert; its checksum is that of this destination. */
    void send(byte[] advert, IpAddress destination) throws SystemCallException {
        speaking.send(advert, socketAddress(path, destination));
    }

    private static byte[] socketAddress(AdvertPath path, IpAddress destination) {
        int scope = path.peers().isEmpty() ? path.linkIndex() : path.scope();
        return SocketAddresses.inet(destination, scope);
    }

    IpAddress source() {
        return path.source();
    }

    AdvertPath path() {
        return path;
    }

    /** The next advert that waits, if any. */
    Optional<Heard> receive() throws SystemCallException {
        return hearing.receive().map(path.v6() ? AdvertSocket::heardV6 : AdvertSocket::heardV4);
    }

    /** Raw IPv4 sockets give the IP header, too (raw(7)). */
    private static Heard heardV4(Datagram datagram) {
        byte[] packet = datagram.bytes();
        int headerBytes = (packet[0] & 0x0f) * 4;
        byte[] destination =
                Arrays.copyOfRange(packet, IPV4_DESTINATION_OFFSET, IPV4_DESTINATION_OFFSET + 4);
        return new Heard(
                Arrays.copyOfRange(packet, Math.min(headerBytes, packet.length), packet.length),
                datagram.senderIp(),
                IpAddress.ofBytes(destination),
                Byte.toUnsignedInt(packet[IPV4_TTL_OFFSET]));
    }

    private static Heard heardV6(Datagram datagram) {
        byte[] info = datagram.control(IPPROTO_IPV6, IPV6_PKTINFO);
        IpAddress destination =
                info.length < IPV6_BYTES
                        ? IpAddress.v6(0, 0)
                        : IpAddress.ofBytes(Arrays.copyOf(info, IPV6_BYTES));
        return new Heard(
                datagram.bytes(),
                datagram.senderIp(),
                destination,
                datagram.controlInt(IPPROTO_IPV6, IPV6_HOPLIMIT).orElse(-1));
    }

    @Override
    public void close() {
        hearing.close();
        speaking.close();
    }
}
