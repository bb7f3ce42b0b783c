package io.aplomb.control.agent;

import io.aplomb.linux.Children;
import io.aplomb.linux.ProcessStatus;
import io.aplomb.linux.ProcessTable;
import io.aplomb.linux.Processes;
import io.aplomb.linux.SystemCallException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What agents leave in the background is buried as soon as it is dead: an agent that kills its
 * daemon and waits until {@code kill -0} fails waits for as long as the dead one keeps its number.
 *
 * <p>The machine's first process does so, unless it is a container's that knows no children but its
 * own. There this program adopts them. Not elsewhere, for they would stay when it is stopped
 * (SIGSTOP), and hold up the guard, which then has its resources stopped.
 *
 * <p>A dead child that this program did not start, in a session that is not its own, is an orphan
 * for certain. One in its own session may be a {@link Process} of Java, which takes note of its end
 * within moments: what is dead for long is an orphan too.
 *
 * <p>One for the process, as its children are; never ends.
 */
final class Orphans {
    private static final Logger LOG = LoggerFactory.getLogger(Orphans.class);

    private static final long LONG_NS = TimeUnit.SECONDS.toNanos(10);

    /** An orphan that dies, and its number. */
    private static final String ORPHAN = "sleep 0.01 >/dev/null 2>&1 & echo $!";

    private static final int LOOKS = 100;
    private static final long LOOK_MS = 5;
    private static final long NO_CHILD_MS = 200;
    private static final long SHORTEST_MS = 2;
    private static final long LONGEST_MS = 100;

    private static boolean seenTo; // guarded by the class

    private final int self;
    private final int session;

    /** The dead in this program's own session, and since when. */
    private Map<ProcessStatus, Long> doubtful = new HashMap<>();

    private Orphans(ProcessStatus self) {
        this.self = self.pid();
        this.session = self.session();
    }

    /**
     * Has orphans buried by this program, once and for all, if nobody else does. Waits for 15 ms.
     */
    static synchronized void seeTo() throws SystemCallException {
        if (seenTo) {
            return;
        }
        seenTo = true;
        if (!areBuried()) {
            LOG.info("nobody buries orphans here: this program does");
            adopt();
        }
    }

    /** From now on orphans among this program's descendants are its children. */
    static void adopt() throws SystemCallException {
        int self = Math.toIntExact(ProcessHandle.current().pid());
        Orphans orphans = new Orphans(ProcessTable.status(self).orElseThrow());
        Processes.adoptOrphans();
        Thread _ = Thread.ofPlatform().name("agent-orphans").daemon().start(orphans::run);
    }

    /** Whether an orphan that dies is gone within half a second. */
    private static boolean areBuried() {
        try {
            Process mother = new ProcessBuilder("/bin/sh", "-c", ORPHAN).start();
            String said =
                    new String(mother.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            int _ = mother.waitFor();
            int orphan = Integer.parseInt(said.strip());
            for (int look = 0; look < LOOKS; look++) {
                if (ProcessTable.status(orphan).isEmpty()) {
                    return true;
                }
                Thread.sleep(LOOK_MS);
            }
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        } catch (IOException | NumberFormatException untried) {
            LOG.debug("whether orphans are buried is not known: {}", untried.getMessage());
        }
        return false;
    }

    /** Has the kernel forget a dead process, if it is an orphan that this program adopted. */
    static void forget(int pid) throws SystemCallException {
        if (!Children.own().contains(pid)) {
            boolean _ = Processes.forget(pid);
        }
    }

    private void run() {
        long pauseMs = SHORTEST_MS;
        try {
            while (true) {
                OptionalInt dead = Children.awaitEndOfAny();
                if (dead.isEmpty()) {
                    Thread.sleep(NO_CHILD_MS);
                } else if (bury(dead.getAsInt())) {
                    pauseMs = SHORTEST_MS;
                } else {
                    // it is somebody's who buries it soon; until then it hides all others
                    Thread.sleep(pauseMs);
                    pauseMs = buryAll() ? SHORTEST_MS : Math.min(LONGEST_MS, 2 * pauseMs);
                }
            }
        } catch (SystemCallException refused) {
            LOG.error("orphans are no longer buried: {}", refused.getMessage());
        } catch (InterruptedException asked) {
            LOG.debug("orphans are no longer buried");
        }
    }

    /** Whether it is an orphan for certain, and buried. */
    private boolean bury(int pid) throws SystemCallException {
        boolean foreign =
                ProcessTable.status(pid)
                        .filter(one -> one.parent() == self && one.session() != session)
                        .isPresent();
        if (!foreign || Children.own().contains(pid)) {
            return false;
        }
        return Processes.forget(pid);
    }

    /** Whether any was. */
    private boolean buryAll() throws SystemCallException {
        Set<ProcessStatus> dead = new HashSet<>();
        try {
            for (int pid : ProcessTable.pids()) {
                ProcessTable.status(pid)
                        .filter(one -> one.parent() == self && !one.runs())
                        .ifPresent(dead::add);
            }
        } catch (IOException unreadable) {
            LOG.debug("processes are not known: {}", unreadable.getMessage());
        }
        boolean any = false;
        long nowNs = System.nanoTime();
        Map<ProcessStatus, Long> still = new HashMap<>();
        for (ProcessStatus one : dead) {
            if (bury(one.pid())) {
                any = true;
            } else if (one.session() == session) {
                long sinceNs = doubtful.getOrDefault(one, nowNs);
                still.put(one, sinceNs);
                if (nowNs - sinceNs > LONG_NS) {
                    forget(one.pid());
                }
            }
        }
        doubtful = still;
        return any;
    }
}
