package io.aplomb.proxy.check;

import io.aplomb.proxy.health.AgentAnswer;
import io.aplomb.proxy.health.CheckResult;
import io.aplomb.proxy.health.CheckStatus;
import io.aplomb.proxy.health.ServerHealth;
import io.aplomb.proxy.runtime.BackendRuntime;
import io.aplomb.proxy.runtime.ServerRuntime;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the agent of one server again and again ({@code agent-check}). */
final class AgentMonitor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AgentMonitor.class);

    private final HealthChecks checks;
    private final ServerRuntime server;
    private final BackendRuntime backend;
    private final long interMs;
    private final int spreadPercent;
    private final Repetition repetition = new Repetition(this::askIfDue, this::delayMs);

    /**
     * @param interMs {@code agent-inter}
     */
    AgentMonitor(HealthChecks checks, ServerRuntime server, long interMs, int spreadPercent) {
        this.checks = checks;
        this.server = server;
        this.backend = server.backendRuntime();
        this.interMs = interMs;
        this.spreadPercent = spreadPercent;
    }

    void start(long delayMs) {
        repetition.start("agent " + backend.name() + "/" + server.name(), delayMs);
    }

    @Override
    public void close() {
        repetition.close();
    }

    private void askIfDue() {
        if (!backend.read(server, ServerHealth::isAgentCheckDue)) {
            return;
        }
        backend.read(
                server,
                health -> {
                    health.agentCheckStarted();
                    return health;
                });
        AgentAnswer answer = ask();
        if (!repetition.isClosed()) {
            checks.change(server, health -> health.agentEnded(answer, checks.nowMs()));
        }
    }

    private AgentAnswer ask() {
        try {
            return AgentCheck.of(server, interMs).ask(checks.dialer());
        } catch (RuntimeException bug) {
            // A check that breaks must not leave its server unasked for ever.
            LOG.error("agent check of {}/{} failed", backend.name(), server.name(), bug);
            return new AgentAnswer.Failure(
                    new CheckResult(CheckStatus.SOCKET_ERROR, 0, -1, String.valueOf(bug)));
        }
    }

    private long delayMs() {
        double random = ThreadLocalRandom.current().nextDouble();
        return backend.read(server, health -> health.nextAgentCheckDelayMs(spreadPercent, random));
    }
}
