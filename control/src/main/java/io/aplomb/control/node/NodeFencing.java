package io.aplomb.control.node;

import io.aplomb.cluster.live.ClusterState;
import io.aplomb.cluster.live.FencingRecord;
import io.aplomb.control.agent.FenceRegistry;
import java.util.concurrent.CompletableFuture;

/**
 * The fence devices of this node, and what is done with them. Any thread; nothing here blocks but
 * the registry.
 */
public interface NodeFencing extends FenceRegistry, AutoCloseable {
    /** What is configured, for topology and host lists. */
    void configuration(ClusterState state);

    /**
     * Has a node fenced.
     *
     * @param action off, reboot or on
     * @param timeoutMs for all of it
     * @param delayMs before it begins
     */
    CompletableFuture<FencingRecord> fence(
            String target, String action, long timeoutMs, long delayMs);

    /** A person says that a node is down for certain: who waits for its fencing goes on. */
    void confirm(String target);

    @Override
    void close();
}
