package io.aplomb.proxy;

import io.aplomb.base.Clock;
import io.aplomb.model.proxy.GlobalSettings;
import io.aplomb.proxy.runtime.Gauge;
import io.aplomb.proxy.runtime.RateLimit;
import io.aplomb.proxy.stats.ProcessLoad;

/**
 * The limits of the whole process that every client's connection passes (manual 3.2: {@code
 * maxconn}, {@code maxconnrate}, {@code maxsessrate}, {@code maxsslconn}, {@code maxsslrate}).
 * Outlives reloads, which change the limits. Any thread.
 *
 * <p>Connections to servers over TLS count for {@code maxsslconn} and are let through all the same:
 * refusing them would fail requests that were accepted already.
 */
final class ProcessDoor implements ProcessLoad {

    /** What half of a usual limit of descriptors allows. */
    private static final int DEFAULT_MAX_CONN = 500_000;

    private static final long NS_PER_MS = 1_000_000;

    private final Clock clock;
    private final Runnable placeFreed;
    private final Places all = new Places();
    private final Places tls = new Places();
    private final RateLimit connectionRate = new RateLimit();
    private final RateLimit sessionRate = new RateLimit();
    private final RateLimit tlsRate = new RateLimit();

    /**
     * @param placeFreed called when a place became free for which connections wait
     */
    ProcessDoor(GlobalSettings global, Clock clock, Runnable placeFreed) {
        this.clock = clock;
        this.placeFreed = placeFreed;
        use(global);
    }

    /** Concurrent connections a configuration allows the process. */
    static int maxConn(GlobalSettings global) {
        return global.maxConn() > 0 ? global.maxConn() : DEFAULT_MAX_CONN;
    }

    /** The limits of a configuration. */
    void use(GlobalSettings global) {
        all.limit(maxConn(global));
        tls.limit(global.maxSslConn());
        connectionRate.limit(global.maxConnRate());
        sessionRate.limit(global.maxSessRate());
        tlsRate.limit(global.maxSslRate());
    }

    /** The places of all connections. */
    Places all() {
        return all;
    }

    /** Takes a place for one more client, if there is one; otherwise who asks is told of one. */
    boolean tryTake(boolean overTls) {
        if (!all.tryTake()) {
            return false;
        }
        if (overTls && !tls.tryTake()) {
            release(all);
            return false;
        }
        return true;
    }

    /** A connection is here without having asked, as a reload moved it. */
    void take(boolean overTls) {
        all.take();
        if (overTls) {
            tls.take();
        }
    }

    /** Gives a place back. */
    void leave(boolean overTls) {
        if (overTls) {
            release(tls);
        }
        release(all);
    }

    private void release(Places places) {
        if (places.giveBack()) {
            placeFreed.run();
        }
    }

    /**
     * Counts a client who has a place, by all rates or none.
     *
     * @return 0 when it was counted, else after how many milliseconds to ask again
     */
    synchronized long count(boolean overTls) {
        boolean limited = connectionRate.limit() > 0 || sessionRate.limit() > 0;
        if (!limited && !overTls) {
            return 0;
        }
        long nowMs = clock.monotonicNs() / NS_PER_MS;
        long delayMs = Math.max(connectionRate.delayMs(nowMs), sessionRate.delayMs(nowMs));
        if (overTls) {
            delayMs = Math.max(delayMs, tlsRate.delayMs(nowMs));
        }
        if (delayMs > 0) {
            return delayMs;
        }
        connectionRate.count(nowMs);
        sessionRate.count(nowMs);
        if (overTls) {
            tlsRate.count(nowMs);
        }
        return 0;
    }

    /** A connection to a server speaks TLS. */
    void tlsOpened() {
        tls.take();
    }

    /** It has ended. */
    void tlsClosed() {
        release(tls);
    }

    @Override
    public int maxConnections() {
        return all.limit();
    }

    @Override
    public Gauge tlsConnections() {
        return tls.connections();
    }

    @Override
    public int maxTlsConnections() {
        return tls.limit();
    }

    @Override
    public RateLimit connectionRate() {
        return connectionRate;
    }

    @Override
    public RateLimit sessionRate() {
        return sessionRate;
    }

    @Override
    public RateLimit tlsRate() {
        return tlsRate;
    }
}
