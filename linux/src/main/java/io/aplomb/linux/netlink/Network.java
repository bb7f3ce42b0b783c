package io.aplomb.linux.netlink;

import io.aplomb.base.net.HostAddress;
import io.aplomb.base.net.IpAddress;
import io.aplomb.linux.SocketAddresses;
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

    private static final int IPV4_HOST_BITS = 32;
    private static final int POINT_TO_POINT_BITS = 31;
    private static final int CACHE_INFO_BYTES = 16;

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
        IpAddress ip = address.address().ip();
        NetlinkMessage message =
                new NetlinkMessage(
                                Rtnetlink.RTM_NEWADDR,
                                Rtnetlink.NLM_F_ACK
                                        | Rtnetlink.NLM_F_CREATE
                                        | Rtnetlink.NLM_F_REPLACE,
                                addressHeader(address, options.scope()))
                        .attribute(Rtnetlink.IFA_LOCAL, ip.toBytes())
                        .attribute(Rtnetlink.IFA_ADDRESS, ip.toBytes())
                        .attribute(Rtnetlink.IFA_PROTO, new byte[] {(byte) address.protocol()});
        if (ip.v6()) {
            message.attribute(Rtnetlink.IFA_FLAGS, Rtnetlink.IFA_F_NODAD);
        } else if (address.address().prefixBits() < POINT_TO_POINT_BITS) {
            message.attribute(Rtnetlink.IFA_BROADCAST, broadcast(address.address()));
        }
        if (!options.label().isEmpty()) {
            message.attribute(Rtnetlink.IFA_LABEL, options.label());
        }
        if (lifetimeS > 0) {
            message.attribute(Rtnetlink.IFA_CACHEINFO, cacheInfo(lifetimeS, ip.v6()));
        }
        List<NetlinkReply> _ = ask(message);
    }

    /** Removes an address; one that is gone already is well. */
    public void removeAddress(InterfaceAddress address) throws SystemCallException {
        NetlinkMessage message =
                new NetlinkMessage(
                                Rtnetlink.RTM_DELADDR,
                                Rtnetlink.NLM_F_ACK,
                                addressHeader(address, 0))
                        .attribute(Rtnetlink.IFA_LOCAL, address.address().ip().toBytes());
        try {
            List<NetlinkReply> _ = ask(message);
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

    private static byte[] addressHeader(InterfaceAddress address, int scope) {
        boolean v6 = address.address().ip().v6();
        return ByteBuffer.allocate(Rtnetlink.ADDRESS_BYTES)
                .order(ByteOrder.nativeOrder())
                .put((byte) (v6 ? SocketAddresses.AF_INET6 : SocketAddresses.AF_INET))
                .put((byte) address.address().prefixBits())
                .put((byte) 0)
                .put((byte) scope)
                .putInt(address.linkIndex())
                .array();
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

    private static byte[] broadcast(HostAddress address) {
        int hostBits = IPV4_HOST_BITS - address.prefixBits();
        return IpAddress.v4(address.ip().lowBits() | (1 << hostBits) - 1).toBytes();
    }

    /**
     * {@code struct ifa_cacheinfo}: preferred and valid lifetime. An IPv6 address is never
     * preferred as a source: the machine's own one is.
     */
    private static byte[] cacheInfo(long lifetimeS, boolean v6) {
        int valid = (int) Math.min(lifetimeS, Integer.MAX_VALUE);
        return ByteBuffer.allocate(CACHE_INFO_BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(v6 ? 0 : valid)
                .putInt(valid)
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
