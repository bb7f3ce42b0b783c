package io.aplomb.cluster.schedule;

import io.aplomb.model.cib.Element;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds what runs otherwise than it is configured now, and plans to put that right. */
final class ConfigurationChanges {
    private static final String REASON = "resource definition change";

    private final Cluster cluster;
    private final ActionFactory actions;
    private final Orderings orderings;
    private final Digests digests;
    private final FailCounts failures;
    private final FailureExpiry expiry;
    private final FencingPlan fencing;
    private final ResourceActions resources;
    private final RecurringActions recurring;

    ConfigurationChanges(Cluster cluster) {
        this.cluster = cluster;
        this.actions = new ActionFactory(cluster);
        this.orderings = new Orderings(cluster);
        this.digests = new Digests(cluster);
        this.failures = new FailCounts(cluster);
        this.expiry = new FailureExpiry(cluster);
        this.fencing = new FencingPlan(cluster);
        this.resources = new ResourceActions(cluster);
        this.recurring = new RecurringActions(cluster);
    }

    void planAll() {
        Map<String, Set<Primitive>> named = byName();
        for (Node node : cluster.nodes) {
            if (node.maintenance || node.available()) {
                planOn(node, named);
            }
        }
    }

    private void planOn(Node node, Map<String, Set<Primitive>> named) {
        for (Element state : cluster.status().children("node_state")) {
            if (!node.name.equals(state.attribute("uname"))) {
                continue;
            }
            for (Element entry :
                    state.childOrEmpty("lrm")
                            .childOrEmpty("lrm_resources")
                            .children("lrm_resource")) {
                if (!entry.children().isEmpty()) {
                    named.getOrDefault(entry.id(), Set.of())
                            .forEach(resource -> plan(resource, node, entry));
                }
            }
        }
    }

    private Map<String, Set<Primitive>> byName() {
        Map<String, Set<Primitive>> found = new HashMap<>();
        for (Resource resource : cluster.resources) {
            resource.eachPrimitive(
                    primitive -> {
                        add(found, primitive.id, primitive);
                        if (primitive.historyName != null) {
                            add(found, primitive.historyName, primitive);
                        }
                        if (!primitive.unique) {
                            add(found, primitive.baseId(), primitive);
                        }
                    });
        }
        return found;
    }

    private static void add(Map<String, Set<Primitive>> to, String name, Primitive primitive) {
        to.computeIfAbsent(name, added -> new LinkedHashSet<>()).add(primitive);
    }

    private void plan(Primitive resource, Node node, Element entry) {
        if (resource.orphan) {
            if (!resource.inAnonymousClone()) {
                resources.delete(resource, node, false);
            }
            return;
        }
        boolean active = resource.runningOn.contains(node);
        if (agentChanged(resource, entry)) {
            fencing.requireUnfencing(resource, node, "Device definition changed", null);
            if (active) {
                var _ = actions.stop(resource, node, false);
                resource.startPending = true;
            }
            resources.delete(resource, node, false);
        }
        if (!active) {
            return;
        }
        List<Element> operations = History.sorted(entry);
        History.Bounds bounds = History.Bounds.of(operations);
        for (int i = 0; i < operations.size(); i++) {
            if (bounds.start() >= bounds.stop() && i >= bounds.start()) {
                planOperation(resource, node, operations.get(i));
            }
        }
    }

    private static boolean agentChanged(Primitive resource, Element entry) {
        for (String name : List.of("type", "class", "provider")) {
            if (!resource.xml.attribute(name, "").equals(entry.attribute(name, ""))) {
                return true;
            }
        }
        return false;
    }

    private void planOperation(Primitive resource, Node node, Element found) {
        Element operation =
                cluster.expiredMonitors.contains(found)
                        ? found.with("op-restart-digest", "expired")
                        : found;
        String task = History.task(operation);
        long interval = History.interval(operation);
        if (interval > 0 && (resource.maintenance || node.maintenance)) {
            cancel(resource, node, task, interval);
            return;
        }
        boolean telling =
                interval > 0
                        || task.equals(Task.MONITOR)
                        || task.equals(Task.START)
                        || task.equals(Task.PROMOTE)
                        || task.equals(Task.MIGRATE_FROM);
        if (telling
                && changed(resource, node, operation)
                && failures.effective(resource, node, null).count() > 0) {
            var _ = expiry.clearFailures(resource, node, "action definition changed");
        }
    }

    private void cancel(Primitive resource, Node node, String task, long interval) {
        Action cancel = recurring.cancel(resource, task, interval, node);
        orderings.taskThen(resource, Task.STOP, cancel, Kind.ORDERED);
    }

    private boolean changed(Primitive resource, Node node, Element operation) {
        String task = History.task(operation);
        long interval = History.interval(operation);
        if (interval > 0 && Operations.exact(resource, task, interval, false) == null) {
            if (cluster.settings.stopOrphanActions()) {
                cancel(resource, node, task, interval);
            }
            return true;
        }
        if (interval == 0
                && (task.equals(Task.MONITOR)
                        || task.equals(Task.MIGRATE_FROM)
                        || task.equals(Task.PROMOTE))) {
            // what counts is what it would be started with
            task = Task.START;
        }
        switch (digests.change(resource, node, operation, task)) {
            case NONE -> {
                return false;
            }
            case RESTART -> forceRestart(resource, node, task, interval);
            case ANY, UNKNOWN -> {
                if (interval > 0) {
                    fencing.requireUnfencing(
                            resource, node, "Device parameters changed (reschedule)", null);
                    Action again =
                            actions.of(
                                    resource,
                                    Task.key(resource.id, task, interval),
                                    task,
                                    node,
                                    true);
                    again.reschedule = true;
                } else if (operation.attribute("op-restart-digest") != null) {
                    fencing.requireUnfencing(
                            resource, node, "Device parameters changed (reload)", null);
                    reload(resource, node);
                } else {
                    forceRestart(resource, node, task, interval);
                }
            }
        }
        return true;
    }

    private void forceRestart(Primitive resource, Node node, String task, long interval) {
        Action required =
                actions.of(resource, Task.key(resource.id, task, interval), task, null, false);
        required.reason = REASON;
        fencing.requireUnfencing(resource, node, "Device parameters changed", null);
    }

    private void reload(Primitive resource, Node node) {
        if (!resource.managed || resource.failed) {
            return;
        }
        if (resource.startPending) {
            var _ = actions.stop(resource, node, false);
            return;
        }
        resource.reload = true;
        Action reload = actions.once(resource, Task.RELOAD_AGENT, node, false);
        if (reload.reason == null) {
            reload.reason = REASON;
        }
        int kind = Kind.ORDERED | Kind.THEN_CANCELS_FIRST;
        orderings.actionThen(reload, resource, Task.STOP, kind);
        orderings.actionThen(reload, resource, Task.DEMOTE, kind);
    }
}
