package io.aplomb.cluster.schedule;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One step of the way, with all that is needed to make it.
 *
 * @param id its number in this decision
 * @param key as Pacemaker calls it: {@code vip_start_0}
 * @param task as agents know it; for pseudo steps the moment it marks
 * @param node where it is made, or whom it concerns; null for pseudo steps without a place
 * @param resource the name by which histories know the resource; empty where there is none
 * @param standard class of the agent; empty where there is none
 * @param provider of the agent, or null
 * @param type of the agent
 * @param intervalMs 0 for once
 * @param timeoutMs for one run
 * @param startDelayMs before the first run
 * @param parameters of the agent, and those that begin with {@code CRM_meta_}
 * @param expectedRc the exit code that is a success
 * @param digest of the parameters
 * @param priority steps of INFINITY are made even where another one failed
 * @param inputs the numbers of steps that come first
 */
public record Step(
        int id,
        What what,
        String key,
        String task,
        @Nullable String node,
        String resource,
        String standard,
        @Nullable String provider,
        String type,
        long intervalMs,
        long timeoutMs,
        long startDelayMs,
        Map<String, String> parameters,
        int expectedRc,
        String digest,
        int priority,
        List<Integer> inputs) {

    /** Who makes it. */
    public enum What {
        /** Nobody: it marks a moment. */
        MOMENT,
        /** An agent on the node. */
        OPERATION,
        /** A fence device. */
        FENCE,
        /** The node, when it is free of resources. */
        SHUTDOWN,
        /** The cluster forgets failures of the resource on the node. */
        CLEAR_FAILURES,
        /** The node forgets the resource. */
        FORGET
    }

    /** Keeps unmodifiable copies. */
    public Step {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        inputs = List.copyOf(inputs);
    }
}
