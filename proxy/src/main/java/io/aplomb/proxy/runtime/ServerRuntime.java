package io.aplomb.proxy.runtime;

import io.aplomb.base.net.IpAddress;
import io.aplomb.model.net.EndpointSpec;
import io.aplomb.model.proxy.Server;
import io.aplomb.model.proxy.ServerCheck;
import io.aplomb.proxy.balance.Candidate;
import io.aplomb.proxy.health.HealthSettings;
import io.aplomb.proxy.health.ServerHealth;
import io.aplomb.proxy.health.ServerState;
import io.aplomb.sample.facts.ServerFacts;
import org.jspecify.annotations.Nullable;

/**
 * A server that lives: its load, its counters, whether it may be used.
 *
 * <p>Any thread reads. Usability and weights change only through {@link BackendRuntime}, whose lock
 * keeps the balancer in step.
 */
public final class ServerRuntime implements Candidate, ServerFacts {

    private final Server config;
    private final BackendRuntime backend;
    private final Counters counters;
    private final StepTimes times;
    private final Gauge sessions = new Gauge();
    private final Gauge idleConnections = new Gauge();
    private final Gauge usedConnections = new Gauge();
    private final Rate sessionRate;
    private final WaitQueue queue = new WaitQueue();
    private final ServerHealth health;
    private volatile TrafficObserver observer = TrafficObserver.NONE;

    private volatile int waiting;
    private volatile EndpointSpec endpoint;
    private volatile CheckTarget checkTarget;
    private volatile AgentTarget agentTarget;
    private volatile int maxConn;
    private volatile int userWeight;
    private volatile int throttlePercent = 100;
    private volatile boolean up = true;
    private volatile boolean draining;
    private volatile boolean inMaintenance;
    private volatile long lastSessionMs = -1;

    ServerRuntime(Server config, BackendRuntime backend, int loops, long nowMs) {
        this.config = config;
        this.backend = backend;
        this.counters = new Counters(loops);
        this.times = new StepTimes(loops);
        this.sessionRate = new Rate(() -> counters.total(Counter.SESSIONS), nowMs);
        this.endpoint = config.endpoint();
        this.maxConn = config.maxConn();
        this.userWeight = config.weight();
        this.inMaintenance = config.disabled();
        this.health =
                new ServerHealth(HealthSettings.of(backend.name(), config, backend.part()), nowMs);
        ServerCheck checks = config.check();
        this.checkTarget = new CheckTarget(checks.address(), checks.port());
        ServerCheck.Agent agent = checks.agent();
        this.agentTarget =
                agent == null
                        ? AgentTarget.NONE
                        : new AgentTarget(agent.address(), agent.port(), agent.send());
    }

    public Server config() {
        return config;
    }

    public BackendRuntime backendRuntime() {
        return backend;
    }

    /** Whether it is this one, or this one in another configuration before or after a reload. */
    public boolean continues(@Nullable ServerRuntime other) {
        return other == this
                || (other != null
                        && other.name().equals(name())
                        && other.backend.name().equals(backend.name()));
    }

    public Counters counters() {
        return counters;
    }

    /** How long its sessions took. */
    public StepTimes times() {
        return times;
    }

    /** Requests (HTTP) or connections (TCP) now on the server. */
    public Gauge sessions() {
        return sessions;
    }

    /** Open connections without a request, over all loops. */
    public Gauge idleConnections() {
        return idleConnections;
    }

    /** Open connections with a request, over all loops. */
    public Gauge usedConnections() {
        return usedConnections;
    }

    public Rate sessionRates() {
        return sessionRate;
    }

    /** Where it is now; {@code set server addr} may have moved it. */
    public EndpointSpec endpoint() {
        return endpoint;
    }

    /** Moves new connections to another address. */
    public void moveTo(EndpointSpec newEndpoint) {
        endpoint = newEndpoint;
    }

    /**
     * Where it is checked; {@code set server check-addr} and {@code check-port} may have moved it.
     */
    public CheckTarget checkTarget() {
        return checkTarget;
    }

    /** Checks it somewhere else from now on. */
    public void checkAt(CheckTarget target) {
        checkTarget = target;
    }

    /** Where its agent is and what it is told. */
    public AgentTarget agentTarget() {
        return agentTarget;
    }

    /** Asks its agent somewhere else, or something else, from now on. */
    public void askAgentAt(AgentTarget target) {
        agentTarget = target;
    }

    /** The limit in force, 0 for none; {@code set maxconn server} may have changed it. */
    public int maxConn() {
        return maxConn;
    }

    void maxConn(int limit) {
        maxConn = limit;
    }

