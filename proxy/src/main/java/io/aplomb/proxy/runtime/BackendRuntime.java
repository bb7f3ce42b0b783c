package io.aplomb.proxy.runtime;

import io.aplomb.base.Check;
import io.aplomb.base.Clock;
import io.aplomb.model.proxy.BackendPart;
import io.aplomb.model.proxy.Proxy;
import io.aplomb.proxy.balance.Balancer;
import io.aplomb.proxy.health.FarmCounts;
import io.aplomb.proxy.health.HealthEffect;
import io.aplomb.proxy.health.ServerHealth;
import io.aplomb.sample.facts.ProxyFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A backend that lives: its servers, its balancer, its queue.
 *
 * <p>Any thread. The lock is held for a choice or a change of state only, never while calling out.
 */
public final class BackendRuntime implements ProxyFacts {

    private final Proxy config;
    private final BackendPart part;
    private final Clock clock;
    private final int fullConn;
    private final List<ServerRuntime> servers;
    private final Counters counters;
    private final StepTimes times;
    private final Gauge sessions = new Gauge();
    private final Rate sessionRate;
    private final Rate requestRate;

    private final ReentrantLock lock = new ReentrantLock();
    private final Balancer<ServerRuntime> balancer;
    private final WaitQueue queue = new WaitQueue();
    private final Outages outages;
    private volatile int waiting;
    private volatile int waitingInServers;
    private volatile int usableServers;
    private volatile boolean onBackups;
    private volatile long lastSessionMs = -1;
    private long sequence;

    BackendRuntime(Proxy config, int fullConn, Clock clock, int loops) {
        this.config = config;
        this.part = Check.present(config.backend(), "backend part of " + config.name());
        this.clock = clock;
        this.fullConn = part.fullConn() > 0 ? part.fullConn() : fullConn;
        this.counters = new Counters(loops);
        this.times = new StepTimes(loops);
        long nowMs = nowMs();
        this.outages = new Outages(nowMs);
        this.sessionRate = new Rate(() -> counters.total(Counter.SESSIONS), nowMs);
        this.requestRate = new Rate(() -> counters.total(Counter.REQUESTS), nowMs);
        this.servers =
                part.servers().stream()
                        .map(server -> new ServerRuntime(server, this, loops, nowMs))
                        .toList();
        this.balancer = BalancerChoice.of(part);
        refresh();
    }

    public Proxy config() {
        return config;
    }

    public BackendPart part() {
        return part;
    }

    public List<ServerRuntime> servers() {
        return servers;
    }

    /** The server of that name, or null. */
    public @Nullable ServerRuntime server(String name) {
        for (ServerRuntime server : servers) {
            if (server.name().equals(name)) {
                return server;
            }
        }
        return null;
    }

    /** The server with that cookie value, or null. */
    public @Nullable ServerRuntime serverOfCookie(String value) {
        for (ServerRuntime server : servers) {
            if (value.equals(server.config().cookie())) {
                return server;
            }
        }
        return null;
    }

    public Counters counters() {
        return counters;
    }

    /** How long its sessions took. */
    public StepTimes times() {
        return times;
    }

    /** Streams now in the backend, waiting ones included. */
    public Gauge sessions() {
        return sessions;
    }

    public Rate sessionRates() {
        return sessionRate;
    }

    public Rate requestRates() {
        return requestRate;
    }

    /** Load at which {@code minconn} servers reach their {@code maxconn}. */
    public int fullConn() {
        return fullConn;
    }

    /** Whether only backup servers are left. */
    public boolean onBackups() {
        return onBackups;
    }

    /** Longest the backend's own queue ever was. */
    public int queueMaximum() {
        return queue.maximum();
    }

    /** Monotonic time of the last session, -1 when there was none. */
    public long lastSessionMs() {
        return lastSessionMs;
    }

    /** Maxima start again from the present ({@code clear counters}). */
    public void clearMaxima() {
        sessions.clearMaximum();
        times.clearMaxima();
        sessionRate.clearMaximum();
        requestRate.clearMaximum();
        queue.clearMaximum();
        servers.forEach(ServerRuntime::clearMaxima);
    }

