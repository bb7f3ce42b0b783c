package io.aplomb.cluster.schedule;

import io.aplomb.cluster.rules.Intervals;
import io.aplomb.model.cib.Element;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Plans the operations that recur, such as monitors. */
final class RecurringActions {
    private static final Set<String> NEVER_RECUR =
            Set.of(
                    Task.START,
                    Task.STOP,
                    Task.PROMOTE,
                    Task.DEMOTE,
                    Task.RELOAD,
                    Task.RELOAD_AGENT,
                    Task.MIGRATE_TO,
                    Task.MIGRATE_FROM);

    private final Cluster cluster;
    private final ActionFactory actions;
    private final Orderings orderings;

    RecurringActions(Cluster cluster) {
        this.cluster = cluster;
        this.actions = new ActionFactory(cluster);
        this.orderings = new Orderings(cluster);
    }

    /** One configured operation. */
    private record Configured(Element op, String name, long intervalMs, Role role) {}

    void plan(Primitive resource) {
        if (resource.blocked) {
            return;
        }
        Node node = resource.assigned;
        boolean runs = resource.nextRole != Role.STOPPED || !resource.managed;
        Action start = null;
        if (runs) {
            start = actions.start(resource, node, true);
        } else {
            node = null;
        }
        if (resource.maintenance || (node != null && node.maintenance)) {
            return;
        }
        if (start != null) {
            for (Element op : resource.operations) {
                Configured configured = read(resource, op);
                if (configured != null && configured.role != Role.STOPPED) {
                    planActive(resource, start, node, configured);
                }
            }
        }
        for (Element op : resource.operations) {
            Configured configured = read(resource, op);
            if (configured != null && configured.role == Role.STOPPED && resource.unique) {
                planStopped(resource, node, configured);
            }
        }
    }

    private static @Nullable Configured read(Primitive resource, Element op) {
        long interval = Intervals.millis(op.attribute("interval"));
        String name = op.attribute("name", "");
        if (interval <= 0 || NEVER_RECUR.contains(name) || isDuplicate(resource, op)) {
            return null;
        }
        return Operations.exact(resource, name, interval, false) == null
                ? null
                : new Configured(op, name, interval, Role.parse(op.attribute("role")));
    }

    /** Two of the same name and interval cannot be told apart: neither is done. */
    private static boolean isDuplicate(Primitive resource, Element op) {
        int same = 0;
        for (Element other : resource.operations) {
            if (other.attribute("name", "").equals(op.attribute("name", ""))
                    && Intervals.millis(other.attribute("interval"))
                            == Intervals.millis(op.attribute("interval"))) {
                same++;
            }
        }
        return same > 1;
    }

    private void planActive(
            Primitive resource, Action start, @Nullable Node node, Configured configured) {
        String key = Task.key(resource.id, configured.name, configured.intervalMs);
        boolean optional = start.optional;
        List<Action> running = exact(resource, key, node);
        if (running.isEmpty()) {
            optional = false;
        } else if (running.stream().anyMatch(action -> action.reschedule)) {
            optional = false;
        }
        boolean otherRole =
                configured.op.attribute("role") == null
                        ? resource.nextRole == Role.PROMOTED
                        : configured.role != resource.nextRole;
        if (otherRole) {
            if (optional) {
                cancelForRole(resource, node, configured);
            }
            return;
        }
        Action monitor = actions.of(resource, key, configured.name, node, optional);
        if (!start.runnable || node == null || !node.online || node.unclean) {
            monitor.runnable = false;
        }
        if (resource.nextRole == Role.PROMOTED) {
            monitor.meta.put("op_target_rc", "8");
        }
        if (node == null || resource.managed) {
            int kind = Kind.FIRST_IMPLIES_THEN | Kind.FIRST_BLOCKS;
            orderings.taskThen(resource, Task.START, monitor, kind);
            orderings.taskThen(resource, Task.RELOAD_AGENT, monitor, kind);
            int after = Kind.ORDERED | Kind.FIRST_BLOCKS;
            if (resource.nextRole == Role.PROMOTED) {
                orderings.taskThen(resource, Task.PROMOTE, monitor, after);
            } else if (resource.role == Role.PROMOTED) {
                orderings.taskThen(resource, Task.DEMOTE, monitor, after);
            }
        }
    }

    private static List<Action> exact(Primitive resource, String key, @Nullable Node node) {
        return node == null ? List.of() : ActionFactory.all(resource, key, node);
    }

    private void cancelForRole(Primitive resource, @Nullable Node node, Configured configured) {
        Action cancel = cancel(resource, configured.name, configured.intervalMs, node);
        String before =
                switch (resource.role) {
                    case UNPROMOTED, STARTED ->
                            resource.nextRole == Role.PROMOTED
                                    ? Task.PROMOTE
                                    : resource.nextRole == Role.STOPPED ? Task.STOP : "";
                    case PROMOTED -> Task.DEMOTE;
                    case UNKNOWN, STOPPED -> "";
                };
        if (!before.isEmpty()) {
            orderings.actionThen(cancel, resource, before, Kind.FIRST_BLOCKS);
        }
    }

    /** Ends a recurring operation. */
    Action cancel(Resource resource, String task, long intervalMs, @Nullable Node node) {
        // it takes the place of the operation itself, which has the same key
        Action cancel =
                actions.of(
                        resource,
                        Task.key(resource.id, task, intervalMs),
                        Task.CANCEL,
                        node,
                        false);
        cancel.task = Task.CANCEL;
        cancel.cancels = task;
        return cancel;
    }

    private void planStopped(Primitive resource, @Nullable Node node, Configured configured) {
        String key = Task.key(resource.id, configured.name, configured.intervalMs);
        if (node != null && !ActionFactory.all(resource, key, node).isEmpty()) {
            Action cancel = cancel(resource, configured.name, configured.intervalMs, node);
            if (resource.nextRole == Role.STARTED || resource.nextRole == Role.UNPROMOTED) {
                orderings.actionThen(cancel, resource, Task.START, Kind.FIRST_BLOCKS);
            }
        }
        for (Node other : cluster.nodes) {
            if (other != node) {
                planStoppedOn(resource, other, key, configured);
            }
        }
    }

    private void planStoppedOn(Primitive resource, Node node, String key, Configured configured) {
        boolean optional = !ActionFactory.all(resource, key, node).isEmpty();
        Action monitor = actions.of(resource, key, configured.name, node, optional);
        monitor.meta.put("op_target_rc", "7");
        boolean probesOptional = true;
        for (Action probe :
                ActionFactory.all(resource, Task.key(resource.id, Task.MONITOR, 0), node)) {
            probesOptional &= probe.optional;
            if (resource.managed) {
                Action.order(probe, monitor, Kind.FIRST_BLOCKS);
            }
        }
        boolean stopOptional = true;
        for (Action stop : ActionFactory.all(resource, Task.key(resource.id, Task.STOP, 0), node)) {
            stopOptional &= stop.optional;
            if (!stop.runnable) {
                monitor.runnable = false;
            }
            if (resource.managed) {
                orderings.actions(stop, monitor, Kind.FIRST_IMPLIES_THEN | Kind.FIRST_BLOCKS);
            }
        }
        if (!optional && probesOptional && stopOptional && !resource.managed) {
            monitor.optional = true;
        }
        if (!node.online || node.unclean) {
            monitor.runnable = false;
        }
    }
}
