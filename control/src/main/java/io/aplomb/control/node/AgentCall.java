package io.aplomb.control.node;

import io.aplomb.cluster.live.AgentName;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One operation of an agent that a person wants to see.
 *
 * @param resource by which name the agent knows itself
 * @param operation as agents know it: start, monitor, ...
 * @param parameters of the agent, and those that begin with {@code CRM_meta_}
 * @param limit for the run
 * @param verbose whether a shell script is to tell each of its commands
 */
public record AgentCall(
        String resource,
        AgentName agent,
        String operation,
        Map<String, String> parameters,
        Duration limit,
        boolean verbose) {
    /** Keeps an unmodifiable copy. */
    public AgentCall {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }
}
