package io.aplomb.cluster.schedule;

import io.aplomb.cluster.rules.Intervals;
import io.aplomb.cluster.rules.Scores;
import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a graph in the form in which Pacemaker's scheduler hands it to the controller.
 *
 * <p>Source: {@code crm_simulate --save-graph} of Pacemaker 2.1.5, its output.
 */
final class GraphXml {
    private static final String META = "CRM_meta_";

    /** Pacemaker's default-action-timeout, in milliseconds. */
    private static final String DEFAULT_TIMEOUT_MS = "20000";

    private final Cluster cluster;

    GraphXml(Cluster cluster) {
        this.cluster = cluster;
    }

    static Element of(Cluster cluster, Graph graph) {
        return new GraphXml(cluster).write(graph);
    }

    private Element write(Graph graph) {
        Map<String, String> attributes = new LinkedHashMap<>();
        Map<String, String> settings = cluster.settings.all();
        attributes.put("cluster-delay", settings.getOrDefault("cluster-delay", "60s"));
        attributes.put("stonith-timeout", settings.getOrDefault("stonith-timeout", "60s"));
        attributes.put("failed-stop-offset", "INFINITY");
        attributes.put(
                "failed-start-offset", cluster.settings.startFailureIsFatal() ? "INFINITY" : "1");
        attributes.put("batch-limit", settings.getOrDefault("batch-limit", "0"));
        attributes.put("transition_id", "0");
        if (cluster.settings.migrationLimit() > 0) {
            attributes.put("migration-limit", Integer.toString(cluster.settings.migrationLimit()));
        }
        List<Element> steps = new ArrayList<>();
        for (Graph.Synapse synapse : graph.synapses()) {
            steps.add(step(steps.size(), synapse));
        }
        return Element.of("transition_graph", attributes).withChildren(steps);
    }

    private Element step(int id, Graph.Synapse synapse) {
        Element step = Element.of("synapse", Map.of("id", Integer.toString(id)));
        if (synapse.priority() > 0) {
            step = step.with("priority", Integer.toString(synapse.priority()));
        }
        List<Element> triggers = new ArrayList<>();
        for (Action input : synapse.inputs()) {
            triggers.add(Element.of("trigger", Map.of()).withChild(reference(input)));
        }
        Element actions = Element.of("action_set", Map.of()).withChild(full(synapse.action()));
        Element inputs = Element.of("inputs", Map.of()).withChildren(triggers);
        return step.withChild(actions).withChild(inputs);
    }

    private static boolean ofController(Action action) {
        return !action.pseudo
                && (action.is(Task.FENCE)
                        || action.is(Task.SHUTDOWN)
                        || action.is(Task.CLEAR_FAILURES)
                        || action.is(Task.HISTORY_DELETE));
    }

    /** An action as it is named where another waits for it. */
    private Element reference(Action action) {
        String kind =
                action.pseudo ? "pseudo_event" : ofController(action) ? "crm_event" : "rsc_op";
        String key = shownKey(action);
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("id", Integer.toString(action.number));
        attributes.put("operation", action.task);
        attributes.put("operation_key", key);
        if (!key.equals(action.key)) {
            attributes.put("internal_operation_key", action.key);
        }
        if (action.node != null && !action.pseudo) {
            attributes.put("on_node", action.node.name);
            attributes.put("on_node_uuid", action.node.id);
        }
        return Element.of(kind, attributes);
    }

    private static String shownKey(Action action) {
        Resource resource = action.resource;
        if (resource == null
                || resource.historyName == null
                || !action.key.startsWith(resource.id + '_')) {
            return action.key;
        }
        return resource.historyName + action.key.substring(resource.id.length());
    }

    private Element full(Action action) {
        Element full = reference(action);
        if (full.is("rsc_op") && action.resource instanceof Primitive primitive) {
            full = full.withChild(agent(primitive));
        }
        full = full.withChild(Element.of("attributes", attributes(action)));
        boolean goesDown = action.is(Task.FENCE) || action.is(Task.SHUTDOWN);
        if (goesDown && ofController(action) && action.node != null) {
            Element node = Element.of("node", Map.of("id", action.node.id));
            full = full.withChild(Element.of("downed", Map.of()).withChild(node));
        }
        return full;
    }

    /** The agent of a resource, and the name by which histories know the resource. */
    static Element agent(Primitive primitive) {
        Map<String, String> attributes = new LinkedHashMap<>();
        boolean named = primitive.unique || primitive.historyName != null;
        String shown = primitive.historyName == null ? primitive.id : primitive.historyName;
        attributes.put("id", named ? shown : primitive.baseId());
        if (!attributes.get("id").equals(primitive.id)) {
            attributes.put("long-id", primitive.id);
        }
        attributes.put("class", primitive.standard);
        if (primitive.provider != null) {
            attributes.put("provider", primitive.provider);
        }
        attributes.put("type", primitive.type);
        return Element.of("primitive", attributes);
    }

    /** What an agent is told. */
    Map<String, String> attributes(Action action) {
        Map<String, String> all = new TreeMap<>();
        if (action.resource instanceof Primitive primitive && !action.pseudo) {
            all.putAll(Parameters.of(cluster, primitive, action.node));
        }
        action.meta.forEach((name, value) -> meta(all, name, value));
        if (action.resource != null) {
            if (!all.containsKey(META + "timeout")) {
                all.put(META + "timeout", DEFAULT_TIMEOUT_MS);
            }
            ofCollective(all, action.resource);
        }
        if (action.intervalMs > 0) {
            all.put(META + "interval", Long.toString(action.intervalMs));
        }
        if (action.cancels != null) {
            all.put(META + "operation", action.cancels);
        }
        if (action.node != null && !action.pseudo) {
            all.put(META + "on_node", action.node.name);
            all.put(META + "on_node_uuid", action.node.id);
        }
        Map<String, String> written = new LinkedHashMap<>(all);
        written.put("crm_feature_set", NodeStates.FEATURE_SET);
        return written;
    }

    private static void meta(Map<String, String> all, String name, String value) {
        switch (name) {
            case "interval" -> {
                // that of the action itself is written
            }
            case "timeout" -> all.put(META + name, Long.toString(Intervals.timeoutMillis(value)));
            case "start-delay" ->
                    all.put(META + "start_delay", Long.toString(Intervals.millis(value)));
            default -> all.put(META + name.replace('-', '_'), value);
        }
    }

    private static void ofCollective(Map<String, String> all, Resource resource) {
        CloneSet clone = resource.cloneSet();
        if (clone == null) {
            return;
        }
        number(all, "clone_max", clone.max);
        number(all, "clone_node_max", clone.maxPerNode);
        all.put(META + "globally_unique", Boolean.toString(clone.unique));
        all.put(META + "notify", Boolean.toString(clone.notify));
        int colon = resource.id.lastIndexOf(':');
        if (resource instanceof Primitive && colon > 0) {
            all.put(META + "clone", resource.id.substring(colon + 1));
        }
        if (clone.promotable) {
            number(all, "promoted_max", clone.promotedMax);
            number(all, "promoted_node_max", clone.promotedMaxPerNode);
            number(all, "master_max", clone.promotedMax);
            number(all, "master_node_max", clone.promotedMaxPerNode);
        }
    }

    private static void number(Map<String, String> all, String name, int value) {
        all.put(META + name, value >= Scores.INFINITY ? "INFINITY" : Integer.toString(value));
    }
}
