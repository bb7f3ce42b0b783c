package io.aplomb.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.Closeable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * Waits for input on some descriptors, for a time, or for another thread (ppoll(2), eventfd(2)).
 * For one thread but for {@link #wake}.
 */
public final class Poller implements Closeable {

    private static final int EFD_CLOEXEC = 0x80000;
    private static final int EFD_NONBLOCK = 0x800;
    private static final short POLLIN = 1;
    private static final int POLLFD_BYTES = 8;
    private static final int EVENTS_OFFSET = 4;
    private static final int RESULT_OFFSET = 6;
    private static final int COUNTER_BYTES = 8;
    private static final long NS_PER_S = 1_000_000_000;
    private static final byte[] ONE = {1, 0, 0, 0, 0, 0, 0, 0};

    private static final MethodHandle EVENTFD = Libc.intFunction("eventfd", JAVA_INT, JAVA_INT);
    private static final MethodHandle PPOLL =
            Libc.intFunction("ppoll", ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);

    private final int wakeFd;

    private Poller(int wakeFd) {
        this.wakeFd = wakeFd;
    }

    /** Makes one. */
    public static Poller open() throws SystemCallException {
        return new Poller(
                Libc.call(
                        "eventfd",
                        (_, state) ->
                                (int) EVENTFD.invokeExact(state, 0, EFD_CLOEXEC | EFD_NONBLOCK)));
    }

    /** Ends the wait under way, or the next one. From any thread. */
    public void wake() throws SystemCallException {
        Descriptors.write(wakeFd, ONE);
    }

    /**
     * Waits until one of the descriptors has input, the time is over, or {@link #wake}.
     *
     * @param timeoutNs nanoseconds; 0 looks only, a negative number waits without end
     * @return those with input or an error, in the order given
     */
    public List<Integer> await(List<Integer> descriptors, long timeoutNs)
            throws SystemCallException {
        int count = descriptors.size() + 1;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment polled = arena.allocate((long) POLLFD_BYTES * count, POLLFD_BYTES);
            fill(polled, 0, wakeFd);
            for (int i = 1; i < count; i++) {
                fill(polled, i, descriptors.get(i - 1));
            }
            int ready = poll(polled, count, timeoutNs);
            if (ready == 0) {
                return List.of();
            }
            if (result(polled, 0) != 0) {
                byte[] _ = Descriptors.read(wakeFd, COUNTER_BYTES);
            }
            List<Integer> result = new ArrayList<>();
            for (int i = 1; i < count; i++) {
                if (result(polled, i) != 0) {
                    result.add(descriptors.get(i - 1));
                }
            }
            return result;
        }
    }

    private static int poll(MemorySegment polled, int count, long timeoutNs)
            throws SystemCallException {
        try {
            return Libc.callOnce(
                    "ppoll",
                    (arena, state) ->
                            (int)
                                    PPOLL.invokeExact(
                                            state,
                                            polled,
                                            (long) count,
                                            time(arena, timeoutNs),
                                            MemorySegment.NULL));
        } catch (SystemCallException refused) {
            if (refused.errno() == SystemCallException.EINTR) {
                return 0;
            }
            throw refused;
        }
    }

    /** {@code struct timespec}, or null for no end. */
    private static MemorySegment time(Arena arena, long timeoutNs) {
        if (timeoutNs < 0) {
            return MemorySegment.NULL;
        }
        MemorySegment time = arena.allocate(JAVA_LONG, 2);
        time.setAtIndex(JAVA_LONG, 0, timeoutNs / NS_PER_S);
        time.setAtIndex(JAVA_LONG, 1, timeoutNs % NS_PER_S);
        return time;
    }

    private static void fill(MemorySegment polled, int index, int fd) {
        polled.set(JAVA_INT, (long) index * POLLFD_BYTES, fd);
        polled.set(JAVA_SHORT, (long) index * POLLFD_BYTES + EVENTS_OFFSET, POLLIN);
    }

    private static short result(MemorySegment polled, int index) {
        return polled.get(JAVA_SHORT, (long) index * POLLFD_BYTES + RESULT_OFFSET);
    }

    @Override
    public void close() {
        try {
            Descriptors.close(wakeFd);
        } catch (SystemCallException gone) {
            // After any error of close(2) the descriptor is gone all the same.
            return;
        }
    }
}
