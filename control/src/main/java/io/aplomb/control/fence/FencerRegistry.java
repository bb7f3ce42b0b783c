package io.aplomb.control.fence;

import io.aplomb.cluster.fence.FenceAnswer;
import io.aplomb.cluster.live.OperationResult.Status;
import io.aplomb.control.agent.AgentAnswer;
import io.aplomb.control.agent.AgentAnswer.Output;
import io.aplomb.control.agent.FenceRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/** The fencer, for the executor of operations: starting a device makes it known and looks at it. */
public final class FencerRegistry implements FenceRegistry {

    private static final int SUCCESS = 0;
    private static final int FAILED = 1;

    private final Fencer fencer;
    private final Set<String> names = ConcurrentHashMap.newKeySet();

    public FencerRegistry(Fencer fencer) {
        this.fencer = fencer;
    }

    @Override
    public AgentAnswer register(
            String name, String agent, Map<String, String> parameters, long timeoutMs)
            throws InterruptedException {
        fencer.register(name, agent, parameters);
        AgentAnswer answer = monitor(name, timeoutMs);
        if (answer.status() == Status.DONE && answer.rc() == SUCCESS) {
            names.add(name);
        } else {
            fencer.unregister(name);
        }
        return answer;
    }

    @Override
    public void unregister(String name) {
        names.remove(name);
        fencer.unregister(name);
    }

    @Override
    public boolean isRegistered(String name) {
        return names.contains(name);
    }

    @Override
    public AgentAnswer monitor(String name, long timeoutMs) throws InterruptedException {
        CompletableFuture<FenceAnswer> question =
                fencer.monitor(name, Duration.ofMillis(timeoutMs));
        try {
            return answer(question.get());
        } catch (CancellationException | ExecutionException ended) {
            return AgentAnswer.failed("the fencer has ended");
        }
    }

    private static AgentAnswer answer(FenceAnswer told) {
        if (told.status() == FenceAgents.NO_SUCH_PROGRAM) {
            return AgentAnswer.notInstalled(told.reason());
        }
        if (told.timedOut()) {
            return new AgentAnswer(FAILED, Status.TIMEOUT, told.text(), Output.NONE);
        }
        return told.succeeded() ? AgentAnswer.of(SUCCESS) : AgentAnswer.of(FAILED, told.text());
    }
}
