package io.aplomb.control.node;

import io.aplomb.cluster.fence.FenceConfiguration;
import io.aplomb.cluster.live.ClusterState;
import io.aplomb.cluster.live.FencingRecord;
import io.aplomb.cluster.rules.RuleInput;
import io.aplomb.control.agent.AgentAnswer;
import io.aplomb.control.fence.FenceAgents;
import io.aplomb.control.fence.Fencer;
import io.aplomb.control.fence.FencerRegistry;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/** The fence devices of the configuration, by the agents of this machine. */
public final class DeviceFencing implements NodeFencing {

    private final String self;
    private final Fencer fencer;
    private final FencerRegistry registry;

    /**
     * @param self the name of this node
     */
    public DeviceFencing(String self, FenceAgents agents) {
        this.self = self;
        this.fencer = new Fencer(self, agents, RandomGenerator.getDefault());
        this.registry = new FencerRegistry(fencer);
    }

    @Override
    public void configuration(ClusterState state) {
        RuleInput now = RuleInput.at(OffsetDateTime.now(ZoneId.systemDefault()));
        fencer.configure(FenceConfiguration.of(state.cib(), now, self));
    }

    @Override
    public CompletableFuture<FencingRecord> fence(
            String target, String action, long timeoutMs, long delayMs) {
        return fencer.fence(
                target, action, Duration.ofMillis(timeoutMs), Duration.ofMillis(delayMs));
    }

    @Override
    public void confirm(String target) {
        fencer.confirm(target);
    }

    @Override
    public AgentAnswer register(
            String name, String agent, Map<String, String> parameters, long timeoutMs)
            throws InterruptedException {
        return registry.register(name, agent, parameters, timeoutMs);
    }

    @Override
    public void unregister(String name) {
        registry.unregister(name);
    }

    @Override
    public boolean isRegistered(String name) {
        return registry.isRegistered(name);
    }

    @Override
    public AgentAnswer monitor(String name, long timeoutMs) throws InterruptedException {
        return registry.monitor(name, timeoutMs);
    }

    @Override
    public void close() {
        fencer.close();
    }
}
