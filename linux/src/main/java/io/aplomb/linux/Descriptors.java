package io.aplomb.linux;

import static io.aplomb.linux.Libc.callState;
import static io.aplomb.linux.Libc.check;
import static io.aplomb.linux.Libc.errno;
import static io.aplomb.linux.Libc.impossible;
import static io.aplomb.linux.Libc.intFunction;
import static io.aplomb.linux.Libc.longFunction;
import static io.aplomb.linux.Libc.variadicIntFunction;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * File descriptors by their numbers: what Java hides and inherited sockets ({@code bind fd@N})
 * need.
 *
 * <p>Every method may be called from any thread. A descriptor the kernel refuses is a {@link
 * SystemCallException}; {@code EINTR} is retried where the call may be.
 */
public final class Descriptors {
    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final int F_GETFD = 1;
    private static final int F_SETFD = 2;
    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;
    private static final int O_NONBLOCK = 04000;
    private static final int FD_CLOEXEC = 1;
    private static final int O_CLOEXEC = 02000000;
    private static final int O_WRONLY = 1;
    private static final int O_RDWR = 2;
    private static final int SOL_SOCKET = 1;
    private static final int SO_TYPE = 3;
    private static final int SO_ACCEPTCONN = 30;
    private static final int SOCKADDR_STORAGE_BYTES = 128;

    private static final MethodHandle DUP = intFunction("dup", JAVA_INT);
    private static final MethodHandle DUP2 = intFunction("dup2", JAVA_INT, JAVA_INT);
    private static final MethodHandle CLOSE = intFunction("close", JAVA_INT);
    private static final MethodHandle FCNTL =
            variadicIntFunction("fcntl", 2, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle PIPE2 = intFunction("pipe2", ADDRESS, JAVA_INT);
    private static final MethodHandle OPEN =
            variadicIntFunction("open", 2, ADDRESS, JAVA_INT, JAVA_INT);
    private static final MethodHandle MKFIFO = intFunction("mkfifo", ADDRESS, JAVA_INT);
    private static final MethodHandle READ = longFunction("read", JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle WRITE = longFunction("write", JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle GETSOCKOPT =
            intFunction("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle LISTEN = intFunction("listen", JAVA_INT, JAVA_INT);
    private static final MethodHandle GETSOCKNAME =
            intFunction("getsockname", JAVA_INT, ADDRESS, ADDRESS);

    private Descriptors() {}

    /** The address family of a socket, as getsockname(2) tells it. */
    public enum Family {
        /** AF_UNIX: a path or an abstract name. */
        UNIX,
        /** AF_INET: IPv4. */
        INET,
        /** AF_INET6: IPv6. */
        INET6,
        /** A family this program does not serve. */
        OTHER;

        static Family of(short number) {
            return switch (number) {
                case 1 -> UNIX;
                case 2 -> INET;
                case 10 -> INET6;
                default -> OTHER;
            };
        }
    }

    /** The two ends of a pipe, both close-on-exec. */
    public record Pipe(int readFd, int writeFd) {}

    /** The lowest free descriptor, made a copy of {@code fd}; it outlives exec. */
    public static int dup(int fd) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = callState(arena);
            return check("dup", (int) DUP.invokeExact(state, fd), state);
        } catch (SystemCallException refused) {
            throw refused;
        } catch (Throwable thrown) {
            throw impossible(thrown);
        }
    }

    /** A copy of {@code fd} that closes at exec, numbered {@code lowest} or above. */
    public static int dupCloseOnExec(int fd, int lowest) throws SystemCallException {
        return fcntl(fd, F_DUPFD_CLOEXEC, lowest);
    }

    /** Makes {@code target} a copy of {@code fd}, closing what it was; the copy outlives exec. */
    public static void dup2(int fd, int target) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = callState(arena);
            int _ = check("dup2", (int) DUP2.invokeExact(state, fd, target), state);
        } catch (SystemCallException refused) {
            throw refused;
        } catch (Throwable thrown) {
            throw impossible(thrown);
        }
    }

