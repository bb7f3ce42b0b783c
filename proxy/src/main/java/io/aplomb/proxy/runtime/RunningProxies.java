package io.aplomb.proxy.runtime;

import io.aplomb.base.Clock;
import io.aplomb.model.proxy.Proxy;
import io.aplomb.model.proxy.ProxyConfig;
import io.aplomb.sample.facts.ProxyDirectory;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything alive of one configuration: the snapshot that event loops read through one reference.
 */
public final class RunningProxies implements ProxyDirectory {

    private final ProxyConfig config;
    private final Map<String, FrontendRuntime> frontends = new LinkedHashMap<>();
    private final Map<String, BackendRuntime> backends = new LinkedHashMap<>();

    /**
     * @param maxConn the process's limit: also the default of frontends
     * @param loops event loops that will count
     */
    public RunningProxies(ProxyConfig config, int maxConn, Clock clock, int loops) {
        this.config = config;
        for (Proxy proxy : config.proxies()) {
            if (proxy.frontend() != null) {
                frontends.put(proxy.name(), new FrontendRuntime(proxy, maxConn, clock, loops));
            }
        }
        FullConnections full = new FullConnections(frontends.values());
        for (Proxy proxy : config.proxies()) {
            if (proxy.backend() != null) {
                backends.put(proxy.name(), new BackendRuntime(proxy, full.of(proxy), clock, loops));
            }
        }
    }

    public ProxyConfig config() {
        return config;
    }

    public Collection<FrontendRuntime> frontends() {
        return frontends.values();
    }

    public Collection<BackendRuntime> backends() {
        return backends.values();
    }

    /** Counters of same-named proxies and servers go on where the predecessor's were. */
    public void continueFrom(RunningProxies previous) {
        frontends.forEach(
                (name, frontend) -> {
                    FrontendRuntime old = previous.frontends.get(name);
                    if (old != null) {
                        frontend.continueFrom(old);
                    }
                });
        backends.forEach(
                (name, backend) -> {
                    BackendRuntime old = previous.backends.get(name);
                    if (old != null) {
                        backend.continueFrom(old);
                    }
                });
    }

    /** Once a second, from the housekeeping thread. */
    public void tick(long nowMs) {
        for (FrontendRuntime frontend : frontends.values()) {
            frontend.tick(nowMs);
        }
        for (BackendRuntime backend : backends.values()) {
            backend.sessionRates().tick(nowMs);
            backend.requestRates().tick(nowMs);
            backend.times().tick();
            for (ServerRuntime server : backend.servers()) {
                server.sessionRates().tick(nowMs);
                server.times().tick();
            }
        }
    }

    @Override
    public @Nullable FrontendRuntime frontend(String name) {
        return frontends.get(name);
    }

    @Override
    public @Nullable BackendRuntime backend(String name) {
        return backends.get(name);
    }

    @Override
    public @Nullable ServerRuntime server(String backendName, String serverName) {
        BackendRuntime backend = backends.get(backendName);
        return backend == null ? null : backend.server(serverName);
    }
}
