package io.aplomb.control.node;

import io.aplomb.cluster.live.ClusterState;
import io.aplomb.cluster.live.Command;
import io.aplomb.cluster.live.Watchdogs;
import java.util.concurrent.TimeUnit;

/** Has the cluster know whether this node's guard feeds a watchdog. */
final class WatchdogNews {
    /** A word that was lost on its way is said again after that. */
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(5);

    private final ClusterNode node;
    private volatile boolean fed;
    private long saidNs = System.nanoTime() - PATIENCE_NS;
    private boolean said;

    WatchdogNews(ClusterNode node) {
        this.node = node;
    }

    /** The guard tells. Any thread. */
    void fed(boolean now) {
        fed = now;
    }

    /** To be called now and then, by one thread; a session that began anew forgot what was said. */
    void look() {
        ClusterState state = node.state();
        boolean now = fed;
        boolean patient = now == said && System.nanoTime() - saidNs < PATIENCE_NS;
        if (patient || !state.isUp(node.self()) || Watchdogs.isFed(state, node.self()) == now) {
            return;
        }
        said = now;
        saidNs = System.nanoTime();
        var _ =
                node.submit(
                        new Command.SetAttribute(
                                node.self(), Watchdogs.ATTRIBUTE, now ? "true" : null));
    }
}
