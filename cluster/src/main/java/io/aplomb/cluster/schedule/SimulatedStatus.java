package io.aplomb.cluster.schedule;

import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The status section as it is after simulated actions. */
final class SimulatedStatus {
    private final Cluster cluster;
    private final Digests digests;
    private final List<Cancelled> cancelled = new ArrayList<>();
    private Element cib;

    private record Cancelled(Primitive resource, Node node, Action action) {}

    SimulatedStatus(Cluster cluster) {
        this.cluster = cluster;
        this.digests = new Digests(cluster);
        this.cib = cluster.cib;
    }

    /** As crm_simulate writes it, cancels as entries of their own, and tells it. */
    Element told() {
        return cib;
    }

    /** Where what was cancelled is forgotten, or it would be cancelled again and again. */
    Element settled() {
        Element settled = cib;
        for (Cancelled each : cancelled) {
            settled =
                    changeEntry(
                            settled,
                            each.resource,
                            each.node,
                            entry -> withoutMonitor(entry, each.action));
        }
        return settled;
    }

    private static Element changeNode(Element cib, Node node, UnaryOperator<Element> change) {
        return NodeStates.changed(cib, node.id, node.name, change);
    }

    /** The node is down, and nothing is known of it. */
    void fenced(Node node) {
        cancelled.removeIf(each -> each.node == node);
        cib = changeNode(cib, node, NodeStates::down);
    }

    /** An operation is done, with this result. */
    void done(Primitive resource, Action action, int expected, int rc) {
        Node node = java.util.Objects.requireNonNull(action.node);
        if (action.is(Task.CANCEL)) {
            cancelled.add(new Cancelled(resource, node, action));
        }
        cib =
                changeEntry(
                        cib,
                        resource,
                        node,
                        entry -> withOperation(entry, resource, action, expected, rc));
    }

    private static Element changeEntry(
            Element cib, Primitive resource, Node node, UnaryOperator<Element> change) {
        return changeNode(
                cib,
                node,
                state ->
                        NodeStates.withHistories(
                                state, list -> inResource(list, resource, change)));
    }

    /**
     * Where one node's history has a resource twice, the second counts for the first from then on.
     * Pacemaker updates a node's status as a whole, and matches its parts by their identifiers.
     */
    private static Element withTwinsMerged(Element list) {
        Map<String, Element> merged = new LinkedHashMap<>();
        list.children().forEach(entry -> merged.merge(entry.id(), entry, SimulatedStatus::merge));
        if (merged.size() == list.children().size()) {
            return list;
        }
        Set<String> placed = new HashSet<>();
        return list.withChildren(
                list.children().stream()
                        .map(
                                entry ->
                                        placed.add(entry.id())
                                                ? merged.getOrDefault(entry.id(), entry)
                                                : entry)
                        .toList());
    }

    private static Element merge(Element entry, Element twin) {
        Element merged = entry;
        for (Element operation : twin.children()) {
            merged =
                    merged.withChanged(
                            known -> known.id().equals(operation.id()),
                            operation,
                            known -> known.withAttributesOf(operation));
        }
        return merged;
    }

    private static Element inResource(
            Element list, Primitive resource, UnaryOperator<Element> change) {
        String base = resource.unique ? resource.id : resource.baseId();
        String shown =
                resource.historyName != null && !resource.historyName.equals(base)
                        ? resource.historyName
                        : resource.id;
        boolean byBase = list.children().stream().anyMatch(child -> child.id().equals(base));
        String id =
                byBase ? base : resource.unique || base.equals(resource.historyName) ? base : shown;
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("id", id);
        attributes.put("class", resource.standard);
        if (resource.provider != null) {
            attributes.put("provider", resource.provider);
        }
        attributes.put("type", resource.type);
        Element fresh = Element.of("lrm_resource", attributes);
        long known = list.children().stream().filter(child -> child.id().equals(id)).count();
        if (known > 1) {
            // Pacemaker does not choose between twins, and counts calls from the start
            List<Element> all = withTwinsMerged(list.withChild(change.apply(fresh))).children();
            return list.withChildren(all.subList(0, all.size() - 1));
        }
        return withTwinsMerged(list.withChanged(child -> child.id().equals(id), fresh, change));
    }

