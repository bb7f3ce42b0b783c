package io.aplomb.proxy.stats;

import io.aplomb.base.Clock;
import io.aplomb.model.proxy.Proxy;
import io.aplomb.proxy.runtime.BackendRuntime;
import io.aplomb.proxy.runtime.FrontendRuntime;
import io.aplomb.proxy.runtime.RunningProxies;
import java.util.ArrayList;
import java.util.List;

/** Reads all figures of what runs. Any thread; counters go on while they are read. */
public final class SnapshotReader {

    private static final long NS_PER_MS = 1_000_000;

    private final Clock clock;
    private final ProcessFigures process;

    public SnapshotReader(Clock clock, ProcessFigures process) {
        this.clock = clock;
        this.process = process;
    }

    /** The present figures. */
    public StatsSnapshot read(RunningProxies running) {
        long nowMs = clock.monotonicNs() / NS_PER_MS;
        List<ProxyRows> rows = new ArrayList<>();
        for (Proxy proxy : running.config().proxies()) {
            if (!proxy.disabled()) {
                rows.add(rows(running, proxy, nowMs));
            }
        }
        return new StatsSnapshot(rows, process.read());
    }

    private static ProxyRows rows(RunningProxies running, Proxy proxy, long nowMs) {
        FrontendRuntime frontend = proxy.frontend() == null ? null : running.frontend(proxy.name());
        BackendRuntime backend = proxy.backend() == null ? null : running.backend(proxy.name());
        return new ProxyRows(
                proxy,
                frontend == null ? null : FrontendReading.frontend(frontend, nowMs),
                frontend == null ? List.of() : listeners(frontend),
                backend == null ? List.of() : servers(backend, nowMs),
                backend == null ? null : BackendReading.backend(backend, nowMs));
    }

    private static List<StatsRow> listeners(FrontendRuntime frontend) {
        return frontend.part().socketStats()
                ? frontend.listeners().stream().map(FrontendReading::listener).toList()
                : List.of();
    }

    private static List<StatsRow> servers(BackendRuntime backend, long nowMs) {
        return backend.servers().stream()
                .map(server -> BackendReading.server(server, nowMs))
                .toList();
    }
}
