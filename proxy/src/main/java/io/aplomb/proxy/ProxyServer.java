package io.aplomb.proxy;

import io.aplomb.base.Clock;
import io.aplomb.model.proxy.ProxyConfig;
import io.aplomb.proxy.check.HealthChecks;
import io.aplomb.proxy.net.BindFailure;
import io.aplomb.proxy.net.TlsContexts;
import io.aplomb.proxy.runtime.RunningProxies;
import io.aplomb.proxy.tls.LoadedTlsContexts;
import io.aplomb.proxy.tls.TlsLoadException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * A load balancer that runs: the engine that carries traffic, and around it health checks, logs,
 * stick tables, statistics and the runtime sockets.
 *
 * <p>Control methods may be called from any thread but an event loop's.
 */
public final class ProxyServer {

    private static final long NS_PER_MS = 1_000_000;
    private static final int NOTICE = 5;
    private static final int WARNING = 4;

    private final Clock clock;
    private final ServerServices services;
    private final ProxyEngine engine;
    private final ScheduledExecutorService housekeeping =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("housekeeping").factory());
    private final ScheduledFuture<?> ticking;
    private final RuntimeSockets sockets;
    private HealthChecks checks;
    private ProxyConfig config;

    private ProxyServer(
            ProxyConfig config, Clock clock, ServerServices services, ProxyEngine engine)
            throws ServerStartException {
        this.config = config;
        this.clock = clock;
        this.services = services;
        this.engine = engine;
        this.checks = services.startChecks(engine, config);
        this.sockets = openSockets();
        this.ticking = housekeeping.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    private RuntimeSockets openSockets() throws ServerStartException {
        try {
            return RuntimeSockets.open(config.global(), services.commands(engine));
        } catch (ServerStartException refused) {
            checks.close();
            engine.stop();
            housekeeping.shutdown();
            services.close();
            throw refused;
        }
    }

    /**
     * Loads certificates, binds every address, begins to check and to serve.
     *
     * @throws ServerStartException when a certificate or an address cannot be had; nothing runs
     *     then
     */
    public static ProxyServer start(ProxyConfig config, ServerOptions options, Clock clock)
            throws ServerStartException {
        HostNames names = HostNames.resolve(config);
        TlsContexts tls = tlsOf(config);
        ServerServices services = new ServerServices(config, options, clock);
        services.prepare(config, tls);
        try {
            ProxyEngine engine = ProxyEngine.start(config, services.engineOptions());
            names.applyTo(engine.proxies());
            services.announce(config, "Proxy %s started.", NOTICE);
            return new ProxyServer(config, clock, services, engine);
        } catch (BindFailure failure) {
            services.close();
            throw refused(failure);
        }
    }

    /** The data path, for what shows or steers it. */
    public ProxyEngine engine() {
        return engine;
    }

    /**
     * Swaps a new configuration in. Connections in flight end on the old one; health, counters and
     * stick tables of what keeps its name go on.
     *
     * @throws ServerStartException when it cannot be had: the running one stays as it was
     */
    public synchronized void reload(ProxyConfig next) throws ServerStartException {
        HostNames names = HostNames.resolve(next);
        services.prepare(next, tlsOf(next));
        try {
            engine.reload(next);
            names.applyTo(engine.proxies());
        } catch (BindFailure failure) {
            services.prepare(config, tlsOf(config));
            throw refused(failure);
        }
        config = next;
        HealthChecks former = checks;
        checks = services.startChecks(engine, next);
        former.close();
    }

    /** Stops accepting and ends with the last connection; returns at once. */
    public synchronized void drain() {
        services.stopping();
        services.announce(config, "Stopping proxy %s in 0 ms.", WARNING);
        checks.close();
        sockets.close();
        engine.drain(config.global().hardStopAfterMs());
    }

    /** Ends now. */
    public synchronized void stop() {
        services.stopping();
        checks.close();
        sockets.close();
        engine.stop();
    }

    /** Waits for the end, then lets go of the rest. */
    public void awaitEnd() throws InterruptedException {
        engine.awaitEnd();
        ticking.cancel(false);
        housekeeping.shutdown();
        checks.close();
        services.close();
    }

    private void tick() {
        RunningProxies proxies = engine.proxies();
        proxies.tick(clock.monotonicNs() / NS_PER_MS);
    }

    private static TlsContexts tlsOf(ProxyConfig config) throws ServerStartException {
        try {
            return LoadedTlsContexts.load(config);
        } catch (TlsLoadException e) {
            throw new ServerStartException(e.position(), String.valueOf(e.getMessage()), e);
        }
    }

    private static ServerStartException refused(BindFailure failure) {
        return new ServerStartException(
                failure.position(), String.valueOf(failure.getMessage()), failure);
    }
}
