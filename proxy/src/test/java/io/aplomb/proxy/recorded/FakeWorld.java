package io.aplomb.proxy.recorded;

import io.aplomb.base.Clock;
import io.aplomb.model.proxy.Proxy;
import io.aplomb.proxy.auth.ConfiguredUsers;
import io.aplomb.proxy.runtime.RunningProxies;
import io.aplomb.proxy.stick.StickTable;
import io.aplomb.proxy.stream.ProcessVariables;
import io.aplomb.proxy.stream.StreamWorld;
import io.aplomb.proxy.stream.TrackingTable;
import io.aplomb.sample.facts.ProcessFacts;
import io.aplomb.sample.facts.UserLists;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A world that stands still at a given second. */
final class FakeWorld implements StreamWorld, ProcessFacts {

    private final RunningProxies proxies;
    private final long nowSeconds;
    private final Map<String, TrackingTable> tables = new HashMap<>();
    private final ProcessVariables variables = new ProcessVariables();

    FakeWorld(RunningProxies proxies, long nowSeconds) {
        this.proxies = proxies;
        this.nowSeconds = nowSeconds;
    }

    static Clock clockAt(long nowSeconds) {
        return new Clock() {
            @Override
            public long monotonicNs() {
                return 1_000_000_000L;
            }

            @Override
            public long wallMs() {
                return nowSeconds * 1_000;
            }
        };
    }

    @Override
    public int loop() {
        return 0;
    }

    @Override
    public long wallClockUs() {
        return nowSeconds * 1_000_000;
    }

    @Override
    public long monotonicNs() {
        return 1_000_000_000L;
    }

    @Override
    public long nextRandom() {
        return 42;
    }

    @Override
    public ZoneId timeZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public ProcessFacts process() {
        return this;
    }

    @Override
    public ProcessVariables processVariables() {
        return variables;
    }

    @Override
    public RunningProxies proxies() {
        return proxies;
    }

    @Override
    public UserLists userLists() {
        return new ConfiguredUsers(proxies.config().userLists());
    }

    @Override
    public @Nullable TrackingTable table(String name) {
        return tables.computeIfAbsent(name, this::newTable);
    }

    private @Nullable TrackingTable newTable(String name) {
        return proxies.config().proxies().stream()
                .filter(proxy -> proxy.name().equals(name))
                .map(Proxy::stickTable)
                .filter(Objects::nonNull)
                .findFirst()
                .map(spec -> new StickTable(spec, () -> 0))
                .orElse(null);
    }

    @Override
    public long processConnections() {
        return 1;
    }

    @Override
    public long nextRequestNumber() {
        return 0;
    }

    @Override
    public String hostName() {
        return "host";
    }

    @Override
    public String nodeName() {
        return "host";
    }

    @Override
    public long pid() {
        return 1;
    }

    @Override
    public int processCount() {
        return 1;
    }

    @Override
    public int processNumber() {
        return 1;
    }

    @Override
    public int threadCount() {
        return 1;
    }

    @Override
    public int threadIndex() {
        return 0;
    }

    @Override
    public boolean stopping() {
        return false;
    }

    @Override
    public @Nullable String environment(String name) {
        return null;
    }
}
