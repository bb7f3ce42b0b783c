package io.aplomb.proxy.session;

import io.aplomb.http.HeadLimits;
import io.aplomb.model.proxy.GlobalSettings.Tuning;
import io.aplomb.proxy.balance.Selection;
import io.aplomb.proxy.net.Connections;
import io.aplomb.proxy.net.Loop;
import io.aplomb.proxy.net.TlsContexts;
import io.aplomb.proxy.runtime.RunningProxies;
import io.aplomb.proxy.runtime.Wish;
import io.aplomb.proxy.stream.StreamWorld;
import io.aplomb.proxy.upstream.Dialer;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * What sessions of one loop see of one configuration. A session keeps the context it began with; a
 * kept-alive connection takes the newest at its next request.
 */
public final class SessionContext {

    private final Loop loop;
    private final StreamWorld world;
    private final RunningProxies proxies;
    private final TlsContexts tls;
    private final Connections connections;
    private final SessionServices services;
    private final Dialer dialer;
    private final HeadLimits headLimits;
    private final Map<Class<?>, Object> locals;
    private final BooleanSupplier stopping;

    public SessionContext(
            Loop loop,
            StreamWorld world,
            RunningProxies proxies,
            TlsContexts tls,
            Connections connections,
            SessionServices services,
            Map<Class<?>, Object> locals,
            BooleanSupplier stopping) {
        this.stopping = stopping;
        this.loop = loop;
        this.locals = locals;
        this.world = world;
        this.proxies = proxies;
        this.tls = tls;
        this.connections = connections;
        this.services = services;
        this.dialer = new Dialer(loop, connections, tls);
        Tuning tuning = proxies.config().global().tuning();
        this.headLimits =
                new HeadLimits(
                        tuning.bufferSizeBytes() - tuning.maxRewriteBytes(),
                        tuning.maxRewriteBytes(),
                        tuning.maxHeaders());
    }

    public Loop loop() {
        return loop;
    }

    public StreamWorld world() {
        return world;
    }

    public RunningProxies proxies() {
        return proxies;
    }

    public TlsContexts tls() {
        return tls;
    }

    public Connections connections() {
        return connections;
    }

    public SessionServices services() {
        return services;
    }

    public Dialer dialer() {
        return dialer;
    }

    /**
     * What a protocol keeps on this loop for all its sessions and configurations, such as a pool of
     * idle connections; made when first asked for.
     */
    public <T> T local(Class<T> type, Function<Loop, T> maker) {
        return type.cast(locals.computeIfAbsent(type, _ -> maker.apply(loop)));
    }

    /** Whether the program is draining: answers close their connections. */
    public boolean isStopping() {
        return stopping.getAsBoolean();
    }

    /** Bounds of a message head, and with it of what is buffered of a message. */
    public HeadLimits headLimits() {
        return headLimits;
    }

    public int bufferBytes() {
        return proxies.config().global().tuning().bufferSizeBytes();
    }

    /** A wish for the balancer with this loop's randomness. */
    public Wish newWish() {
        RandomGenerator random = world::nextRandom;
        return new Wish(new Selection(random));
    }
}
