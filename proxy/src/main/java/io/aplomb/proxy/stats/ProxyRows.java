package io.aplomb.proxy.stats;

import io.aplomb.model.proxy.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lines of one proxy, in the order they are shown.
 *
 * @param frontend null for backends
 * @param backend null for frontends
 */
public record ProxyRows(
        Proxy proxy,
        @Nullable StatsRow frontend,
        List<StatsRow> listeners,
        List<StatsRow> servers,
        @Nullable StatsRow backend) {

    public ProxyRows {
        listeners = List.copyOf(listeners);
        servers = List.copyOf(servers);
    }

    /** All of them. */
    public List<StatsRow> all() {
        List<StatsRow> rows = new ArrayList<>();
        if (frontend != null) {
            rows.add(frontend);
        }
        rows.addAll(listeners);
        rows.addAll(servers);
        if (backend != null) {
            rows.add(backend);
        }
        return rows;
    }
}
