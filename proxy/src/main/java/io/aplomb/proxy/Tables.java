package io.aplomb.proxy;

import io.aplomb.model.proxy.PeersSection;
import io.aplomb.model.proxy.Proxy;
import io.aplomb.model.proxy.ProxyConfig;
import io.aplomb.model.proxy.StickTableSpec;
import io.aplomb.proxy.stick.StickTable;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The stick tables of the process; a reload keeps those whose definition stays. Any thread. */
final class Tables {

    private final LongSupplier monotonicMs;
    private volatile Map<String, StickTable> byName = Map.of();

    Tables(LongSupplier monotonicMs) {
        this.monotonicMs = monotonicMs;
    }

    /** The tables a configuration will have; nothing changes until {@link #use}. */
    Map<String, StickTable> prepared(ProxyConfig config) {
        Map<String, StickTable> next = new HashMap<>();
        for (Proxy proxy : config.proxies()) {
            StickTableSpec spec = proxy.stickTable();
            if (spec != null) {
                next.put(spec.name(), tableOf(spec));
            }
        }
        for (PeersSection peers : config.peers().values()) {
            peers.tables().forEach(spec -> next.put(spec.name(), tableOf(spec)));
        }
        return Map.copyOf(next);
    }

    /** Takes up what {@link #prepared} gave. */
    void use(Map<String, StickTable> prepared) {
        byName = prepared;
    }

    private StickTable tableOf(StickTableSpec spec) {
        StickTable known = byName.get(spec.name());
        return known != null && known.spec().equals(spec)
                ? known
                : new StickTable(spec, monotonicMs);
    }

    @Nullable StickTable named(String name) {
        return byName.get(name);
    }

    Collection<StickTable> all() {
        return byName.values();
    }
}
