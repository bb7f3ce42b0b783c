package io.aplomb.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** How the kernel schedules the calling thread. */
public final class Scheduling {

    private static final int SCHED_RR = 2;

    /** Children and threads started later are scheduled as usual (sched(7)). */
    private static final int SCHED_RESET_ON_FORK = 0x4000_0000;

    private static final int CALLING_THREAD = 0;
    private static final Path THREADS = Path.of("/proc/self/task");

    private static final MethodHandle SET_SCHEDULER =
            Libc.intFunction("sched_setscheduler", JAVA_INT, JAVA_INT, ADDRESS);

    private Scheduling() {}

    /**
     * Gives the calling platform thread real-time round-robin priority.
     *
     * @param priority 1 to 99
     * @throws SystemCallException EPERM without CAP_SYS_NICE or RLIMIT_RTPRIO
     */
    public static void realTime(int priority) throws SystemCallException {
        realTime(CALLING_THREAD, priority);
    }

    /**
     * Gives it to all threads that this process has now, those of the Java machine too.
     *
     * @param priority 1 to 99
     * @throws IOException when /proc cannot be read; a {@link SystemCallException} EPERM likewise
     */
    public static void allRealTime(int priority) throws IOException {
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
            for (Path thread : threads) {
                try {
                    realTime(Integer.parseInt(thread.getFileName().toString()), priority);
                } catch (SystemCallException refused) {
                    if (refused.errno() != SystemCallException.ESRCH) {
                        throw refused;
                    }
                }
            }
        }
    }

    private static void realTime(int thread, int priority) throws SystemCallException {
        int _ =
                Libc.call(
                        "sched_setscheduler",
                        (arena, state) ->
                                (int)
                                        SET_SCHEDULER.invokeExact(
                                                state,
                                                thread,
                                                SCHED_RR | SCHED_RESET_ON_FORK,
                                                arena.allocateFrom(JAVA_INT, priority)));
    }
}
