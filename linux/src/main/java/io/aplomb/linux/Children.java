package io.aplomb.linux;

import static io.aplomb.linux.Libc.intFunction;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The children of this process: those that this package started, which their starters ask for, and
 * any others, such as orphans that it adopted ({@link Processes#adoptOrphans}).
 *
 * <p>Thread-safe.
 */
public final class Children {
    private static final int P_ALL = 0;
    private static final int P_PID = 1;
    private static final int WNOHANG = 1;
    private static final int WEXITED = 4;
    private static final int WNOWAIT = 0x01000000;
    private static final int ECHILD = 10;
    private static final int SIGINFO_BYTES = 128;

    /** Of si_pid in siginfo_t, on machines of 64 bits (sigaction(2)). */
    private static final int SIGINFO_PID = 16;

    private static final MethodHandle WAITID =
            intFunction("waitid", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle WAITPID = intFunction("waitpid", JAVA_INT, ADDRESS, JAVA_INT);

    /** The numbers of those that were started here and not reaped. */
    private static final Set<Integer> OWN = ConcurrentHashMap.newKeySet();

    /** Read: starting one and noting its number. Write: asking for numbers, and giving one up. */
    private static final ReadWriteLock NUMBERS = new ReentrantReadWriteLock();

    private Children() {}

    /** Starts a process and tells its number. */
    interface Start {
        int start() throws SystemCallException;
    }

    /** Starts one, which is this program's own until it is reaped. */
    static int start(Start start) throws SystemCallException {
        NUMBERS.readLock().lock();
        try {
            int pid = start.start();
            OWN.add(pid);
            return pid;
        } finally {
            NUMBERS.readLock().unlock();
        }
    }

    /**
     * The numbers of all that this package started and nobody reaped yet: whoever else has the
     * kernel forget them takes their end from whoever waits for it.
     */
    public static Set<Integer> own() {
        NUMBERS.writeLock().lock();
        try {
            return Set.copyOf(OWN);
        } finally {
            NUMBERS.writeLock().unlock();
        }
    }

    /**
     * Has the kernel forget a child that has ended, one's own or not (waitpid(2)).
     *
     * @return its status word, empty while it runs
     * @throws SystemCallException ECHILD where it is no child of this process
     */
    static OptionalInt reap(int pid) throws SystemCallException {
        NUMBERS.writeLock().lock();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment status = arena.allocate(JAVA_INT);
            int found =
                    Libc.call(
                            "waitpid",
                            (_, state) -> (int) WAITPID.invokeExact(state, pid, status, WNOHANG));
            if (found == 0) {
                return OptionalInt.empty();
            }
            OWN.remove(pid);
            return OptionalInt.of(status.get(JAVA_INT, 0));
        } finally {
            NUMBERS.writeLock().unlock();
        }
    }

    /**
     * Waits for the end of a child, which is then to be reaped (waitid(2)). Blocks the calling
     * thread.
     */
    static void awaitEnd(int pid) throws SystemCallException {
        int _ = await(P_PID, pid);
    }

    /**
     * Waits until any child has ended and is not reaped yet (waitid(2)); at once where there is
     * one. Blocks the calling thread, which nothing else wakes.
     *
     * @return its number, empty where this process has no child
     */
    public static OptionalInt awaitEndOfAny() throws SystemCallException {
        try {
            return OptionalInt.of(await(P_ALL, 0));
        } catch (SystemCallException refused) {
            if (refused.errno() == ECHILD) {
                return OptionalInt.empty();
            }
            throw refused;
        }
    }

    private static int await(int whom, int pid) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(SIGINFO_BYTES, Long.BYTES);
            int _ =
                    Libc.call(
                            "waitid",
                            (_, state) ->
                                    (int)
                                            WAITID.invokeExact(
                                                    state, whom, pid, info, WEXITED | WNOWAIT));
            return info.get(JAVA_INT, SIGINFO_PID);
        }
    }
}
