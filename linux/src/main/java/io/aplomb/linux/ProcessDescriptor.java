package io.aplomb.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.Closeable;
import java.lang.invoke.MethodHandle;

/**
 * A process by a descriptor (pidfd_open(2), Linux 5.3): it has input for {@link Poller} when the
 * process has ended, and never becomes another process of the same number. For any thread.
 */
public final class ProcessDescriptor implements Closeable {

    /** One number on all architectures; older C libraries have no function of that name. */
    private static final long PIDFD_OPEN = 434;

    private static final MethodHandle SYSCALL =
            Libc.variadicIntFunction("syscall", 1, JAVA_LONG, JAVA_LONG, JAVA_LONG);

    private final int pid;
    private final int fd;

    private ProcessDescriptor(int pid, int fd) {
        this.pid = pid;
        this.fd = fd;
    }

    /**
     * Opens that of a running process; it is closed on exec.
     *
     * @throws SystemCallException ESRCH when there is no such process, ENOSYS before Linux 5.3
     */
    public static ProcessDescriptor open(int pid) throws SystemCallException {
        int fd =
                Libc.call(
                        "pidfd_open",
                        (_, state) -> (int) SYSCALL.invokeExact(state, PIDFD_OPEN, (long) pid, 0L));
        return new ProcessDescriptor(pid, fd);
    }

    public int pid() {
        return pid;
    }

    /** For {@link Poller}. */
    public int fd() {
        return fd;
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
