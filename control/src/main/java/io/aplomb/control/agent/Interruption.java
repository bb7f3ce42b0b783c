package io.aplomb.control.agent;

import io.aplomb.linux.ChildProcess;
import io.aplomb.linux.SystemCallException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * By which a run is ended from outside: the program it waits for gets a signal, or its thread is
 * interrupted. From any thread.
 */
final class Interruption {

    private static final Logger LOG = LoggerFactory.getLogger(Interruption.class);

    private @Nullable ChildProcess child;
    private @Nullable Thread thread;
    private boolean asked;
    private boolean forced;

    /**
     * Ends the run.
     *
     * @param force kill it, do not ask
     */
    synchronized void end(boolean force) {
        asked = true;
        forced |= force;
        if (child != null) {
            signal(child);
        } else if (thread != null) {
            thread.interrupt();
        }
    }

    /** The calling thread is the one to interrupt. */
    synchronized void runsHere() {
        thread = Thread.currentThread();
        if (asked) {
            thread.interrupt();
        }
    }

    /** The run is over; clears the thread's mark. */
    synchronized void over() {
        thread = null;
        boolean _ = Thread.interrupted();
    }

    /** The run waits for this program now. */
    synchronized void waitsFor(ChildProcess program) {
        child = program;
        if (asked) {
            signal(program);
        }
    }

    /** It has ended. */
    synchronized void waitsNoMore() {
        child = null;
    }

    /** Whether somebody wanted the end. */
    synchronized boolean isAsked() {
        return asked;
    }

    private void signal(ChildProcess program) {
        try {
            boolean _ = program.signal(forced ? ChildProcess.SIGKILL : ChildProcess.SIGTERM);
        } catch (SystemCallException refused) {
            LOG.warn("cannot end process {}: {}", program.pid(), refused.getMessage());
        }
    }
}
