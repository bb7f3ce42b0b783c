package io.aplomb.proxy;

import io.aplomb.base.Clock;
import io.aplomb.model.proxy.ProxyConfig;
import io.aplomb.proxy.check.HealthChecks;
import io.aplomb.proxy.net.BindFailure;
import io.aplomb.proxy.runtime.RunningProxies;
import io.aplomb.proxy.stick.StickTable;
import io.aplomb.proxy.tls.LoadedTlsContexts;
import io.aplomb.proxy.tls.TlsLoadException;
import java.util.Map;
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
    private HealthChecks checks;
    private ProxyConfig config;
    private boolean ending;

    private ProxyServer(
            ProxyConfig config,
            Clock clock,
            ServerServices services,
            ProxyEngine engine,
            HealthChecks checks) {
        this.config = config;
        this.clock = clock;
        this.services = services;
        this.engine = engine;
        this.checks = checks;
        this.ticking = housekeeping.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
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
        LoadedTlsContexts tls = tlsOf(config);
        ServerServices services = new ServerServices(config, options, clock);
        services.use(services.tablesFor(config));
        try {
            ProxyEngine engine =
                    ProxyEngine.start(
                            new ProxyEngine.Plan(
                                    config, tls, services.runtimeSockets(config.global())),
                            services.engineOptions());
            names.applyTo(engine.proxies());
            services.attach(engine);
            services.announce(config, "Proxy %s started.", NOTICE);
            HealthChecks checks = services.startChecks(config, tls);
            engine.begin();
            return new ProxyServer(config, clock, services, engine, checks);
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
     * Swaps a new configuration in, wholly or not at all: names, certificates, stick tables and
     * listening sockets are made ready beside those in use, and only when all of them are there is
     * any of them used. Connections in flight end on the old configuration; health, counters and
     * stick tables of what keeps its name go on.
     *
     * @throws ServerStartException when it cannot be had: the running one stays as it was
     */
    public synchronized void reload(ProxyConfig next) throws ServerStartException {
        if (ending) {
            throw new ServerStartException(null, "the program is ending");
        }
        HostNames names = HostNames.resolve(next);
        LoadedTlsContexts tls = tlsOf(next);
        Map<String, StickTable> tables = services.tablesFor(next);
        try {
            engine.reload(
                    new ProxyEngine.Plan(next, tls, services.runtimeSockets(next.global())),
                    proxies -> {
                        names.applyTo(proxies);
                        services.use(tables);
                    });
        } catch (BindFailure failure) {
            throw refused(failure);
        }
        config = next;
        HealthChecks former = checks;
        checks = services.startChecks(next, tls);
        former.close();
        services.logAs(next);
    }

    /** Stops accepting and ends with the last connection; returns at once. */
    public synchronized void drain() {
        ending = true;
        services.stopping();
        services.announce(config, "Stopping proxy %s in 0 ms.", WARNING);
        checks.close();
        engine.drain(config.global().hardStopAfterMs());
    }

    /** Ends now. */
    public synchronized void stop() {
        ending = true;
        services.stopping();
        checks.close();
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

    private static LoadedTlsContexts tlsOf(ProxyConfig config) throws ServerStartException {
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
