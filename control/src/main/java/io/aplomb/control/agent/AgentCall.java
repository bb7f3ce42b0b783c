package io.aplomb.control.agent;

import io.aplomb.cluster.live.AgentName;
import io.aplomb.cluster.live.OperationOrder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One question to an agent.
 *
 * @param resource the name by which histories know it
 * @param operation start, stop, monitor, ...
 * @param timeoutMs after which the caller ends it; for agents that plan their time
 * @param parameters of the agent, and those that begin with {@code CRM_meta_}
 */
public record AgentCall(
        String resource,
        AgentName agent,
        String operation,
        long timeoutMs,
        Map<String, String> parameters) {

    /** Keeps an unmodifiable copy. */
    public AgentCall {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    static AgentCall of(OperationOrder order) {
        return new AgentCall(
                order.resource(),
                order.agent(),
                order.operation(),
                order.timeoutMs() > 0 ? order.timeoutMs() : OperationSchedule.DEFAULT_TIMEOUT_MS,
                order.parameters());
    }

    /** Another question about the same resource. */
    AgentCall with(String other) {
        return new AgentCall(resource, agent, other, timeoutMs, parameters);
    }

    /** A parameter; one that is empty counts as not given, as agents in sh see it. */
    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isEmpty());
    }

    /** A parameter, or what it is where nobody gave it. */
    String parameter(String name, String otherwise) {
        return parameter(name).orElse(otherwise);
    }
}