    /**
     * Closes {@code fd}. After an error other than EBADF the descriptor is gone all the same
     * (close(2)).
     */
    public static void close(int fd) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = callState(arena);
            int _ = check("close", (int) CLOSE.invokeExact(state, fd), state);
        } catch (SystemCallException refused) {
            throw refused;
        } catch (Throwable thrown) {
            throw impossible(thrown);
        }
    }

    /**
     * Opens a named pipe for both directions, so that neither opening nor a missing reader makes
     * anybody wait; a write to a full one is EAGAIN.
     */
    public static int openPipe(String path) throws SystemCallException {
        return Libc.call(
                "open " + path,
                (arena, state) ->
                        (int)
                                OPEN.invokeExact(
                                        state,
                                        arena.allocateFrom(path),
                                        O_RDWR | O_CLOEXEC | O_NONBLOCK,
                                        0));
    }

    /** Opens what is there already for writing only; it closes on exec. */
    public static int openWrite(String path) throws SystemCallException {
        return Libc.call(
                "open " + path,
                (arena, state) ->
                        (int)
                                OPEN.invokeExact(
                                        state, arena.allocateFrom(path), O_WRONLY | O_CLOEXEC, 0));
    }

    /** Makes a named pipe (mkfifo(3)); EEXIST when the name is taken. */
    public static void makePipe(String path, int mode) throws SystemCallException {
        int _ =
                Libc.call(
                        "mkfifo " + path,
                        (arena, state) ->
                                (int) MKFIFO.invokeExact(state, arena.allocateFrom(path), mode));
    }

    /** Whether {@code fd} is an open descriptor of this process. */
    public static boolean isOpen(int fd) {
        try {
            int _ = fcntl(fd, F_GETFD, 0);
            return true;
        } catch (SystemCallException refused) {
            return false;
        }
    }

    /** Whether exec closes {@code fd}. */
    public static boolean closesOnExec(int fd) throws SystemCallException {
        return (fcntl(fd, F_GETFD, 0) & FD_CLOEXEC) != 0;
    }

    /** Says whether exec shall close {@code fd}. */
    public static void closeOnExec(int fd, boolean close) throws SystemCallException {
        int flags = fcntl(fd, F_GETFD, 0);
        int _ = fcntl(fd, F_SETFD, close ? flags | FD_CLOEXEC : flags & ~FD_CLOEXEC);
    }

    /** Makes calls on {@code fd} return at once; all processes that share it see that. */
    public static void makeNonBlocking(int fd) throws SystemCallException {
        int flags = fcntl(fd, F_GETFL, 0);
        int _ = fcntl(fd, F_SETFL, flags | O_NONBLOCK);
    }

    /**
     * Whether {@code fd} is a stream socket on which listen(2) was called (SO_ACCEPTCONN,
     * socket(7)).
     */
    public static boolean isListening(int fd) throws SystemCallException {
        return socketOption(fd, SO_ACCEPTCONN) != 0;
    }

    /**
     * Makes a bound stream socket take connections (listen(2)).
     *
     * @param backlog connections that may wait to be accepted
     */
    public static void listen(int fd, int backlog) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = callState(arena);
            int _ = check("listen", (int) LISTEN.invokeExact(state, fd, backlog), state);
        } catch (SystemCallException refused) {
            throw refused;
        } catch (Throwable thrown) {
            throw impossible(thrown);
        }
    }

    /** Whether {@code fd} is a socket of any kind. */
    public static boolean isSocket(int fd) {
        try {
            int _ = socketOption(fd, SO_TYPE);
            return true;
        } catch (SystemCallException refused) {
            return false;
        }
    }

    /** The address family of a socket; ENOTSOCK when {@code fd} is none. */
    public static Family family(int fd) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = callState(arena);
            MemorySegment address = arena.allocate(SOCKADDR_STORAGE_BYTES, 8);
            MemorySegment length = arena.allocateFrom(JAVA_INT, SOCKADDR_STORAGE_BYTES);
            int _ =
                    check(
                            "getsockname",
                            (int) GETSOCKNAME.invokeExact(state, fd, address, length),
                            state);
            return Family.of(address.get(JAVA_SHORT, 0));
        } catch (SystemCallException refused) {
            throw refused;
        } catch (Throwable thrown) {
            throw impossible(thrown);
        }
    }

    /** A new pipe. */
    public static Pipe pipe() throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = callState(arena);
            MemorySegment ends = arena.allocate(JAVA_INT, 2);
            int _ = check("pipe2", (int) PIPE2.invokeExact(state, ends, O_CLOEXEC), state);
            return new Pipe(ends.getAtIndex(JAVA_INT, 0), ends.getAtIndex(JAVA_INT, 1));
        } catch (SystemCallException refused) {
            throw refused;
        } catch (Throwable thrown) {
            throw impossible(thrown);
        }
    }

    /** Turns standard input, output and error into /dev/null, as a daemon has them. */
    public static void silenceStandardStreams() throws SystemCallException {
        int devNull = openReadWrite("/dev/null");
        for (int fd = 0; fd <= 2; fd++) {
            dup2(devNull, fd);
        }
        if (devNull > 2) {
            close(devNull);
        }
    }

    /** Reads at most {@code limitBytes}; an empty array is the end. Blocks the calling thread. */
    public static byte[] read(int fd, int limitBytes) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = callState(arena);
            MemorySegment buffer = arena.allocate(limitBytes);
            long count;
            do {
                count = (long) READ.invokeExact(state, fd, buffer, (long) limitBytes);
            } while (count < 0 && errno(state) == SystemCallException.EINTR);
            if (count < 0) {
                throw new SystemCallException("read", errno(state));
            }
            return buffer.asSlice(0, count).toArray(JAVA_BYTE);
        } catch (SystemCallException refused) {
            throw refused;
        } catch (Throwable thrown) {
            throw impossible(thrown);
        }
    }

    /** Writes all of {@code bytes}. Blocks the calling thread. */
    public static void write(int fd, byte[] bytes) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = callState(arena);
            MemorySegment rest = arena.allocateFrom(JAVA_BYTE, bytes);
            while (rest.byteSize() > 0) {
                long count = (long) WRITE.invokeExact(state, fd, rest, rest.byteSize());
                if (count >= 0) {
                    rest = rest.asSlice(count);
                } else if (errno(state) != SystemCallException.EINTR) {
                    throw new SystemCallException("write", errno(state));
                }
            }
        } catch (SystemCallException refused) {
            throw refused;
        } catch (Throwable thrown) {
            throw impossible(thrown);
        }
    }

    /**
     * Writes what there is room for, on a descriptor that does not block.
     *
     * @return how many bytes; 0 when there is no room
     */
    public static int writeSome(int fd, byte[] bytes, int offset) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = callState(arena);
            int count = bytes.length - offset;
            MemorySegment buffer = arena.allocate(count);
            MemorySegment.copy(bytes, offset, buffer, JAVA_BYTE, 0, count);
            long written;
            do {
                written = (long) WRITE.invokeExact(state, fd, buffer, (long) count);
            } while (written < 0 && errno(state) == SystemCallException.EINTR);
            if (written < 0 && errno(state) != SystemCallException.EAGAIN) {
                throw new SystemCallException("write", errno(state));
            }
            return (int) Math.max(0, written);
        } catch (SystemCallException refused) {
            throw refused;
        } catch (Throwable thrown) {
            throw impossible(thrown);
        }
    }

    /** Opens what is there already for reading and writing; it closes on exec. */
    public static int openReadWrite(String path) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = callState(arena);
            int fd = (int) OPEN.invokeExact(state, arena.allocateFrom(path), O_RDWR | O_CLOEXEC, 0);
            return check("open", fd, state);
        } catch (SystemCallException refused) {
            throw refused;
        } catch (Throwable thrown) {
            throw impossible(thrown);
        }
    }

    private static int fcntl(int fd, int command, int argument) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = callState(arena);
            return check("fcntl", (int) FCNTL.invokeExact(state, fd, command, argument), state);
        } catch (SystemCallException refused) {
            throw refused;
        } catch (Throwable thrown) {
            throw impossible(thrown);
        }
    }

    private static int socketOption(int fd, int option) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = callState(arena);
            MemorySegment value = arena.allocate(JAVA_INT);
            MemorySegment length = arena.allocateFrom(JAVA_INT, Integer.BYTES);
            int answer = (int) GETSOCKOPT.invokeExact(state, fd, SOL_SOCKET, option, value, length);
            int _ = check("getsockopt", answer, state);
            return value.get(JAVA_INT, 0);
        } catch (SystemCallException refused) {
            throw refused;
        } catch (Throwable thrown) {
            throw impossible(thrown);
        }
    }
}
