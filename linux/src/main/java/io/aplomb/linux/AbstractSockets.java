package io.aplomb.linux;

import static io.aplomb.linux.Libc.callState;
import static io.aplomb.linux.Libc.check;
import static io.aplomb.linux.Libc.impossible;
import static io.aplomb.linux.Libc.intFunction;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/**
 * Unix stream sockets with names in the abstract name space (unix(7)).
 *
 * <p>A name here takes all of {@code sun_path}, filled up with zeros: that is what HAProxy's {@code
 * abns@} binds and connects to, and neither the JDK nor Netty can name it. Any thread.
 */
public final class AbstractSockets {

    private static final int AF_UNIX = 1;
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_NONBLOCK = 04000;
    private static final int SOCK_CLOEXEC = 02000000;

    /** {@code sizeof(struct sockaddr_un)}: the family, then 108 octets of {@code sun_path}. */
    private static final int SOCKADDR_BYTES = 110;

    private static final int NAME_OFFSET = 3;

    private static final MethodHandle SOCKET = intFunction("socket", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle BIND = intFunction("bind", JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle CONNECT = intFunction("connect", JAVA_INT, ADDRESS, JAVA_INT);

    private AbstractSockets() {}

    /** A new socket that listens on that name, non-blocking and closed at exec. */
    public static int listen(String name, int backlog) throws SystemCallException {
        int fd = opened("bind", BIND, name);
        try {
            Descriptors.listen(fd, backlog);
            return fd;
        } catch (SystemCallException refused) {
            Descriptors.close(fd);
            throw refused;
        }
    }

    /**
     * A new socket connected to that name, non-blocking and closed at exec. Does not wait: for unix
     * sockets a connection is there or refused at once.
     *
     * @throws SystemCallException with EAGAIN when the other end has no place in its queue
     */
    public static int connect(String name) throws SystemCallException {
        return opened("connect", CONNECT, name);
    }

    private static int opened(String function, MethodHandle handle, String name)
            throws SystemCallException {
        int fd = socket();
        try {
            call(function, handle, fd, name);
            return fd;
        } catch (SystemCallException refused) {
            Descriptors.close(fd);
            throw refused;
        }
    }

    private static int socket() throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = callState(arena);
            int type = SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC;
            return check("socket", (int) SOCKET.invokeExact(state, AF_UNIX, type, 0), state);
        } catch (SystemCallException refused) {
            throw refused;
        } catch (Throwable thrown) {
            throw impossible(thrown);
        }
    }

    private static void call(String function, MethodHandle handle, int fd, String name)
            throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = callState(arena);
            MemorySegment address = arena.allocate(SOCKADDR_BYTES, JAVA_SHORT.byteAlignment());
            address.set(JAVA_SHORT, 0, (short) AF_UNIX);
            byte[] octets = name.getBytes(StandardCharsets.UTF_8);
            int count = Math.min(octets.length, SOCKADDR_BYTES - NAME_OFFSET);
            MemorySegment.copy(octets, 0, address, JAVA_BYTE, NAME_OFFSET, count);
            int _ =
                    check(
                            function,
                            (int) handle.invokeExact(state, fd, address, SOCKADDR_BYTES),
                            state);
        } catch (SystemCallException refused) {
            throw refused;
        } catch (Throwable thrown) {
            throw impossible(thrown);
        }
    }
}
