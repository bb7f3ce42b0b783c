package io.aplomb.linux;

import static io.aplomb.linux.SocketAddresses.STORAGE_BYTES;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.Closeable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Optional;

/**
 * A socket of any family, type and protocol, non-blocking and closed on exec. Not for several
 * threads at once.
 */
public final class RawSocket implements Closeable {

    /** Datagrams of a protocol under IP, raw(7). */
    public static final int SOCK_RAW = 3;

    /** Datagrams, socket(2). */
    public static final int SOCK_DGRAM = 2;

    private static final int SOCK_NONBLOCK = 0x800;
    private static final int SOCK_CLOEXEC = 0x80000;

    /** Longest control data that is asked for: a hop limit and a packet's destination. */
    private static final int CONTROL_BYTES = 256;

    private static final int RECEIVE_BYTES = 65_536;

    private static final MethodHandle SOCKET =
            Libc.intFunction("socket", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle BIND = Libc.intFunction("bind", JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle CONNECT =
            Libc.intFunction("connect", JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle SETSOCKOPT =
            Libc.intFunction("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle SENDTO =
            Libc.longFunction("sendto", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle RECVMSG =
            Libc.longFunction("recvmsg", JAVA_INT, ADDRESS, JAVA_INT);

    /** {@code struct msghdr} of 64-bit Linux, recvmsg(2). */
    private static final StructLayout MESSAGE =
            MemoryLayout.structLayout(
                    ADDRESS.withName("name"),
                    JAVA_INT.withName("nameBytes"),
                    MemoryLayout.paddingLayout(4),
                    ADDRESS.withName("vectors"),
                    JAVA_LONG.withName("vectorCount"),
                    ADDRESS.withName("control"),
                    JAVA_LONG.withName("controlBytes"),
                    JAVA_INT.withName("flags"),
                    MemoryLayout.paddingLayout(4));

    private static final StructLayout VECTOR =
            MemoryLayout.structLayout(ADDRESS.withName("base"), JAVA_LONG.withName("bytes"));

    private static final VarHandle NAME_BYTES = field(MESSAGE, "nameBytes");
    private static final VarHandle CONTROL_LENGTH = field(MESSAGE, "controlBytes");

    private final int fd;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment data = arena.allocate(RECEIVE_BYTES);
    private final MemorySegment name = arena.allocate(STORAGE_BYTES, 8);
    private final MemorySegment control = arena.allocate(CONTROL_BYTES, 8);
    private final MemorySegment message = arena.allocate(MESSAGE);

    private RawSocket(int fd) {
        this.fd = fd;
        MemorySegment vector = arena.allocate(VECTOR);
        field(VECTOR, "base").set(vector, 0L, data);
        field(VECTOR, "bytes").set(vector, 0L, data.byteSize());
        field(MESSAGE, "name").set(message, 0L, name);
        field(MESSAGE, "vectors").set(message, 0L, vector);
        field(MESSAGE, "vectorCount").set(message, 0L, 1L);
        field(MESSAGE, "control").set(message, 0L, control);
    }

    private static VarHandle field(StructLayout struct, String name) {
        return struct.varHandle(MemoryLayout.PathElement.groupElement(name));
    }

    /**
     * Opens one.
     *
     * @param family AF_INET and its like
     * @param protocol of that family; for AF_PACKET the Ethernet type in network order
     * @throws SystemCallException EPERM without the capability that the family asks for
     */
    public static RawSocket open(int family, int type, int protocol) throws SystemCallException {
        int fd =
                Libc.call(
                        "socket",
                        (_, state) ->
                                (int)
                                        SOCKET.invokeExact(
                                                state,
                                                family,
                                                type | SOCK_NONBLOCK | SOCK_CLOEXEC,
                                                protocol));
        return new RawSocket(fd);
    }

    /** The descriptor, for {@link Poller}. */
    public int fd() {
        return fd;
    }

    /** Binds to a {@code sockaddr} of {@link SocketAddresses}. */
    public void bind(byte[] socketAddress) throws SystemCallException {
        int _ =
                Libc.call(
                        "bind",
                        (calls, state) ->
                                (int)
                                        BIND.invokeExact(
                                                state,
                                                fd,
                                                calls.allocateFrom(JAVA_BYTE, socketAddress),
                                                socketAddress.length));
    }

    /** What is written to the descriptor goes there (connect(2)). */
    public void connect(byte[] socketAddress) throws SystemCallException {
        int _ =
                Libc.call(
                        "connect",
                        (calls, state) ->
                                (int)
                                        CONNECT.invokeExact(
                                                state,
                                                fd,
                                                calls.allocateFrom(JAVA_BYTE, socketAddress),
                                                socketAddress.length));
    }

    /** setsockopt(2) with an int. */
    public void option(int level, int option, int value) throws SystemCallException {
        int _ =
                Libc.call(
                        "setsockopt",
                        (calls, state) ->
                                (int)
                                        SETSOCKOPT.invokeExact(
                                                state,
                                                fd,
                                                level,
                                                option,
                                                calls.allocateFrom(JAVA_INT, value),
                                                Integer.BYTES));
    }

    /** setsockopt(2) with a structure. */
    public void option(int level, int option, byte[] value) throws SystemCallException {
        int _ =
                Libc.call(
                        "setsockopt",
                        (calls, state) ->
                                (int)
                                        SETSOCKOPT.invokeExact(
                                                state,
                                                fd,
                                                level,
                                                option,
                                                calls.allocateFrom(JAVA_BYTE, value),
                                                value.length));
    }

    /** Receives only what a classic BPF program lets through (SO_ATTACH_FILTER, socket(7)). */
    public void filter(BpfProgram program) throws SystemCallException {
        int _ =
                Libc.call(
                        "setsockopt",
                        (calls, state) -> {
                            MemorySegment header = program.encode(calls);
                            return (int)
                                    SETSOCKOPT.invokeExact(
                                            state,
                                            fd,
                                            BpfProgram.SOL_SOCKET,
                                            BpfProgram.SO_ATTACH_FILTER,
                                            header,
                                            (int) header.byteSize());
                        });
    }

    /** Sends one datagram. */
    public void send(byte[] datagram, byte[] socketAddress) throws SystemCallException {
        int _ =
                Libc.call(
                        "sendto",
                        (calls, state) ->
                                (int)
                                        (long)
                                                SENDTO.invokeExact(
                                                        state,
                                                        fd,
                                                        calls.allocateFrom(JAVA_BYTE, datagram),
                                                        (long) datagram.length,
                                                        0,
                                                        calls.allocateFrom(
                                                                JAVA_BYTE, socketAddress),
                                                        socketAddress.length));
    }

    /**
     * Takes the next datagram, if one is waiting.
     *
     * @throws SystemCallException ENOBUFS when a netlink socket lost messages, among others
     */
    public Optional<Datagram> receive() throws SystemCallException {
        NAME_BYTES.set(message, 0L, STORAGE_BYTES);
        CONTROL_LENGTH.set(message, 0L, (long) CONTROL_BYTES);
        int length;
        try {
            length =
                    Libc.call(
                            "recvmsg",
                            (_, state) -> (int) (long) RECVMSG.invokeExact(state, fd, message, 0));
        } catch (SystemCallException refused) {
            if (refused.errno() == SystemCallException.EAGAIN) {
                return Optional.empty();
            }
            throw refused;
        }
        int nameBytes = (int) NAME_BYTES.get(message, 0L);
        long controlBytes = (long) CONTROL_LENGTH.get(message, 0L);
        return Optional.of(
                new Datagram(
                        data.asSlice(0, length).toArray(JAVA_BYTE),
                        name.asSlice(0, nameBytes).toArray(JAVA_BYTE),
                        control.asSlice(0, controlBytes).toArray(JAVA_BYTE)));
    }

    @Override
    public void close() {
        try {
            Descriptors.close(fd);
        } catch (SystemCallException gone) {
            // After any error of close(2) the descriptor is gone all the same.
            return;
        } finally {
            arena.close();
        }
    }
}
