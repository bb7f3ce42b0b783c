package io.aplomb.control.agent;

import io.aplomb.linux.ChildProcess;
import io.aplomb.linux.ProcessStatus;
import io.aplomb.linux.ProcessTable;
import io.aplomb.linux.Processes;
import io.aplomb.linux.SystemCallException;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dead children of this program that nobody waits for: what agents had left in the background.
 * Whoever started a child itself takes note of its end within moments; one that is dead at two
 * looks in a row is an orphan. For one thread.
 */
final class Orphans {

    private static final Logger LOG = LoggerFactory.getLogger(Orphans.class);

    private final int self = Math.toIntExact(ProcessHandle.current().pid());
    private final long betweenNs;
    private Set<ProcessStatus> dead = Set.of();
    private long lookedNs = System.nanoTime();

    /**
     * @param betweenNs how long between two looks at least
     */
    Orphans(long betweenNs) {
        this.betweenNs = betweenNs;
    }

    /** Has the kernel forget a dead process, if it is an orphan that this program adopted. */
    static void forget(int pid) throws SystemCallException {
        if (!ChildProcess.unreaped().contains(pid)) {
            boolean _ = Processes.forget(pid);
        }
    }

    /** Has the kernel forget those that have been dead for a while. */
    void forgetDead() {
        long nowNs = System.nanoTime();
        if (nowNs - lookedNs < betweenNs) {
            return;
        }
        lookedNs = nowNs;
        Set<ProcessStatus> now = new HashSet<>();
        try {
            for (int pid : ProcessTable.pids()) {
                ProcessTable.status(pid)
                        .filter(one -> one.parent() == self && !one.runs())
                        .ifPresent(now::add);
            }
            for (ProcessStatus one : now) {
                if (dead.contains(one)) {
                    forget(one.pid());
                }
            }
        } catch (SystemCallException refused) {
            LOG.warn("dead processes are kept: {}", refused.getMessage());
        } catch (IOException unreadable) {
            LOG.debug("processes are not known: {}", unreadable.getMessage());
        }
        dead = now;
    }
}
