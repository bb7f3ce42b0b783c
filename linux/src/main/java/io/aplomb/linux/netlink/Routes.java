package io.aplomb.linux.netlink;

import io.aplomb.linux.SocketAddresses;
import io.aplomb.linux.SystemCallException;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks the kernel for routes, and changes them (rtnetlink(7)). Each call waits for the kernel's
 * answer, which comes at once. For one thread; changes need CAP_NET_ADMIN.
 */
public final class Routes implements Closeable {

    private static final int SCOPE_ANY = 255;

    private final NetlinkSocket socket;

    private Routes(NetlinkSocket socket) {
        this.socket = socket;
    }

    /** Opens the way to the kernel. */
    public static Routes open() throws SystemCallException {
        return new Routes(NetlinkSocket.open(Rtnetlink.NETLINK_ROUTE));
    }

    /**
     * Sets a route, in front of what others have set for the same destination.
     *
     * @param append behind them
     * @return false when this very route was there
     * @throws SystemCallException ENETUNREACH, ENETDOWN, ENODEV, EINVAL among others
     */
    public boolean add(Route route, boolean append) throws SystemCallException {
        int flags =
                Rtnetlink.NLM_F_ACK
                        | Rtnetlink.NLM_F_CREATE
                        | (append ? Rtnetlink.NLM_F_APPEND : 0);
        try {
            List<NetlinkReply> _ =
                    socket.ask(RouteCodec.message(Rtnetlink.RTM_NEWROUTE, flags, route));
            return true;
        } catch (SystemCallException refused) {
            if (refused.errno() == SystemCallException.EEXIST) {
                return false;
            }
            throw refused;
        }
    }

    /** Removes a route; one that is gone already is well. */
    public void remove(Route route) throws SystemCallException {
        try {
            List<NetlinkReply> _ =
                    socket.ask(
                            RouteCodec.message(Rtnetlink.RTM_DELROUTE, Rtnetlink.NLM_F_ACK, route));
        } catch (SystemCallException refused) {
            if (refused.errno() != SystemCallException.ESRCH
                    && refused.errno() != SystemCallException.ENODEV) {
                throw refused;
            }
        }
    }

    /** Removes the first route of that key, whatever its hops. */
    public void remove(RouteKey key) throws SystemCallException {
        remove(new Route(key, SCOPE_ANY, null, 0, List.of()));
    }

    /** The routes of all tables that a protocol has set. */
    public List<RouteKey> of(int protocol) throws SystemCallException {
        List<RouteKey> keys = new ArrayList<>();
        for (int family : new int[] {SocketAddresses.AF_INET, SocketAddresses.AF_INET6}) {
            byte[] header = new byte[Rtnetlink.ROUTE_BYTES];
            header[0] = (byte) family;
            NetlinkMessage question =
                    new NetlinkMessage(Rtnetlink.RTM_GETROUTE, Rtnetlink.NLM_F_DUMP, header);
            for (NetlinkReply message : socket.ask(question)) {
                if (message.type() == Rtnetlink.RTM_NEWROUTE) {
                    RouteCodec.key(message.body())
                            .filter(key -> key.protocol() == protocol)
                            .ifPresent(keys::add);
                }
            }
        }
        return keys;
    }

    @Override
    public void close() {
        socket.close();
    }
}