    Clock clock() {
        return clock;
    }

    /**
     * Counters of same-named servers go on (a reload), and their health where they are the same
     * place checked in the same way.
     */
    void continueFrom(BackendRuntime previous) {
        counters.continueFrom(previous.counters);
        times.continueFrom(previous.times);
        sessionRate.continueFrom(previous.sessionRate);
        requestRate.continueFrom(previous.requestRate);
        lock.lock();
        try {
            for (ServerRuntime server : servers) {
                ServerRuntime old = previous.server(server.name());
                if (old != null) {
                    server.continueFrom(old);
                    continueHealth(server, old);
                }
            }
            refresh();
        } finally {
            lock.unlock();
        }
    }

    private void continueHealth(ServerRuntime server, ServerRuntime old) {
        boolean sameCheck =
                server.config().endpoint().equals(old.config().endpoint())
                        && server.config().check().enabled() == old.config().check().enabled()
                        && (server.config().check().agent() == null)
                                == (old.config().check().agent() == null);
        if (sameCheck) {
            server.health().continueFrom(old.health());
            server.publish(server.health(), nowMs());
        }
    }

    /**
     * Chooses a server and takes a slot of it, or a place in a queue. Ends in {@code result}; with
     * {@link Assignment.Outcome#QUEUED} the waiter is called later, unless cancelled.
     */
    public void assign(Wish wish, Waiter waiter, Assignment result) {
        lock.lock();
        try {
            ServerRuntime preferred = wish.preferred();
            if (preferred != null
                    && (preferred.usable() || wish.evenIfDown() || persists(preferred))) {
                take(preferred, wish, waiter, result);
                return;
            }
            ServerRuntime chosen = balancer.pick(wish.selection());
            if (chosen != null) {
                take(chosen, wish, waiter, result);
            } else if (usableServers == 0) {
                result.noServer();
            } else {
                result.queued(enqueue(queue, null, wish, waiter));
            }
        } finally {
            lock.unlock();
        }
    }

    /** A drained server goes on serving those who belong to it. */
    private static boolean persists(ServerRuntime server) {
        return server.isUp() && server.draining();
    }

    private void take(ServerRuntime server, Wish wish, Waiter waiter, Assignment result) {
        if (server.sessions().tryIncrement(server.dynamicMaxConn())) {
            server.usedAt(nowMs());
            lastSessionMs = server.lastSessionMs();
            result.assigned(server);
            return;
        }
        int maxQueue = server.config().maxQueue();
        if (maxQueue > 0 && server.queue().size() >= maxQueue && wish.preferred() == server) {
            // The server's own queue is full: persistence gives way to any other server.
            wish.prefer(null, false);
            ServerRuntime other = balancer.pick(wish.selection().avoid(server));
            if (other != null && other != server) {
                take(other, wish, waiter, result);
                return;
            }
            result.queued(enqueue(queue, null, wish, waiter));
            return;
        }
        result.queued(enqueue(server.queue(), server, wish, waiter));
    }

    private Ticket enqueue(
            WaitQueue where, @Nullable ServerRuntime server, Wish wish, Waiter waiter) {
        Ticket ticket =
                new Ticket(
                        waiter,
                        server,
                        where.granted(),
                        wish.priorityClass(),
                        nowMs() + wish.priorityOffsetMs(),
                        sequence++);
        where.add(ticket);
        publishQueues(server);
        return ticket;
    }

    /**
     * Leaves the queue (time-out, client gone). When the slot was granted meanwhile, the waiter is
     * or will be called and must release it.
     *
     * @return its position for the logs
     */
    public int cancel(Ticket ticket) {
        lock.lock();
        try {
            ServerRuntime server = ticket.server();
            WaitQueue where = queueOf(ticket);
            var _ = where.remove(ticket);
            publishQueues(server);
            return where.position(ticket);
        } finally {
            lock.unlock();
        }
    }

    private WaitQueue queueOf(Ticket ticket) {
        ServerRuntime server = ticket.server();
        return server == null ? queue : server.queue();
    }

    /** One who leaves a queue, and its position for the logs. */
    private record Leaving(Ticket ticket, int position) {}

