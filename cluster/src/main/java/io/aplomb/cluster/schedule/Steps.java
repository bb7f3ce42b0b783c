package io.aplomb.cluster.schedule;

import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a graph into steps that stand for themselves. */
final class Steps {
    private static final String META = "CRM_meta_";

    private final Cluster cluster;
    private final Digests digests;
    private final GraphXml words;
    private final Map<Resource, Map<String, String>> instances = new HashMap<>();

    private Steps(Cluster cluster) {
        this.cluster = cluster;
        this.digests = new Digests(cluster);
        this.words = new GraphXml(cluster);
    }

    static List<Step> of(Cluster cluster, Graph graph) {
        Steps steps = new Steps(cluster);
        List<Step> all = new ArrayList<>();
        graph.synapses().forEach(synapse -> all.add(steps.step(synapse)));
        return all;
    }

    private Step step(Graph.Synapse synapse) {
        Action action = synapse.action();
        Map<String, String> parameters = words.attributes(action);
        addInstances(action, parameters);
        Element agent =
                action.resource instanceof Primitive primitive && !action.pseudo
                        ? GraphXml.agent(primitive)
                        : Element.of("primitive", Map.of());
        return new Step(
                action.number,
                what(action),
                action.key,
                action.task,
                action.node == null ? null : action.node.name,
                agent.id(),
                agent.attribute("class", ""),
                agent.attribute("provider"),
                agent.attribute("type", ""),
                action.intervalMs,
                number(parameters.get(META + "timeout")),
                number(parameters.get(META + "start_delay")),
                parameters,
                Settings.number(action.meta.get("op_target_rc"), 0),
                digest(action),
                synapse.priority(),
                synapse.inputs().stream().map(input -> input.number).toList());
    }

    private static long number(@Nullable String text) {
        try {
            return text == null ? 0 : Math.max(0, Long.parseLong(text));
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    private static Step.What what(Action action) {
        if (action.pseudo) {
            return Step.What.MOMENT;
        }
        return switch (action.task) {
            case Task.FENCE -> Step.What.FENCE;
            case Task.SHUTDOWN -> Step.What.SHUTDOWN;
            case Task.CLEAR_FAILURES -> Step.What.CLEAR_FAILURES;
            case Task.HISTORY_DELETE, Task.DELETE -> Step.What.FORGET;
            default -> Step.What.OPERATION;
        };
    }

    private String digest(Action action) {
        if (action.pseudo
                || action.node == null
                || action.is(Task.NOTIFY)
                || !(action.resource instanceof Primitive primitive)) {
            return "";
        }
        String digested =
                action.isProbe() || action.is(Task.MIGRATE_FROM) || action.is(Task.PROMOTE)
                        ? Task.START
                        : action.task;
        return digests.digest(primitive, action.node, digested, action.intervalMs);
    }

    /**
     * The instances of a clone that notifies are told who does what.
     *
     * <p>Source: Pacemaker Administration, "Clone notifications".
     */
    private void addInstances(Action action, Map<String, String> parameters) {
        CloneSet clone = action.resource == null ? null : action.resource.cloneSet();
        if (clone == null || !clone.notify || action.pseudo) {
            return;
        }
        parameters.putAll(instances.computeIfAbsent(clone, _ -> NotifyLists.of(cluster, clone)));
    }
}
