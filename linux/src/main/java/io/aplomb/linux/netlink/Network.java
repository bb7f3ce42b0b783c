package io.aplomb.linux.netlink;

import io.aplomb.linux.SystemCallException;
import java.io.Closeable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks the kernel for links and addresses, and changes them (rtnetlink(7)). Each call waits for the
 * kernel's answer, which comes at once. For one thread; changes need CAP_NET_ADMIN.
 */
public final class Network implements Closeable {

    private final NetlinkSocket socket;

    private Network(NetlinkSocket socket) {
        this.socket = socket;
    }

    /** Opens the way to the kernel. */
    public static Network open() throws SystemCallException {
        return new Network(NetlinkSocket.open(Rtnetlink.NETLINK_ROUTE));
    }

    /** All interfaces. */
    public List<Link> links() throws SystemCallException {
        List<Link> links = new ArrayList<>();
        NetlinkMessage question =
                new NetlinkMessage(
                        Rtnetlink.RTM_GETLINK,
                        Rtnetlink.NLM_F_DUMP,
                        new byte[Rtnetlink.LINK_BYTES]);
        for (NetlinkReply message : ask(question)) {
            if (message.type() == Rtnetlink.RTM_NEWLINK) {
                links.add(Link.of(message.body()));
            }
        }
        return links;
    }

    /** The interface of that name, if there is one. */
    public Optional<Link> link(String name) throws SystemCallException {
        return links().stream().filter(link -> link.name().equals(name)).findFirst();
    }

    /** All addresses of all interfaces. */
    public List<InterfaceAddress> addresses() throws SystemCallException {
        List<InterfaceAddress> addresses = new ArrayList<>();
        NetlinkMessage question =
                new NetlinkMessage(
                        Rtnetlink.RTM_GETADDR,
                        Rtnetlink.NLM_F_DUMP,
                        new byte[Rtnetlink.ADDRESS_BYTES]);
        for (NetlinkReply message : ask(question)) {
            if (message.type() == Rtnetlink.RTM_NEWADDR) {
                InterfaceAddress.of(message.body()).ifPresent(addresses::add);
            }
        }
        return addresses;
    }

    /**
     * Sets an address, or renews the one that is there.
     *
     * @param lifetimeS after so many seconds the kernel removes it by itself; 0 for never
     * @throws SystemCallException ENODEV, EPERM, EADDRNOTAVAIL among others
     */
    public void setAddress(InterfaceAddress address, AddressOptions options, long lifetimeS)
            throws SystemCallException {
        List<NetlinkReply> _ = ask(AddressCodec.set(address, options, lifetimeS));
    }

    /** Removes an address; one that is gone already is well. */
    public void removeAddress(InterfaceAddress address) throws SystemCallException {
        try {
            List<NetlinkReply> _ = ask(AddressCodec.remove(address));
        } catch (SystemCallException refused) {
            if (refused.errno() != SystemCallException.EADDRNOTAVAIL
                    && refused.errno() != SystemCallException.ENODEV) {
                throw refused;
            }
        }
    }

    /**
     * Makes an interface with a MAC address of its own on top of another (macvlan), and sets it up.
     */
    public void addMacvlan(String name, int baseIndex, byte[] mac) throws SystemCallException {
        NetlinkMessage message =
                new NetlinkMessage(
                                Rtnetlink.RTM_NEWLINK,
                                Rtnetlink.NLM_F_ACK | Rtnetlink.NLM_F_CREATE | Rtnetlink.NLM_F_EXCL,
                                linkHeader(0, Rtnetlink.IFF_UP, Rtnetlink.IFF_UP))
                        .attribute(Rtnetlink.IFLA_IFNAME, name)
                        .attribute(Rtnetlink.IFLA_LINK, baseIndex)
                        .attribute(Rtnetlink.IFLA_ADDRESS, mac);
        int info = message.begin(Rtnetlink.IFLA_LINKINFO);
        message.attribute(Rtnetlink.IFLA_INFO_KIND, "macvlan");
        int data = message.begin(Rtnetlink.IFLA_INFO_DATA);
        message.attribute(Rtnetlink.IFLA_MACVLAN_MODE, Rtnetlink.MACVLAN_MODE_PRIVATE);
        List<NetlinkReply> _ = ask(message.end(data).end(info));
    }

    /** Removes an interface. */
    public void removeLink(int index) throws SystemCallException {
        List<NetlinkReply> _ =
                ask(
                        new NetlinkMessage(
                                Rtnetlink.RTM_DELLINK,
                                Rtnetlink.NLM_F_ACK,
                                linkHeader(index, 0, 0)));
    }

    private static byte[] linkHeader(int index, int flags, int change) {
        return ByteBuffer.allocate(Rtnetlink.LINK_BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(0)
                .putInt(index)
                .putInt(flags)
                .putInt(change)
                .array();
    }

    private List<NetlinkReply> ask(NetlinkMessage message) throws SystemCallException {
        return socket.ask(message);
    }

    @Override
    public void close() {
        socket.close();
    }
}
