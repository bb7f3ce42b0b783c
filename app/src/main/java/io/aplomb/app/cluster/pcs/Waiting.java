package io.aplomb.app.cluster.pcs;

import io.aplomb.app.cluster.tool.CommandFailure;
import io.aplomb.app.cluster.tool.LiveCluster;
import io.aplomb.control.node.ClusterNode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@code --wait}: until the cluster has nothing left to do. */
public final class Waiting {
    /** That of pcs: an hour. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private static final Duration SLACK = Duration.ofSeconds(10);

    private Waiting() {}

    /**
     * Waits.
     *
     * @param seconds 0 for no limit but the longest
     * @throws CommandFailure when that was not enough
     */
    public static void untilIdle(ClusterNode node, long seconds)
            throws CommandFailure, InterruptedException {
        Duration limit = seconds == 0 ? LONGEST : Duration.ofSeconds(seconds);
        if (!answer(node.idle(limit), limit.plus(SLACK))) {
            throw CommandFailure.because("waiting timeout");
        }
    }

    /** Waits, and says whether that was enough. */
    static boolean isIdleWithin(ClusterNode node, long seconds)
            throws CommandFailure, InterruptedException {
        Duration limit = Duration.ofSeconds(seconds);
        return answer(node.idle(limit), limit.plus(SLACK));
    }

    private static boolean answer(CompletableFuture<Boolean> idle, Duration limit)
            throws CommandFailure, InterruptedException {
        try {
            return idle.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            return false;
        } catch (ExecutionException failed) {
            return LiveCluster.await(CompletableFuture.failedFuture(failed.getCause()));
        }
    }
}
