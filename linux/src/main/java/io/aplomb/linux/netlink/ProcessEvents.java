package io.aplomb.linux.netlink;

import io.aplomb.linux.BpfProgram;
import io.aplomb.linux.Datagram;
import io.aplomb.linux.Poller;
import io.aplomb.linux.RawSocket;
import io.aplomb.linux.SocketAddresses;
import io.aplomb.linux.SystemCallException;
import io.aplomb.linux.netlink.NetlinkReply.Body;
import java.io.Closeable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The kernel's reports on processes that begin, become another program or end: the process
 * connector ({@code <linux/cn_proc.h>}, Documentation/driver-api/connector.rst). It exists in the
 * initial network, process and user namespaces only. For one thread.
 *
 * <p>A report is a netlink message with a {@code struct cn_msg} and a {@code struct proc_event};
 * those of threads are dropped in the kernel.
 */
public final class ProcessEvents implements Closeable {

    private static final int NETLINK_CONNECTOR = 11;
    private static final int CN_IDX_PROC = 1;
    private static final int CN_VAL_PROC = 1;
    private static final int PROC_CN_MCAST_LISTEN = 1;
    private static final int PROC_CN_MCAST_IGNORE = 2;

    private static final int CONNECTOR_BYTES = 20;
    private static final int EVENT_OFFSET = CONNECTOR_BYTES;

    /** {@code what}, {@code cpu}, {@code timestamp_ns}; then what the kind of event has. */
    private static final int DATA_OFFSET = EVENT_OFFSET + 16;

    private static final int EVENT_BYTES = DATA_OFFSET + 8;
    private static final int CHILD_OFFSET = DATA_OFFSET + 8;

    private static final int ANSWER = 0;
    private static final int FORK = 0x0000_0001;
    private static final int EXEC = 0x0000_0002;
    private static final int NAME = 0x0000_0200;
    private static final int EXIT = 0x8000_0000;

    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVBUF = 8;
    private static final int SO_RCVBUFFORCE = 33;

    /** Room for some thousand reports, for when this thread does not run for a while. */
    private static final int BUFFER_BYTES = 1 << 20;

    /** The kernel answers before the request returns; more is only for a busy machine. */
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(2);

    private final RawSocket socket;

    private ProcessEvents(RawSocket socket) {
        this.socket = socket;
    }

    /**
     * Starts listening.
     *
     * @throws SystemCallException EPERM without CAP_NET_ADMIN; ECONNREFUSED, EPROTONOSUPPORT or
     *     EAGAIN outside the initial namespaces or on a kernel without connector
     */
    public static ProcessEvents open() throws SystemCallException {
        RawSocket socket =
                RawSocket.open(SocketAddresses.AF_NETLINK, RawSocket.SOCK_DGRAM, NETLINK_CONNECTOR);
        try {
            socket.filter(processesOnly());
            enlarge(socket);
            socket.bind(SocketAddresses.netlink(CN_IDX_PROC));
            socket.send(request(PROC_CN_MCAST_LISTEN), SocketAddresses.netlink(0));
            awaitAnswer(socket);
            return new ProcessEvents(socket);
        } catch (SystemCallException refused) {
            socket.close();
            throw refused;
        }
    }

    private static void enlarge(RawSocket socket) throws SystemCallException {
        try {
            socket.option(SOL_SOCKET, SO_RCVBUFFORCE, BUFFER_BYTES);
        } catch (SystemCallException notPermitted) {
            socket.option(SOL_SOCKET, SO_RCVBUF, BUFFER_BYTES);
        }
    }

    /** A thread has a number of its own and that of its process; a process has one. */
    private static BpfProgram processesOnly() {
        int header = NetlinkMessage.HEADER_BYTES;
        return BpfProgram.equalPairs(
                header + EVENT_OFFSET,
                ANSWER,
                List.of(
                        new BpfProgram.Pair(inNetworkOrder(FORK), header + CHILD_OFFSET),
                        new BpfProgram.Pair(inNetworkOrder(EXEC), header + DATA_OFFSET),
                        new BpfProgram.Pair(inNetworkOrder(NAME), header + DATA_OFFSET),
                        new BpfProgram.Pair(inNetworkOrder(EXIT), header + DATA_OFFSET)));
    }

    private static int inNetworkOrder(int value) {
        return ByteBuffer.wrap(NetlinkMessage.bytes(value)).getInt();
    }

    static byte[] request(int operation) {
        ByteBuffer body =
                ByteBuffer.allocate(CONNECTOR_BYTES + Integer.BYTES).order(ByteOrder.nativeOrder());
        body.putInt(CN_IDX_PROC).putInt(CN_VAL_PROC).putInt(0).putInt(0);
        body.putShort((short) Integer.BYTES).putShort((short) 0).putInt(operation);
        return new NetlinkMessage(Rtnetlink.NLMSG_DONE, 0, body.array()).encode(0);
    }

    /** Outside the initial process namespace the kernel does not answer at all. */
    private static void awaitAnswer(RawSocket socket) throws SystemCallException {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        try (Poller poller = Poller.open()) {
            while (System.nanoTime() - deadlineNs < 0) {
                Optional<Datagram> next = socket.receive();
                if (next.isEmpty()) {
                    List<Integer> _ = poller.await(List.of(socket.fd()), PATIENCE_NS);
                    continue;
                }
                for (NetlinkReply reply : NetlinkReply.parse(next.get().bytes())) {
                    Body body = reply.body();
                    if (body.length() >= EVENT_BYTES && body.intAt(EVENT_OFFSET) == ANSWER) {
                        int errno = body.intAt(DATA_OFFSET);
                        if (errno != 0) {
                            throw new SystemCallException("process connector", errno);
                        }
                        return;
                    }
                }
            }
        }
        throw new SystemCallException("process connector", SystemCallException.EAGAIN);
    }

    /** The descriptor, for waiting. */
    public int fd() {
        return socket.fd();
    }

    /** Those that came since the last call; waits for none. */
    public List<ProcessEvent> take() throws SystemCallException {
        List<ProcessEvent> events = new ArrayList<>();
        try {
            Optional<Datagram> next = socket.receive();
            while (next.isPresent()) {
                for (NetlinkReply message : NetlinkReply.parse(next.get().bytes())) {
                    event(message.body()).ifPresent(events::add);
                }
                next = socket.receive();
            }
        } catch (SystemCallException refused) {
            if (refused.errno() != SystemCallException.ENOBUFS) {
                throw refused;
            }
            events.add(new ProcessEvent.Lost());
        }
        return events;
    }

    static Optional<ProcessEvent> event(Body body) {
        if (body.length() < EVENT_BYTES) {
            return Optional.empty();
        }
        return switch (body.intAt(EVENT_OFFSET)) {
            case FORK ->
                    body.length() < CHILD_OFFSET + Integer.BYTES
                            ? Optional.empty()
                            : Optional.of(new ProcessEvent.Changed(body.intAt(CHILD_OFFSET)));
            case EXEC, NAME -> Optional.of(new ProcessEvent.Changed(body.intAt(DATA_OFFSET)));
            case EXIT -> Optional.of(new ProcessEvent.Ended(body.intAt(DATA_OFFSET)));
            default -> Optional.empty();
        };
    }

    /** Before Linux 6.6 the kernel counts listeners, and reports on until each has said so. */
    @Override
    public void close() {
        try {
            socket.send(request(PROC_CN_MCAST_IGNORE), SocketAddresses.netlink(0));
        } catch (SystemCallException refused) {
            // The kernel will report to nobody: no harm but a little work.
            return;
        } finally {
            socket.close();
        }
    }
}
