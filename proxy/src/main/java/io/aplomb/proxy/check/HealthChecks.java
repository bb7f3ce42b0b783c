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
import io.aplomb.proxy.tls.CheckTls;
import io.aplomb.sample.facts.ProcessFacts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongConsumer;
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
    private final List<ServerMonitor> monitors = new ArrayList<>();
    private final List<AgentMonitor> agents = new ArrayList<>();
    private final Set<ServerRuntime> warming = ConcurrentHashMap.newKeySet();
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
            Function<Server, CheckTls> tls) {
        HealthChecks checks = new HealthChecks(proxies, process, clock, events);
        checks.findFollowers();
        checks.alignFollowers();
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
        monitors.forEach(ServerMonitor::close);
        agents.forEach(AgentMonitor::close);
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
        if (delayMs > 0 && warming.add(server)) {
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
        } finally {
            warming.remove(server);
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

    /** Followers begin as the servers they track stand; nothing has happened yet. */
    private void alignFollowers() {
        for (ServerRuntime leader : List.copyOf(followers.keySet())) {
            if (leader.config().track() == null) {
                alignFollowersOf(leader);
            }
        }
    }

    private void alignFollowersOf(ServerRuntime leader) {
        for (ServerRuntime follower : followers.getOrDefault(leader, List.of())) {
            Standing standing = leader.backendRuntime().read(leader, ServerHealth::standing);
            var _ = follower.backendRuntime().change(follower, health -> health.beginAs(standing));
            alignFollowersOf(follower);
        }
    }

    /** What is to be repeated: a server's checks, or the questions to its agent. */
    private record Planned(long interMs, LongConsumer start) {}

    private void startMonitors(Function<Server, CheckTls> tls) {
        List<Planned> planned = new ArrayList<>();
        for (BackendRuntime backend : proxies.backends()) {
            for (ServerRuntime server : backend.servers()) {
                plan(server, tls, planned);
            }
        }
        long shortestMs = planned.stream().mapToLong(Planned::interMs).min().orElse(0);
        for (int i = 0; i < planned.size(); i++) {
            planned.get(i).start().accept(shortestMs * i / planned.size());
        }
    }

    private void plan(ServerRuntime server, Function<Server, CheckTls> tls, List<Planned> planned) {
        int spreadPercent = proxies.config().global().spreadChecksPercent();
        ServerCheck settings = server.config().check();
        if (settings.enabled() && server.config().track() == null) {
            ServerMonitor monitor =
                    new ServerMonitor(
                            this, server, () -> tls.apply(server.config()), spreadPercent);
            monitors.add(monitor);
            server.observer(monitor);
            planned.add(new Planned(settings.interMs(), monitor::start));
        }
        ServerCheck.Agent agent = settings.agent();
        if (agent != null) {
            AgentMonitor monitor = new AgentMonitor(this, server, agent.interMs(), spreadPercent);
            agents.add(monitor);
            planned.add(new Planned(agent.interMs(), monitor::start));
        }
    }
}