    /**
     * Gives a slot back and hands it to who waits longest.
     *
     * @return how many are left on the server, before that
     */
    public int release(ServerRuntime server) {
        int left = server.sessions().decrement();
        if (waiting > 0 || server.queued() > 0) {
            grantFreeSlots(server);
        }
        return left;
    }

    /** Hands out what slots the server has to those who wait. */
    private void grantFreeSlots(ServerRuntime server) {
        List<Leaving> granted = new ArrayList<>();
        lock.lock();
        try {
            collectGrants(server, granted);
        } finally {
            lock.unlock();
        }
        for (Leaving each : granted) {
            each.ticket().waiter().granted(server, each.position());
        }
    }

    private void collectGrants(ServerRuntime server, List<Leaving> granted) {
        if (!server.usable() && !persists(server)) {
            return;
        }
        while (true) {
            // Only a server that takes new clients may empty the backend's queue.
            WaitQueue source =
                    server.usable() && server.effectiveWeight() > 0 && inRotation(server)
                            ? WaitQueue.moreUrgent(server.queue(), queue)
                            : server.queue();
            if (source == null || source.size() == 0) {
                return;
            }
            if (!server.sessions().tryIncrement(server.dynamicMaxConn())) {
                return;
            }
            Ticket ticket = Check.present(source.takeFirst(), "head of a non-empty queue");
            granted.add(new Leaving(ticket, source.position(ticket)));
            source.countGrant();
            server.usedAt(nowMs());
            publishQueues(server);
        }
    }

    private boolean inRotation(ServerRuntime server) {
        return server.config().backup() == onBackups;
    }

    private void publishQueues(@Nullable ServerRuntime server) {
        if (server != null) {
            server.publishQueue();
        }
        waiting = queue.size();
        int inServers = 0;
        if (server != null) {
            for (ServerRuntime each : servers) {
                inServers += each.queue().size();
            }
            waitingInServers = inServers;
        }
    }

    /**
     * Lets something happen to a server's health (a check's end, a command) and publishes the
     * result to the balancer.
     *
     * @return what the caller has to log and close
     */
    public HealthOutcome change(
            ServerRuntime server, Function<ServerHealth, List<HealthEffect>> event) {
        List<Leaving> sentBack = new ArrayList<>();
        HealthOutcome outcome;
        lock.lock();
        try {
            List<HealthEffect> effects = event.apply(server.health());
            if (effects.isEmpty()) {
                return HealthOutcome.NOTHING;
            }
            outcome = perform(server, effects, sentBack);
        } finally {
            lock.unlock();
        }
        sentBack.forEach(each -> each.ticket().waiter().sentBack(each.position()));
        if (server.usable()) {
            grantFreeSlots(server);
        }
        return outcome;
    }

    private HealthOutcome perform(
            ServerRuntime server, List<HealthEffect> effects, List<Leaving> sentBack) {
        boolean shutdown = false;
        boolean shutdownBackups = false;
        boolean changed = false;
        boolean hadServers = usableServers > 0;
        for (HealthEffect effect : effects) {
            switch (effect) {
                case HealthEffect.Republish _ -> {
                    publish(server);
                    changed = true;
                }
                case HealthEffect.RequeuePending _ -> drainQueue(server, sentBack);
                case HealthEffect.LimitConnections(int maxConn) -> server.maxConn(maxConn);
                case HealthEffect.ShutdownSessions _ -> shutdown = true;
                case HealthEffect.ShutdownBackupSessions _ -> shutdownBackups = true;
                case HealthEffect.Log _ -> {
                    // Below: the counts of a line are those after all changes.
                }
            }
        }
        List<HealthOutcome.Line> lines = new ArrayList<>();
        FarmCounts counts =
                new FarmCounts(
                        usable(false).size(),
                        usable(true).size(),
                        server.sessions().current(),
                        sentBack.size(),
                        server.queue().size() + queue.size());
        for (HealthEffect effect : effects) {
            if (effect instanceof HealthEffect.Log log) {
                lines.add(new HealthOutcome.Line(log.severity(), log.line(counts)));
            }
        }
        if (hadServers && usableServers == 0) {
            String kind = config.frontend() == null ? "backend " : "proxy ";
            lines.add(
                    new HealthOutcome.Line(
                            HealthEffect.Severity.EMERGENCY,
                            kind + name() + " has no server available!"));
        }
        return new HealthOutcome(lines, shutdown, shutdownBackups, changed);
    }

