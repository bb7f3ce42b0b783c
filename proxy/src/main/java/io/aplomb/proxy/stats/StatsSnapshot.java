package io.aplomb.proxy.stats;

import java.util.List;
import java.util.Map;

/**
 * All figures at one moment, in the order of the configuration.
 *
 * @param process the lines of {@code show info}, as text
 */
public record StatsSnapshot(List<ProxyRows> proxies, Map<InfoField, String> process) {

    public StatsSnapshot {
        proxies = List.copyOf(proxies);
        process = Map.copyOf(process);
    }

    /** A line of {@code show info}, "0" where there is none. */
    public String info(InfoField field) {
        return process.getOrDefault(field, field.type() == Column.Type.STR ? "" : "0");
    }
}
