package io.aplomb.proxy.check;

import io.aplomb.base.Clock;
import io.aplomb.model.proxy.Server;
import io.aplomb.model.proxy.ServerCheck;
import io.aplomb.proxy.health.HealthEffect;
import io.aplomb.proxy.health.ServerHealth;
import io.aplomb.proxy.health.Standing;
import io.aplomb.proxy.net.UnixDialer;
import io.aplomb.proxy.runtime.BackendRuntime;
import io.aplomb.proxy.runtime.HealthOutcome;
import io.aplomb.proxy.runtime.RunningProxies;
import io.aplomb.proxy.runtime.ServerRuntime;
import io.aplomb.sample.facts.ProcessFacts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Checks every server of one configuration until closed, and carries through what a change of
 * health means: the balancer, the logs, servers that {@code track} this one, sessions to be closed.
 * Any thread.
 */
public final class HealthChecks implements AutoCloseable {

    private final RunningProxies proxies;
    private final ProcessFacts process;
    private final Clock clock;
    private final HealthEvents events;
    private final UnixDialer dialer = new UnixDialer();
    private final Map<ServerRuntime, ServerMonitor> monitors = new HashMap<>();
    private final Map<ServerRuntime, List<ServerRuntime>> followers = new HashMap<>();

    private HealthChecks(
            RunningProxies proxies, ProcessFacts process, Clock clock, HealthEvents events) {
        this.proxies = proxies;
        this.process = process;
        this.clock = clock;
        this.events = events;
    }

    /**
     * Begins to check; the first checks are spread over the shortest interval, as HAProxy's are.
     *
     * @param tls what checks of a server that speak TLS do it with
     */
    public static HealthChecks start(
            RunningProxies proxies,
            ProcessFacts process,
            Clock clock,
            HealthEvents events,
            Function<Server, SSLContext> tls) {
        HealthChecks checks = new HealthChecks(proxies, process, clock, events);
        checks.findFollowers();
        checks.startMonitors(tls);
        return checks;
    }

    /**
     * Lets something happen to a server: an administrator's command, an agent's word.
     *
     * @return whether anything changed
     */
    public boolean change(ServerRuntime server, Function<ServerHealth, List<HealthEffect>> event) {
        HealthOutcome outcome = server.backendRuntime().change(server, event);
        outcome.lines().forEach(line -> events.log(server, line));
        if (outcome.shutdownSessions()) {
            events.shutdownSessions(server);
        }
        if (outcome.shutdownBackupSessions()) {
            server.backendRuntime().servers().stream()
                    .filter(other -> other.config().backup())
                    .forEach(events::shutdownSessions);
        }
        if (outcome.changed()) {
            warmUp(server);
        }
        for (ServerRuntime follower : followers.getOrDefault(server, List.of())) {
            follow(follower, server);
        }
        return outcome.changed() || !outcome.lines().isEmpty();
    }

    /** Monotonic milliseconds, the time {@link ServerHealth} is told. */
    public long nowMs() {
        return clock.monotonicNs() / 1_000_000;
    }

    @Override
    public void close() {
        monitors.values().forEach(ServerMonitor::close);
        dialer.close();
    }

    UnixDialer dialer() {
        return dialer;
    }

    ProcessFacts process() {
        return process;
    }

    RunningProxies proxies() {
        return proxies;
    }

    /** The locks of two backends, taken one after the other and never one inside the other. */
    private void follow(ServerRuntime follower, ServerRuntime leader) {
        Standing standing = leader.backendRuntime().read(leader, ServerHealth::standing);
        change(follower, health -> health.follow(standing, nowMs()));
    }

    /** Raises the weight step by step while {@code slowstart} lasts. */
    private void warmUp(ServerRuntime server) {
        long delayMs = server.backendRuntime().read(server, ServerHealth::rampTickDelayMs);
        if (delayMs > 0) {
            Thread.ofVirtual().name("warm-up " + server.name()).start(() -> ramp(server, delayMs));
        }
    }

    private void ramp(ServerRuntime server, long firstDelayMs) {
        long delayMs = firstDelayMs;
        try {
            while (delayMs > 0) {
                Thread.sleep(delayMs);
                server.backendRuntime().change(server, health -> health.rampTick(nowMs()));
                delayMs = server.backendRuntime().read(server, ServerHealth::rampTickDelayMs);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void findFollowers() {
        for (BackendRuntime backend : proxies.backends()) {
            for (ServerRuntime server : backend.servers()) {
                ServerRuntime tracked = tracked(server);
                if (tracked != null) {
                    followers.computeIfAbsent(tracked, _ -> new ArrayList<>()).add(server);
                }
            }
        }
    }

    private @Nullable ServerRuntime tracked(ServerRuntime server) {
        String track = server.config().track();
        if (track == null) {
            return null;
        }
        int slash = track.indexOf('/');
        return slash < 0
                ? server.backendRuntime().server(track)
                : proxies.server(track.substring(0, slash), track.substring(slash + 1));
    }

    private void startMonitors(Function<Server, SSLContext> tls) {
        List<ServerRuntime> checked = new ArrayList<>();
        long shortestMs = Long.MAX_VALUE;
        for (BackendRuntime backend : proxies.backends()) {
            for (ServerRuntime server : backend.servers()) {
                ServerCheck settings = server.config().check();
                if (settings.enabled() && server.config().track() == null) {
                    checked.add(server);
                    shortestMs = Math.min(shortestMs, settings.interMs());
                }
            }
        }
        int spreadPercent = proxies.config().global().spreadChecksPercent();
        for (int i = 0; i < checked.size(); i++) {
            ServerRuntime server = checked.get(i);
            long delayMs = shortestMs * i / checked.size();
            ServerMonitor monitor =
                    new ServerMonitor(
                            this, server, () -> tls.apply(server.config()), spreadPercent);
            monitors.put(server, monitor);
            server.observer(monitor);
            monitor.start(delayMs);
        }
    }
}