    /** Monotonic time of the last session, -1 when there was none. */
    public long lastSessionMs() {
        return lastSessionMs;
    }

    /** Percent of the weight in force while it warms up, 100 otherwise. */
    public int throttlePercent() {
        return throttlePercent;
    }

    public boolean draining() {
        return draining;
    }

    public boolean inMaintenance() {
        return inMaintenance;
    }

    /** The weight it has in the balancing now, in the configuration's unit, rounded up. */
    public int shownWeight() {
        return (effectiveWeight() + WEIGHT_SCALE - 1) / WEIGHT_SCALE;
    }

    /** Longest its queue ever was. */
    public int queueMaximum() {
        return queue.maximum();
    }

    /** Maxima start again from the present. */
    public void clearMaxima() {
        sessions.clearMaximum();
        times.clearMaxima();
        sessionRate.clearMaximum();
        queue.clearMaximum();
    }

    /**
     * The requests it may have now: {@code maxconn}, lowered between {@code minconn} and it in
     * proportion to the backend's load, and while warming up; 0 for no limit.
     */
    int dynamicMaxConn() {
        int limit = maxConn;
        if (limit == 0) {
            return 0;
        }
        int minConn = config.minConn();
        int fullConn = backend.fullConn();
        if (minConn > 0 && minConn < limit && fullConn > 0) {
            int load = backend.sessions().current();
            if (load < fullConn) {
                limit = Math.max(minConn, (int) ((long) load * limit / fullConn));
            }
        }
        return throttlePercent < 100 ? Math.max(1, limit * throttlePercent / 100) : limit;
    }

    /** Told of live traffic's fortunes, where {@code observe} asks for it. */
    public TrafficObserver observer() {
        return observer;
    }

    /** Set by the health checks once they run. */
    public void observer(TrafficObserver newObserver) {
        observer = newObserver;
    }

    /** Under the backend's lock only. */
    ServerHealth health() {
        return health;
    }

    WaitQueue queue() {
        return queue;
    }

    /** Called under the backend's lock after each change of the queue. */
    void publishQueue() {
        waiting = queue.size();
    }

    void usedAt(long nowMs) {
        lastSessionMs = nowMs;
    }

    /** Called under the backend's lock, which then refreshes the balancer. */
    void publish(ServerHealth now, long nowMs) {
        up = now.state() != ServerState.STOPPED;
        draining = now.draining();
        inMaintenance = now.inMaintenance();
        throttlePercent = now.throttlePercent(nowMs);
        userWeight = now.userWeight();
    }

    // Candidate

    @Override
    public int id() {
        return config.id();
    }

    @Override
    public int effectiveWeight() {
        int full = userWeight * WEIGHT_SCALE;
        return throttlePercent < 100
                ? Math.max(full == 0 ? 0 : 1, full * throttlePercent / 100)
                : full;
    }

    @Override
    public boolean usable() {
        return up && !draining && !inMaintenance;
    }

    @Override
    public int activeConnections() {
        return sessions.current() + waiting;
    }

    @Override
    public boolean saturated() {
        int limit = dynamicMaxConn();
        return limit > 0 && (waiting > 0 || sessions.current() >= limit);
    }

    // ServerFacts

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public boolean isUp() {
        return up && !inMaintenance;
    }

    @Override
    public long connections() {
        return sessions.current();
    }

    @Override
    public long freeConnections() {
        int limit = dynamicMaxConn();
        return limit == 0 ? -1 : Math.max(0, limit - sessions.current() - waiting);
    }

    @Override
    public long queued() {
        return waiting;
    }

    /** Counters and rates go on where those of the same server were before a reload. */
    void continueFrom(ServerRuntime previous) {
        counters.continueFrom(previous.counters);
        times.continueFrom(previous.times);
        sessionRate.continueFrom(previous.sessionRate);
    }

    @Override
    public long sessionRate() {
        return sessionRate.perSecond(backend.clock().monotonicNs() / 1_000_000);
    }

    @Override
    public int userWeight() {
        return userWeight;
    }

    @Override
    public int initialWeight() {
        return config.weight();
    }

    @Override
    public @Nullable IpAddress address() {
        return endpoint instanceof EndpointSpec.Inet inet ? inet.address() : null;
    }

    @Override
    public int port() {
        return switch (endpoint) {
            case EndpointSpec.Inet inet -> inet.port();
            case EndpointSpec.Host host -> host.port();
            case EndpointSpec.Unix _, EndpointSpec.AbstractUnix _, EndpointSpec.Descriptor _ -> 0;
        };
    }
}
