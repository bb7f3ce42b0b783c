package io.aplomb.app.cluster.daemon;

import io.aplomb.app.cluster.tool.StateDirectory;
import io.aplomb.control.node.ClusterNode;
import io.aplomb.control.node.ClusterNodes;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts and stops this machine's node. Safe for many threads; one change at a time. */
public final class NodeKeeper {
    private static final Logger LOG = LoggerFactory.getLogger("aplomb.daemon");

    private final StateDirectory state;
    private final ClusterNodes nodes;
    private volatile @Nullable ClusterNode running;

    NodeKeeper(StateDirectory state, ClusterNodes nodes) {
        this.state = state;
        this.nodes = nodes;
    }

    /** The node, while it runs. */
    public Optional<ClusterNode> node() {
        return Optional.ofNullable(running);
    }

    /** Starts it; nothing to do where it runs. */
    public synchronized void start() throws IOException {
        if (running == null) {
            running = nodes.start(state.path());
            LOG.info("the node {} runs", node().map(ClusterNode::self).orElse(""));
        }
    }

    /**
     * Stops it.
     *
     * @return whether it left in order; so where it did not run
     */
    public synchronized boolean stop(Duration limit) {
        ClusterNode node = running;
        if (node == null) {
            return true;
        }
        boolean inOrder = node.stop(limit);
        running = null;
        LOG.info("the node {} has left{}", node.self(), inOrder ? "" : ", not in order");
        return inOrder;
    }

    /** Whether the node starts with the daemon. */
    public boolean isEnabled() {
        return Files.exists(state.enabled());
    }

    /** Has the node start with the daemon, or not. */
    public synchronized void enable(boolean enabled) throws IOException {
        if (!enabled) {
            boolean _ = Files.deleteIfExists(state.enabled());
        } else if (!isEnabled()) {
            Files.createFile(state.enabled());
        }
    }
}
