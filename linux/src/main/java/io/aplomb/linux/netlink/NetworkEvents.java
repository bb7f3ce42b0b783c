package io.aplomb.linux.netlink;

import io.aplomb.linux.BpfProgram;
import io.aplomb.linux.Datagram;
import io.aplomb.linux.RawSocket;
import io.aplomb.linux.SocketAddresses;
import io.aplomb.linux.SystemCallException;
import java.io.Closeable;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The kernel's reports on links, addresses and the routes of one protocol. For one thread. */
public final class NetworkEvents implements Closeable {

    private final RawSocket socket;

    private NetworkEvents(RawSocket socket) {
        this.socket = socket;
    }

    /**
     * Starts listening; needs no capability.
     *
     * @param routeProtocol whose lost routes are reported; those of others never wake anybody
     */
    public static NetworkEvents open(int routeProtocol) throws SystemCallException {
        int groups =
                Rtnetlink.RTMGRP_LINK
                        | Rtnetlink.RTMGRP_IPV4_IFADDR
                        | Rtnetlink.RTMGRP_IPV6_IFADDR
                        | Rtnetlink.RTMGRP_IPV4_ROUTE
                        | Rtnetlink.RTMGRP_IPV6_ROUTE;
        RawSocket socket =
                RawSocket.open(
                        SocketAddresses.AF_NETLINK, RawSocket.SOCK_RAW, Rtnetlink.NETLINK_ROUTE);
        try {
            socket.filter(routesOf(routeProtocol));
            socket.bind(SocketAddresses.netlink(groups));
        } catch (SystemCallException refused) {
            socket.close();
            throw refused;
        }
        return new NetworkEvents(socket);
    }

    /** A router of the Internet has a million routes of others. */
    private static BpfProgram routesOf(int protocol) {
        return BpfProgram.butKinds(
                NetlinkMessage.TYPE_OFFSET,
                inNetworkOrder(Rtnetlink.RTM_NEWROUTE),
                inNetworkOrder(Rtnetlink.RTM_DELROUTE),
                NetlinkMessage.HEADER_BYTES + RouteCodec.PROTOCOL_OFFSET,
                protocol);
    }

    private static int inNetworkOrder(int type) {
        boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
        short same = (short) type;
        return Short.toUnsignedInt(little ? Short.reverseBytes(same) : same);
    }

    /** The descriptor, for waiting. */
    public int fd() {
        return socket.fd();
    }

    /** Those that came since the last call; waits for none. */
    public List<NetworkEvent> take() throws SystemCallException {
        List<NetworkEvent> events = new ArrayList<>();
        try {
            Optional<Datagram> next = socket.receive();
            while (next.isPresent()) {
                for (NetlinkReply message : NetlinkReply.parse(next.get().bytes())) {
                    event(message).ifPresent(events::add);
                }
                next = socket.receive();
            }
        } catch (SystemCallException refused) {
            if (refused.errno() != SystemCallException.ENOBUFS) {
                throw refused;
            }
            events.add(new NetworkEvent.Lost());
        }
        return events;
    }

    static Optional<NetworkEvent> event(NetlinkReply message) {
        return switch (message.type()) {
            case Rtnetlink.RTM_NEWLINK ->
                    Optional.of(new NetworkEvent.LinkChanged(Link.of(message.body())));
            case Rtnetlink.RTM_DELLINK ->
                    Optional.of(new NetworkEvent.LinkGone(Link.of(message.body())));
            case Rtnetlink.RTM_NEWADDR ->
                    InterfaceAddress.of(message.body()).map(NetworkEvent.AddressSet::new);
            case Rtnetlink.RTM_DELADDR ->
                    InterfaceAddress.of(message.body()).map(NetworkEvent.AddressGone::new);
            case Rtnetlink.RTM_DELROUTE ->
                    RouteCodec.key(message.body()).map(NetworkEvent.RouteGone::new);
            default -> Optional.empty();
        };
    }

    @Override
    public void close() {
        socket.close();
    }
}