    private void publish(ServerRuntime server) {
        ServerHealth health = server.health();
        boolean before = usableServers > 0;
        server.publish(health, nowMs());
        refresh();
        outages.observe(before, usableServers > 0, nowMs());
    }

    /** Reads a server's health, consistently. */
    public <T> T read(ServerRuntime server, Function<ServerHealth, T> question) {
        lock.lock();
        try {
            return question.apply(server.health());
        } finally {
            lock.unlock();
        }
    }

    /** How long and how often the backend had no usable server. */
    public Outages outages() {
        return outages;
    }

    private void drainQueue(ServerRuntime server, List<Leaving> sentBack) {
        Ticket ticket = server.queue().takeFirst();
        while (ticket != null) {
            sentBack.add(new Leaving(ticket, server.queue().position(ticket)));
            ticket = server.queue().takeFirst();
        }
        publishQueues(server);
    }

    /** Offers the balancer the servers in rotation: the active ones, else the backups. */
    private void refresh() {
        List<ServerRuntime> active = usable(false);
        List<ServerRuntime> rotation = active;
        if (active.isEmpty()) {
            List<ServerRuntime> backups = usable(true);
            rotation = part.allBackups() || backups.isEmpty() ? backups : backups.subList(0, 1);
        }
        onBackups = active.isEmpty() && !rotation.isEmpty();
        usableServers = rotation.size();
        balancer.update(rotation);
    }

    private List<ServerRuntime> usable(boolean backup) {
        return servers.stream()
                .filter(
                        server ->
                                server.config().backup() == backup
                                        && server.usable()
                                        && server.effectiveWeight() > 0)
                .toList();
    }

    private long nowMs() {
        return clock.monotonicNs() / 1_000_000;
    }

    // ProxyFacts

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public int id() {
        return config.id();
    }

    @Override
    public boolean isHttp() {
        return config.mode() == Proxy.Mode.HTTP;
    }

    @Override
    public int usableServers() {
        return usableServers;
    }

    @Override
    public long connections() {
        return sessions.current();
    }

    @Override
    public long connectionSlots() {
        long slots = 0;
        for (ServerRuntime server : servers) {
            if (server.usable()) {
                if (server.maxConn() == 0) {
                    return -1;
                }
                slots +=
                        server.maxConn()
                                - server.connections()
                                + Math.max(0, server.config().maxQueue() - server.queued());
            }
        }
        return slots;
    }

    @Override
    public long freeConnections() {
        long free = 0;
        for (ServerRuntime server : servers) {
            if (server.usable()) {
                long ofServer = server.freeConnections();
                if (ofServer < 0) {
                    return -1;
                }
                free += ofServer;
            }
        }
        return free;
    }

    @Override
    public long sessionRate() {
        return sessionRate.perSecond(nowMs());
    }

    @Override
    public long requestRate() {
        return requestRate.perSecond(nowMs());
    }

    @Override
    public long queued() {
        return waiting;
    }

    @Override
    public long totalQueued() {
        return (long) waiting + waitingInServers;
    }

    @Override
    public long usableWeight() {
        long weight = 0;
        for (ServerRuntime server : servers) {
            if (server.usable() && inRotation(server)) {
                weight += server.effectiveWeight();
            }
        }
        return (weight + ServerRuntime.WEIGHT_SCALE - 1) / ServerRuntime.WEIGHT_SCALE;
    }

    @Override
    public long clientTimeoutMs() {
        return config.timeouts().clientMs();
    }

    @Override
    public long serverTimeoutMs() {
        return config.timeouts().serverMs();
    }

    @Override
    public long tunnelTimeoutMs() {
        return config.timeouts().tunnelMs();
    }

    @Override
    public @Nullable String defaultBackendName() {
        return null;
    }
}
