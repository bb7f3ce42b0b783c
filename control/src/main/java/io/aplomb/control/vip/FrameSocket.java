package io.aplomb.control.vip;

import io.aplomb.base.net.IpAddress;
import io.aplomb.linux.BpfProgram;
import io.aplomb.linux.RawSocket;
import io.aplomb.linux.SocketAddresses;
import io.aplomb.linux.SystemCallException;
import java.io.Closeable;

/**
 * Tells the neighbours of an interface where an address is (packet(7)). For one thread. Needs
 * CAP_NET_RAW.
 */
public final class FrameSocket implements Closeable {

    private static final byte[] BROADCAST = {-1, -1, -1, -1, -1, -1};

    private final RawSocket socket;

    private FrameSocket(RawSocket socket) {
        this.socket = socket;
    }

    /** Opens a socket that only sends. */
    public static FrameSocket open() throws SystemCallException {
        // Protocol 0: the kernel delivers no frame to it.
        RawSocket socket = RawSocket.open(SocketAddresses.AF_PACKET, RawSocket.SOCK_RAW, 0);
        try {
            socket.filter(BpfProgram.nothing());
        } catch (SystemCallException refused) {
            socket.close();
            throw refused;
        }
        return new FrameSocket(socket);
    }

    /**
     * Says that an address is at this MAC address now.
     *
     * @param router whether this machine forwards IPv6
     */
    public void announce(int linkIndex, IpAddress address, byte[] mac, boolean router)
            throws SystemCallException {
        int etherType = address.v6() ? Announcements.ETHERTYPE_IPV6 : Announcements.ETHERTYPE_ARP;
        socket.send(
                Announcements.frame(address, mac, router),
                SocketAddresses.packet(linkIndex, etherType, BROADCAST));
    }

    @Override
    public void close() {
        socket.close();
    }
}
