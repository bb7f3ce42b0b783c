package io.aplomb.app.cluster.daemon;

import io.aplomb.cluster.live.ClusterState;
import io.aplomb.cluster.live.FencingRecord;
import io.aplomb.control.agent.AgentAnswer;
import io.aplomb.control.node.NodeFencing;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** There are no devices: fencing fails, with that reason. */
public final class NoFencing implements NodeFencing {
    @Override
    public void configuration(ClusterState state) {
        // nothing is looked up in it
    }

    @Override
    public CompletableFuture<FencingRecord> fence(
            String target, String action, long timeoutMs, long delayMs) {
        return CompletableFuture.completedFuture(
                new FencingRecord(target, action, "", "", false, 0, "no device"));
    }

    @Override
    public AgentAnswer register(
            String name, String agent, Map<String, String> parameters, long timeoutMs) {
        return AgentAnswer.failed("no devices here");
    }

    @Override
    public void unregister(String name) {
        // there is none
    }

    @Override
    public boolean isRegistered(String name) {
        return false;
    }

    @Override
    public AgentAnswer monitor(String name, long timeoutMs) {
        return AgentAnswer.failed("no devices here");
    }

    @Override
    public void close() {
        // nothing is open
    }
}
