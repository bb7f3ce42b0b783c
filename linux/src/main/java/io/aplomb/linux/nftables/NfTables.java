package io.aplomb.linux.nftables;

import io.aplomb.linux.Datagram;
import io.aplomb.linux.RawSocket;
import io.aplomb.linux.SocketAddresses;
import io.aplomb.linux.SystemCallException;
import io.aplomb.linux.netlink.NetlinkReply;
import java.io.Closeable;
import java.util.Optional;

/**
 * Has the kernel change its packet filter. Each call waits for the kernel, which does the work
 * within the call. For one thread; needs CAP_NET_ADMIN.
 */
public final class NfTables implements Closeable {

    private static final int NETLINK_NETFILTER = 12;
    private static final int SOL_SOCKET = 1;

    /** Larger than the usual limit; permitted with CAP_NET_ADMIN. */
    private static final int SO_SNDBUFFORCE = 32;

    private static final int SO_RCVBUFFORCE = 33;

    /** A batch of ten thousand elements is a megabyte. */
    private static final int BUFFER_BYTES = 16 * 1024 * 1024;

    private static final int ERROR = 2;

    private final RawSocket socket;
    private int sequence;

    private NfTables(RawSocket socket) {
        this.socket = socket;
    }

    /**
     * Opens the way to the kernel.
     *
     * @throws SystemCallException EPROTONOSUPPORT where the kernel has no netfilter
     */
    public static NfTables open() throws SystemCallException {
        RawSocket socket =
                RawSocket.open(SocketAddresses.AF_NETLINK, RawSocket.SOCK_RAW, NETLINK_NETFILTER);
        try {
            socket.bind(SocketAddresses.netlink(0));
            socket.option(SOL_SOCKET, SO_SNDBUFFORCE, BUFFER_BYTES);
            socket.option(SOL_SOCKET, SO_RCVBUFFORCE, BUFFER_BYTES);
            return new NfTables(socket);
        } catch (SystemCallException refused) {
            socket.close();
            throw refused;
        }
    }

    /**
     * Makes all changes of a batch, or none.
     *
     * @throws SystemCallException naming the first change that the kernel refused: ENOENT for
     *     something that is not there, EOPNOTSUPP for an expression this kernel lacks, EPERM
     *     without CAP_NET_ADMIN
     */
    public void apply(Batch batch) throws SystemCallException {
        if (batch.isEmpty()) {
            return;
        }
        int first = sequence + 1;
        sequence = first + batch.count() + 1;
        socket.send(batch.encode(first), SocketAddresses.netlink(0));
        SystemCallException refusal = null;
        // The kernel has answered before the call came back: errors only, one a message.
        for (Optional<Datagram> next = socket.receive();
                next.isPresent();
                next = socket.receive()) {
            for (NetlinkReply reply : NetlinkReply.parse(next.get().bytes())) {
                if (reply.type() == ERROR && reply.body().intAt(0) != 0 && refusal == null) {
                    refusal =
                            new SystemCallException(
                                    "nftables: " + batch.describe(reply, first),
                                    -reply.body().intAt(0));
                }
            }
        }
        if (refusal != null) {
            throw refusal;
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
