package io.aplomb.control.node;

import io.aplomb.cluster.live.ClusterState;
import io.aplomb.cluster.schedule.Scheduler;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Whether there is nothing left to do: from the agreed state, so on any node. */
final class Idleness {
    private static final long LOOK_MS = 30;
    private static final long ANSWER_S = 10;

    private final ClusterNode node;

    Idleness(ClusterNode node) {
        this.node = node;
    }

    boolean await(Duration limit)
            throws InterruptedException, ExecutionException, TimeoutException {
        long endNs = System.nanoTime() + limit.toNanos();
        ClusterState seen = node.settled().get(ANSWER_S, TimeUnit.SECONDS);
        while (!isIdle(seen)) {
            if (System.nanoTime() - endNs > 0) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
            seen = node.state();
        }
        return true;
    }

    private static boolean isIdle(ClusterState state) {
        return state.pending().isEmpty()
                && Scheduler.decide(state.cib(), OffsetDateTime.now(ZoneId.systemDefault()))
                        .isEmpty();
    }
}
