package io.aplomb.linux.netlink;

import io.aplomb.linux.Datagram;
import io.aplomb.linux.Poller;
import io.aplomb.linux.RawSocket;
import io.aplomb.linux.SocketAddresses;
import io.aplomb.linux.SystemCallException;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Questions to a netlink family of the kernel and their answers (netlink(7)). Each question waits
 * for the answer, which comes at once. For one thread, and for the families of this module.
 */
public final class NetlinkSocket implements Closeable {

    /** Far above what the kernel needs. */
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(5);

    private final RawSocket socket;
    private final Poller poller;
    private int sequence;

    private NetlinkSocket(RawSocket socket, Poller poller) {
        this.socket = socket;
        this.poller = poller;
    }

    /**
     * Opens the way to a family.
     *
     * @param protocol NETLINK_ROUTE and its like
     */
    public static NetlinkSocket open(int protocol) throws SystemCallException {
        RawSocket socket = RawSocket.open(SocketAddresses.AF_NETLINK, RawSocket.SOCK_RAW, protocol);
        try {
            socket.bind(SocketAddresses.netlink(0));
            return new NetlinkSocket(socket, Poller.open());
        } catch (SystemCallException refused) {
            socket.close();
            throw refused;
        }
    }

    /**
     * Sends, and takes the answers up to the last.
     *
     * @param message that asks for a dump or an acknowledgement
     * @throws SystemCallException with the errno the kernel answers
     */
    public List<NetlinkReply> ask(NetlinkMessage message) throws SystemCallException {
        sequence++;
        socket.send(message.encode(sequence), SocketAddresses.netlink(0));
        List<NetlinkReply> answers = new ArrayList<>();
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (System.nanoTime() < deadlineNs) {
            Optional<Datagram> next = socket.receive();
            if (next.isEmpty()) {
                List<Integer> _ = poller.await(List.of(socket.fd()), PATIENCE_NS);
                continue;
            }
            for (NetlinkReply reply : NetlinkReply.parse(next.get().bytes())) {
                if (reply.sequence() != sequence) {
                    continue;
                }
                switch (reply.type()) {
                    case Rtnetlink.NLMSG_DONE -> {
                        return answers;
                    }
                    case Rtnetlink.NLMSG_ERROR -> {
                        int errno = -reply.body().intAt(0);
                        if (errno != 0) {
                            throw new SystemCallException("netlink", errno);
                        }
                        return answers;
                    }
                    default -> answers.add(reply);
                }
            }
        }
        throw new SystemCallException("netlink", SystemCallException.EAGAIN);
    }

    @Override
    public void close() {
        poller.close();
        socket.close();
    }
}
