package io.aplomb.proxy.stats;

import io.aplomb.proxy.runtime.Gauge;
import io.aplomb.proxy.runtime.RateLimit;

/** A process that has taken on nothing yet. */
public final class SampleLoad implements ProcessLoad {

    private final Gauge tlsConnections = new Gauge();
    private final RateLimit connectionRate = new RateLimit();
    private final RateLimit sessionRate = new RateLimit();
    private final RateLimit tlsRate = new RateLimit();

    @Override
    public int maxConnections() {
        return 2_000;
    }

    @Override
    public Gauge tlsConnections() {
        return tlsConnections;
    }

    @Override
    public int maxTlsConnections() {
        return 0;
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
