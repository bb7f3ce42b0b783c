package io.aplomb.linux;

import io.aplomb.base.Check;
import io.aplomb.base.net.IpAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The kernel's {@code struct sockaddr_*} as octets: family and interface numbers in the machine's
 * order, ports and addresses in the network's.
 */
public final class SocketAddresses {

    /** Sockets of this machine, unix(7). */
    public static final int AF_UNIX = 1;

    /** IPv4, ip(7). */
    public static final int AF_INET = 2;

    /** IPv6, ipv6(7). */
    public static final int AF_INET6 = 10;

    /** Netlink, netlink(7). */
    public static final int AF_NETLINK = 16;

    /** Frames of a link, packet(7). */
    public static final int AF_PACKET = 17;

    /** Room for any of them: {@code struct sockaddr_storage}. */
    static final int STORAGE_BYTES = 128;

    /** Of {@code sun_path}, with the zero at its end. */
    private static final int UNIX_PATH_BYTES = 108;

    private static final int INET_BYTES = 16;
    private static final int INET6_BYTES = 28;
    private static final int NETLINK_BYTES = 12;
    private static final int PACKET_BYTES = 20;

    private SocketAddresses() {}

    /**
     * {@code sockaddr_un} of a path.
     *
     * @throws IllegalArgumentException when it is longer than the kernel takes, 107 octets
     */
    public static byte[] unix(Path path) {
        byte[] text = path.toString().getBytes(StandardCharsets.UTF_8);
        Check.argument(text.length < UNIX_PATH_BYTES, "a path too long for a socket: " + path);
        byte[] result = new byte[Short.BYTES + text.length + 1];
        wrap(result).putShort((short) AF_UNIX).put(text);
        return result;
    }

    /**
     * {@code sockaddr_in} or {@code sockaddr_in6}, port 0.
     *
     * @param scope the interface of a link-local IPv6 address, else 0
     */
    public static byte[] inet(IpAddress address, int scope) {
        byte[] result = new byte[address.v6() ? INET6_BYTES : INET_BYTES];
        ByteBuffer out = wrap(result);
        out.putShort((short) (address.v6() ? AF_INET6 : AF_INET)).putShort((short) 0);
        if (address.v6()) {
            out.putInt(0).put(address.toBytes()).putInt(scope);
        } else {
            out.put(address.toBytes());
        }
        return result;
    }

    /** {@code sockaddr_nl} of the kernel's own end, with the multicast groups of rtnetlink(7). */
    public static byte[] netlink(int groups) {
        byte[] result = new byte[NETLINK_BYTES];
        wrap(result).putShort((short) AF_NETLINK).putShort((short) 0).putInt(0).putInt(groups);
        return result;
    }

    /**
     * {@code sockaddr_ll} for frames of an Ethernet type on an interface.
     *
     * @param mac where the frame goes; empty to listen
     */
    public static byte[] packet(int interfaceIndex, int etherType, byte[] mac) {
        byte[] result = new byte[PACKET_BYTES];
        ByteBuffer out = wrap(result).putShort((short) AF_PACKET);
        out.put((byte) (etherType >>> 8)).put((byte) etherType).putInt(interfaceIndex);
        out.putShort((short) 0).put((byte) 0).put((byte) mac.length).put(mac);
        return result;
    }

    /** The address in a {@code sockaddr_in} or {@code sockaddr_in6} that the kernel filled. */
    static IpAddress ipOf(byte[] socketAddress) {
        ByteBuffer in = wrap(socketAddress);
        boolean v6 = in.getShort(0) == AF_INET6;
        byte[] octets = new byte[v6 ? 16 : 4];
        in.get(v6 ? 8 : 4, octets);
        return IpAddress.ofBytes(octets);
    }

    private static ByteBuffer wrap(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    }
}
