package io.aplomb.cluster.live;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a node is told to do with one resource.
 *
 * @param term of the leader that gave it; a node refuses those of an older one
 * @param transition which of the leader's transitions it belongs to
 * @param step its number in the graph of that
 * @param resource the name by which histories know the resource
 * @param operation as agents know it: start, stop, monitor, promote, ...
 * @param intervalMs 0 for once
 * @param timeoutMs for one run of it, in milliseconds
 * @param startDelayMs how long to wait before the first run, in milliseconds
 * @param parameters of the agent, and those that begin with {@code CRM_meta_}
 * @param expectedRc the exit code that is a success
 * @param digest of the parameters, kept in the history to notice their change
 */
public record OperationOrder(
        long term,
        long transition,
        int step,
        String resource,
        AgentName agent,
        String operation,
        long intervalMs,
        long timeoutMs,
        long startDelayMs,
        Map<String, String> parameters,
        int expectedRc,
        String digest) {

    /** Keeps an unmodifiable copy. */
    public OperationOrder {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /** {@code vip_monitor_10000}: what it is called in histories. */
    public String key() {
        return resource + '_' + operation + '_' + intervalMs;
    }

    /** Whether it asks, before anything was started, whether the resource is there. */
    public boolean isProbe() {
        return operation.equals("monitor") && intervalMs == 0;
    }
}
