package io.aplomb.linux.netlink;

import io.aplomb.linux.SystemCallException;
import java.io.Closeable;
import java.util.function.Predicate;

/**
 * The kernel's table of tracked connections. Each call waits for the kernel. For one thread; needs
 * CAP_NET_ADMIN.
 */
public final class Flows implements Closeable {

    private static final int NETLINK_NETFILTER = 12;

    private final NetlinkSocket socket;

    private Flows(NetlinkSocket socket) {
        this.socket = socket;
    }

    /**
     * Opens the way to the kernel.
     *
     * @throws SystemCallException EPROTONOSUPPORT where the kernel has no netfilter
     */
    public static Flows open() throws SystemCallException {
        return new Flows(NetlinkSocket.open(NETLINK_NETFILTER));
    }

    /**
     * Makes the kernel forget some: the next packet of one is that of a new connection.
     *
     * @return how many it forgot
     * @throws SystemCallException EOPNOTSUPP or EINVAL where the kernel does not tell them
     */
    public int forget(boolean v6, Predicate<Flow> which) throws SystemCallException {
        int forgotten = 0;
        for (NetlinkReply reply : socket.ask(FlowCodec.dump(v6))) {
            if (FlowCodec.flow(reply.body()).filter(which).isPresent() && forget(v6, reply)) {
                forgotten++;
            }
        }
        return forgotten;
    }

    private boolean forget(boolean v6, NetlinkReply told) throws SystemCallException {
        try {
            var _ = socket.ask(FlowCodec.delete(v6, told.body()));
            return true;
        } catch (SystemCallException refused) {
            if (refused.errno() == SystemCallException.ENOENT) {
                return false;
            }
            throw refused;
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