    private Element withOperation(
            Element entry, Primitive resource, Action action, int expected, int rc) {
        String task = recordedTask(action.task);
        String key = Task.key(entry.id(), task, action.intervalMs);
        int call = 1;
        for (Element known : entry.children("lrm_rsc_op")) {
            call = Math.max(call, History.number(known, "call-id", 0) + 1);
        }
        String id;
        if (action.is(Task.NOTIFY)) {
            id =
                    Task.notifyKey(
                            entry.id(),
                            action.meta.getOrDefault("notify_type", "pre"),
                            action.meta.getOrDefault("notify_operation", ""));
        } else if (action.is(Task.MIGRATE_TO)
                || action.is(Task.MIGRATE_FROM)
                || (action.intervalMs > 0 && rc == expected)) {
            id = key;
        } else {
            id = Task.key(entry.id(), rc == expected ? "last" : "last_failure", 0);
        }
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("id", id);
        attributes.put("operation_key", key);
        attributes.put("operation", task);
        attributes.put("crm-debug-origin", "aplomb simulate");
        attributes.put("crm_feature_set", NodeStates.FEATURE_SET);
        String transition = call + ":-1:" + expected + ":xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
        attributes.put("transition-key", transition);
        attributes.put("transition-magic", "0:" + rc + ';' + transition);
        attributes.put("call-id", Integer.toString(call));
        attributes.put("rc-code", Integer.toString(rc));
        attributes.put("op-status", "0");
        attributes.put("interval", Long.toString(action.intervalMs));
        attributes.put("last-rc-change", Long.toString(cluster.nowS()));
        attributes.put("last-run", Long.toString(cluster.nowS()));
        copy(action, attributes, "migrate_source");
        copy(action, attributes, "migrate_target");
        if (action.node != null && !action.is(Task.NOTIFY)) {
            String digested =
                    action.isProbe() || action.is(Task.MIGRATE_FROM) || action.is(Task.PROMOTE)
                            ? Task.START
                            : task;
            attributes.put(
                    "op-digest",
                    digests.digest(resource, action.node, digested, action.intervalMs));
        }
        Element operation = Element.of("lrm_rsc_op", attributes);
        return entry.withChanged(
                child -> child.is("lrm_rsc_op") && child.id().equals(id),
                operation,
                known -> known.withAttributesOf(operation));
    }

    private static Element withoutMonitor(Element entry, Action cancel) {
        return entry.withoutChildren(
                known ->
                        (known.attribute("operation", "").equals(cancel.cancels)
                                        || known.attribute("operation", "").equals(Task.CANCEL))
                                && History.interval(known) == cancel.intervalMs
                                && !History.failed(known));
    }

    private static void copy(Action action, Map<String, String> attributes, String name) {
        String value = action.meta.get(name);
        if (value != null) {
            attributes.put(name, value);
        }
    }

    private static String recordedTask(String task) {
        return task.equals(Task.RELOAD) || task.equals(Task.RELOAD_AGENT) ? Task.START : task;
    }

    /** A failure counts; the lines say how. */
    List<String> failed(String resource, Action action, int rc) {
        if (rc == OperationReader.RC_NOT_RUNNING && action.intervalMs == 0) {
            return List.of();
        }
        Node node = java.util.Objects.requireNonNull(action.node);
        String suffix = resource + '#' + action.task + '_' + action.intervalMs;
        String before = node.attribute("fail-count-" + suffix);
        String count = Integer.toString(Settings.number(before, 0) + 1);
        String since = Long.toString(cluster.nowS());
        cib = changeNode(cib, node, state -> withAttribute(state, "fail-count-" + suffix, count));
        cib = changeNode(cib, node, state -> withAttribute(state, "last-failure-" + suffix, since));
        String where = " into /node_state '" + node.id + '\'';
        return List.of(
                "Injecting attribute fail-count-" + suffix + "=value++" + where,
                "Injecting attribute last-failure-" + suffix + '=' + since + where);
    }

    private static Element withAttribute(Element state, String name, String value) {
        Element pair =
                Element.of(
                        "nvpair",
                        new LinkedHashMap<>(
                                Map.of(
                                        "id",
                                        "status-" + state.id() + '-' + name,
                                        "name",
                                        name,
                                        "value",
                                        value)));
        return state.withChanged(
                child -> child.is("transient_attributes"),
                Element.of("transient_attributes", Map.of("id", state.id())),
                transients ->
                        transients.withChanged(
                                child -> child.is("instance_attributes"),
                                Element.of(
                                        "instance_attributes",
                                        Map.of("id", "status-" + state.id())),
                                set ->
                                        set.withChanged(
                                                child -> name.equals(child.attribute("name")),
                                                pair,
                                                known -> pair)));
    }
}
