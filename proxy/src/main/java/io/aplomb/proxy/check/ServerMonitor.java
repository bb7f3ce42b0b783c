package io.aplomb.proxy.check;

import io.aplomb.model.proxy.ServerCheck;
import io.aplomb.proxy.health.CheckResult;
import io.aplomb.proxy.health.CheckStatus;
import io.aplomb.proxy.health.HealthEffect;
import io.aplomb.proxy.health.ServerHealth;
import io.aplomb.proxy.runtime.BackendRuntime;
import io.aplomb.proxy.runtime.ServerRuntime;
import io.aplomb.proxy.runtime.TrafficObserver;
import io.aplomb.proxy.tls.CheckTls;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks one server again and again, and counts the errors of live traffic where {@code observe}
 * asks for it: then the next check comes at {@code fastinter}.
 */
final class ServerMonitor implements TrafficObserver, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ServerMonitor.class);

    private final HealthChecks checks;
    private final ServerRuntime server;
    private final BackendRuntime backend;
    private final ServerCheck settings;
    private final Supplier<CheckTls> tlsContext;
    private final int spreadPercent;
    private final Repetition repetition = new Repetition(this::checkIfDue, this::delayMs);

    ServerMonitor(
            HealthChecks checks,
            ServerRuntime server,
            Supplier<CheckTls> tlsContext,
            int spreadPercent) {
        this.checks = checks;
        this.server = server;
        this.backend = server.backendRuntime();
        this.settings = server.config().check();
        this.tlsContext = tlsContext;
        this.spreadPercent = spreadPercent;
    }

    void start(long delayMs) {
        repetition.start("check " + backend.name() + "/" + server.name(), delayMs);
    }

    @Override
    public void close() {
        repetition.close();
    }

    private long delayMs() {
        double random = ThreadLocalRandom.current().nextDouble();
        return backend.read(server, health -> health.nextCheckDelayMs(spreadPercent, random));
    }

    private void checkIfDue() {
        if (!backend.read(server, ServerHealth::isCheckDue)) {
            return;
        }
        backend.read(
                server,
                health -> {
                    health.checkStarted();
                    return health;
                });
        CheckResult result = run();
        if (!repetition.isClosed()) {
            checks.change(server, health -> health.checkEnded(result, checks.nowMs()));
        }
    }

    private CheckResult run() {
        try {
            int bufferBytes = checks.proxies().config().global().tuning().bufferSizeBytes();
            CheckPlan.Setting setting =
                    new CheckPlan.Setting(tlsContext, bufferBytes, checks.process().nodeName());
            CheckPlan plan = CheckPlan.of(server, setting);
            CheckContext context = new CheckContext(server, checks.process(), checks.proxies());
            return new CheckRun(plan, context, checks.dialer()).run();
        } catch (RuntimeException bug) {
            // A check that breaks must not leave its server unchecked for ever.
            LOG.error("check of {}/{} failed", backend.name(), server.name(), bug);
            return new CheckResult(CheckStatus.SOCKET_ERROR, 0, -1, String.valueOf(bug));
        }
    }

    // Live traffic: event loops call these, so what may take the lock goes to a thread of its own.

    @Override
    public void connected() {
        if (settings.observe() == ServerCheck.Observe.LAYER4) {
            succeeded();
        }
    }

    @Override
    public void connectionFailed() {
        if (settings.observe() != ServerCheck.Observe.NONE) {
            failed("connection error");
        }
    }

    @Override
    public void answered(int status) {
        if (settings.observe() != ServerCheck.Observe.LAYER7) {
            return;
        }
        // Manual 5.2 "observe": 100-499, 501 and 505 are good answers.
        boolean good = status >= 100 && (status < 500 || status == 501 || status == 505);
        if (good) {
            succeeded();
        } else {
            failed("wrong http response");
        }
    }

    @Override
    public void answerFailed(String cause) {
        if (settings.observe() == ServerCheck.Observe.LAYER7) {
            failed(cause);
        }
    }

    private void succeeded() {
        backend.read(
                server,
                health -> {
                    health.trafficSucceeded();
                    return health;
                });
    }

    private void failed(String cause) {
        Function<ServerHealth, List<HealthEffect>> event =
                health -> health.trafficFailed(cause, checks.nowMs());
        Thread.ofVirtual()
                .start(
                        () -> {
                            checks.change(server, event);
                            if (settings.fastInterMs() > 0) {
                                repetition.soon();
                            }
                        });
    }
}
