package io.aplomb.proxy.runtime;

import io.aplomb.base.Check;
import io.aplomb.base.Clock;
import io.aplomb.model.proxy.Bind;
import io.aplomb.model.proxy.Proxy;
import io.aplomb.sample.facts.ListenerFacts;
import io.aplomb.sample.facts.ProxyFacts;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A frontend that lives. Any thread. */
public final class FrontendRuntime implements ProxyFacts {

    /** What new connections find. */
    public enum State {
        OPEN,
        /** Listening stopped by the administrator ({@code disable frontend}). */
        PAUSED,
        /** Ended for good ({@code shutdown frontend}) or draining. */
        STOPPED
    }

    private final Proxy config;
    private final Proxy.FrontendPart part;
    private final Clock clock;
    private final Counters counters;
    private final Gauge connections = new Gauge();
    private final Rate connectionRate;
    private final Rate sessionRate;
    private final Rate requestRate;
    private final Rate bytesOutRate;
    private final List<ListenerRuntime> listeners;
    private final CaptureLayout captureLayout;
    private final AtomicLong logLines = new AtomicLong();
    private volatile State state = State.OPEN;
    private volatile int maxConn;

    FrontendRuntime(Proxy config, int defaultMaxConn, Clock clock, int loops) {
        this.config = config;
        this.part = Check.present(config.frontend(), "frontend part of " + config.name());
        this.clock = clock;
        this.maxConn = part.maxConn() > 0 ? part.maxConn() : defaultMaxConn;
        this.counters = new Counters(loops);
        long nowMs = nowMs();
        this.connectionRate = new Rate(() -> counters.total(Counter.CONNECTIONS), nowMs);
        this.sessionRate = new Rate(() -> counters.total(Counter.SESSIONS), nowMs);
        this.requestRate = new Rate(() -> counters.total(Counter.REQUESTS), nowMs);
        this.bytesOutRate = new Rate(() -> counters.total(Counter.BYTES_OUT), nowMs);
        this.captureLayout = new CaptureLayout(config, part.captures());
        this.listeners =
                part.binds().stream().map(bind -> new ListenerRuntime(bind, this, loops)).toList();
    }

    /** One listening address with counters of its own. */
    public static final class ListenerRuntime implements ListenerFacts {
        private final Bind bind;
        private final FrontendRuntime frontend;
        private final Counters counters;
        private final Gauge gauge = new Gauge();

        private ListenerRuntime(Bind bind, FrontendRuntime frontend, int loops) {
            this.bind = bind;
            this.frontend = frontend;
            this.counters = new Counters(loops);
        }

        public Bind bind() {
            return bind;
        }

        public FrontendRuntime frontendRuntime() {
            return frontend;
        }

        public Counters counters() {
            return counters;
        }

        /** Counts in the frontend, and here too where anybody looks at it. */
        public void count(int loop, Counter counter, long amount) {
            frontend.counters.add(loop, counter, amount);
            if (isCounted()) {
                counters.add(loop, counter, amount);
            }
        }

        /** Whether anybody looks at its counters ({@code option socket-stats}). */
        public boolean isCounted() {
            return frontend.part.socketStats();
        }

        /** Connections now accepted by this address. */
        public Gauge gauge() {
            return gauge;
        }

        @Override
        public int id() {
            return bind.id();
        }

        @Override
        public @Nullable String name() {
            return bind.name();
        }

        @Override
        public boolean overTls() {
            return bind.tls() != null;
        }

        @Override
        public long connections() {
            return gauge.current();
        }
    }

    public Proxy config() {
        return config;
    }

    public Proxy.FrontendPart part() {
        return part;
    }

    /** How many lines it has logged. */
    public AtomicLong logLines() {
        return logLines;
    }

    public CaptureLayout captureLayout() {
        return captureLayout;
    }

    public List<ListenerRuntime> listeners() {
        return listeners;
    }

    public Counters counters() {
        return counters;
    }

    /** Client connections now open. */
    public Gauge openConnections() {
        return connections;
    }

    public Rate connectionRates() {
        return connectionRate;
    }

    public Rate sessionRates() {
        return sessionRate;
    }

    public Rate requestRates() {
        return requestRate;
    }

    /** Octets sent to clients within about the last second, as far as they are booked. */
    public long bytesOutRate(long nowMs) {
        return bytesOutRate.perSecond(nowMs);
    }

    /** Closes a second of all rates; once a second, from the housekeeping thread. */
    void tick(long nowMs) {
        connectionRate.tick(nowMs);
        sessionRate.tick(nowMs);
        requestRate.tick(nowMs);
        bytesOutRate.tick(nowMs);
    }

    public State state() {
        return state;
    }

    /** Set by the engine once its sockets follow. */
    public void state(State newState) {
        state = newState;
    }

    /** Concurrent connections allowed; {@code set maxconn frontend} may have changed it. */
    public int maxConn() {
        return maxConn;
    }

    public void maxConn(int limit) {
        maxConn = limit;
    }

    /** Maxima start again from the present ({@code clear counters}). */
    public void clearMaxima() {
        connections.clearMaximum();
        connectionRate.clearMaximum();
        sessionRate.clearMaximum();
        requestRate.clearMaximum();
    }

    /** Counters and rates go on where those of the same frontend were before a reload. */
    void continueFrom(FrontendRuntime previous) {
        counters.continueFrom(previous.counters);
        connectionRate.continueFrom(previous.connectionRate);
        sessionRate.continueFrom(previous.sessionRate);
        requestRate.continueFrom(previous.requestRate);
        bytesOutRate.continueFrom(previous.bytesOutRate);
        for (ListenerRuntime listener : listeners) {
            previous.listeners.stream()
                    .filter(old -> old.bind.endpoint().equals(listener.bind.endpoint()))
                    .findFirst()
                    .ifPresent(old -> listener.counters.continueFrom(old.counters));
        }
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
        return 0;
    }

    @Override
    public long connections() {
        return connections.current();
    }

    @Override
    public long connectionSlots() {
        return Math.max(0, maxConn - connections.current());
    }

    @Override
    public long freeConnections() {
        return connectionSlots();
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
        return 0;
    }

    @Override
    public long totalQueued() {
        return 0;
    }

    @Override
    public long usableWeight() {
        return 0;
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
        return part.defaultBackend();
    }
}
