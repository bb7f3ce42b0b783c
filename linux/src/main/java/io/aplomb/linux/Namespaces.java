package io.aplomb.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.invoke.MethodHandle;

/** Views of the system that a thread may have of its own (namespaces(7)). */
public final class Namespaces {

    private static final int CLONE_NEWNET = 0x4000_0000;

    private static final MethodHandle UNSHARE = Libc.intFunction("unshare", JAVA_INT);

    private Namespaces() {}

    /**
     * Gives the calling platform thread a network of its own: a loopback interface that is down,
     * and nothing else. Sockets it opens and processes it starts are in that network; it ends with
     * the last of them.
     *
     * @throws SystemCallException EPERM without CAP_SYS_ADMIN
     */
    public static void unshareNetwork() throws SystemCallException {
        int _ = Libc.call("unshare", (_, state) -> (int) UNSHARE.invokeExact(state, CLONE_NEWNET));
    }
}
