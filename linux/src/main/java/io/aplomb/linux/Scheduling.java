package io.aplomb.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.invoke.MethodHandle;

/** How the kernel schedules the calling thread. */
public final class Scheduling {

    private static final int SCHED_RR = 2;

    /** Children and threads started later are scheduled as usual (sched(7)). */
    private static final int SCHED_RESET_ON_FORK = 0x4000_0000;

    private static final int CALLING_THREAD = 0;

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
        int _ =
                Libc.call(
                        "sched_setscheduler",
                        (arena, state) ->
                                (int)
                                        SET_SCHEDULER.invokeExact(
                                                state,
                                                CALLING_THREAD,
                                                SCHED_RR | SCHED_RESET_ON_FORK,
                                                arena.allocateFrom(JAVA_INT, priority)));
    }
}
