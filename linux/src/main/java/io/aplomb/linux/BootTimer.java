package io.aplomb.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.Closeable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * A timer by the clock that goes on while the machine sleeps (CLOCK_BOOTTIME, timerfd_create(2)):
 * what was due meanwhile is due at once when it wakes, where {@link System#nanoTime} would count
 * the rest of the wait from there.
 *
 * <p>For one thread but for {@link #nowNs}.
 */
public final class BootTimer implements Closeable {

    private static final int CLOCK_BOOTTIME = 7;
    private static final int TFD_TIMER_ABSTIME = 1;
    private static final int TFD_NONBLOCK = 0x800;
    private static final int TFD_CLOEXEC = 0x80000;
    private static final long NS_PER_S = 1_000_000_000;
    private static final int EXPIRATIONS_BYTES = 8;

    private static final MethodHandle CLOCK_GETTIME =
            Libc.intFunction("clock_gettime", JAVA_INT, ADDRESS);
    private static final MethodHandle TIMERFD_CREATE =
            Libc.intFunction("timerfd_create", JAVA_INT, JAVA_INT);
    private static final MethodHandle TIMERFD_SETTIME =
            Libc.intFunction("timerfd_settime", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);

    private final int fd;
    private long setNs = Long.MAX_VALUE;

    private BootTimer(int fd) {
        this.fd = fd;
    }

    /** Makes one that is not set. */
    public static BootTimer open() throws SystemCallException {
        return new BootTimer(
                Libc.call(
                        "timerfd_create",
                        (_, state) ->
                                (int)
                                        TIMERFD_CREATE.invokeExact(
                                                state,
                                                CLOCK_BOOTTIME,
                                                TFD_NONBLOCK | TFD_CLOEXEC)));
    }

    /** The time since the machine started, sleep included, in nanoseconds. From any thread. */
    public static long nowNs() throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment time = arena.allocate(JAVA_LONG, 2);
            int _ =
                    Libc.call(
                            "clock_gettime",
                            (_, state) ->
                                    (int) CLOCK_GETTIME.invokeExact(state, CLOCK_BOOTTIME, time));
            return time.getAtIndex(JAVA_LONG, 0) * NS_PER_S + time.getAtIndex(JAVA_LONG, 1);
        }
    }

    /** For {@link Poller}: has input from the time that was set on. */
    public int fd() {
        return fd;
    }

    /**
     * Sets it, in place of what was set.
     *
     * @param atNs by {@link #nowNs}; what is past is due at once; {@link Long#MAX_VALUE} for never
     */
    public void set(long atNs) throws SystemCallException {
        if (atNs == setNs) {
            return;
        }
        setNs = atNs;
        // All zero switches a timer off; nothing is due at the very start of a machine.
        long due = atNs == Long.MAX_VALUE ? 0 : Math.max(1, atNs);
        int _ =
                Libc.call(
                        "timerfd_settime",
                        (arena, state) -> {
                            MemorySegment value = arena.allocate(JAVA_LONG, 4);
                            value.setAtIndex(JAVA_LONG, 2, due / NS_PER_S);
                            value.setAtIndex(JAVA_LONG, 3, due % NS_PER_S);
                            return (int)
                                    TIMERFD_SETTIME.invokeExact(
                                            state,
                                            fd,
                                            TFD_TIMER_ABSTIME,
                                            value,
                                            MemorySegment.NULL);
                        });
    }

    /** Takes note that it was due; it is not set any more. */
    public void acknowledge() throws SystemCallException {
        setNs = Long.MAX_VALUE;
        byte[] _ = Descriptors.read(fd, EXPIRATIONS_BYTES);
    }

    @Override
    public void close() {
        try {
            Descriptors.close(fd);
        } catch (SystemCallException gone) {
            // After any error of close(2) the descriptor is gone all the same.
            return;
        }
    }
}
