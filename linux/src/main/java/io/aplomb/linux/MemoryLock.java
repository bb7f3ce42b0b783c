package io.aplomb.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.invoke.MethodHandle;

/** Keeps a process out of the swap space (mlockall(2)). */
public final class MemoryLock {

    private static final int MCL_CURRENT = 1;
    private static final int MCL_FUTURE = 2;

    /** Pages that are never touched cost nothing: a Java machine reserves far more than it uses. */
    private static final int MCL_ONFAULT = 4;

    private static final MethodHandle MLOCKALL = Libc.intFunction("mlockall", JAVA_INT);

    private MemoryLock() {}

    /**
     * From now on each page stays in memory once it was used.
     *
     * @throws SystemCallException ENOMEM or EPERM where RLIMIT_MEMLOCK is small and CAP_IPC_LOCK
     *     not held; EINVAL before Linux 4.4
     */
    public static void onFault() throws SystemCallException {
        int _ =
                Libc.call(
                        "mlockall",
                        (_, state) ->
                                (int)
                                        MLOCKALL.invokeExact(
                                                state, MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT));
    }
}
