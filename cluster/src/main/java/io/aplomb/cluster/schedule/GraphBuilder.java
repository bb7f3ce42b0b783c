package io.aplomb.cluster.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Takes into the graph what is needed and can be done. */
final class GraphBuilder {
    private final Cluster cluster;
    private final Notifications notifications;
    private final OrderingEffects effects;
    private final List<Graph.Synapse> synapses = new ArrayList<>();

    GraphBuilder(Cluster cluster) {
        this.cluster = cluster;
        this.notifications = new Notifications(cluster);
        this.effects = new OrderingEffects(cluster);
    }

    Graph build() {
        List.copyOf(cluster.resources).forEach(this::add);
        List.copyOf(cluster.actions).forEach(this::add);
        return new Graph(List.copyOf(synapses));
    }

    private void add(Resource resource) {
        if (resource instanceof CloneSet clone) {
            addClone(clone);
        } else {
            List.copyOf(resource.actions).forEach(this::add);
            List.copyOf(resource.children()).forEach(this::add);
        }
    }

    private void addClone(CloneSet clone) {
        CollectiveActions views = new CollectiveActions(cluster, effects);
        for (Action action : List.copyOf(clone.actions)) {
            var _ = views.view(action, null);
        }
        for (String task : List.of(Task.START, Task.STOP, Task.PROMOTE, Task.DEMOTE)) {
            notifications.tell(clone, clone.notifications.get(task));
        }
        List.copyOf(clone.instances).forEach(this::add);
        List.copyOf(clone.actions).forEach(this::add);
    }

    private void add(Action action) {
        if (action.inGraph || !belongs(action)) {
            return;
        }
        action.inGraph = true;
        Map<Action, Action.Input> merged = new HashMap<>();
        List<Action.Input> inputs = new ArrayList<>();
        for (Action.Input input = action.inputs; input != null; input = input.next) {
            Action.Input same = merged.get(input.action);
            if (same == null) {
                Action.Input copy = new Action.Input(input.action, input.kind, null);
                merged.put(input.action, copy);
                inputs.add(copy);
            } else {
                same.kind |= input.kind;
            }
        }
        List<Action> triggers = new ArrayList<>();
        for (Action.Input input : inputs) {
            if (belongs(action, input)) {
                triggers.add(input.action);
            }
        }
        int ofResource = action.resource == null ? 0 : action.resource.priority;
        int priority = Math.max(0, Math.max(ofResource, action.priority));
        synapses.add(new Graph.Synapse(action, triggers, priority));
    }

    /** Whether an action is done in this transition. */
    static boolean belongs(Action action) {
        if (!action.runnable || (action.optional && !action.printAlways)) {
            return false;
        }
        Resource resource = action.resource;
        if (resource != null
                && !resource.managed
                && !action.is(Task.MONITOR)
                && action.intervalMs == 0) {
            return false;
        }
        if (action.pseudo || action.is(Task.FENCE) || action.is(Task.SHUTDOWN)) {
            return true;
        }
        if (action.node == null) {
            return false;
        }
        return action.byCluster || (action.node.online && !action.node.unclean);
    }

    private static boolean changesActions(Action.Input input) {
        return (input.kind & ~(Kind.FIRST_IN_GRAPH | Kind.THEN_IN_GRAPH | Kind.ORDERED)) != 0;
    }

    /** Whether an action has to wait for another one; relations that turn out moot are dropped. */
    static boolean belongs(Action action, Action.Input input) {
        Action first = input.action;
        if (input.kind == Kind.NONE) {
            return false;
        }
        if (!first.runnable) {
            if (!changesActions(input)
                    || input.has(Kind.ONE_OR_MORE)
                    || input.has(Kind.THEN_NEEDS_FIRST_MIGRATABLE)) {
                return false;
            }
        }
        if (input.has(Kind.APPLY_FIRST_NON_MIGRATABLE) && first.migrateRunnable) {
            return false;
        }
        if (input.kind == Kind.ORDERED && first.migrateRunnable && first.key.endsWith("_stop_0")) {
            return false;
        }
        if (input.kind == Kind.LOAD) {
            return loadMatters(action, input);
        }
        if (input.kind == Kind.ANTI_COLOCATION) {
            boolean elsewhere =
                    first.node != null && action.node != null && first.node != action.node;
            if (elsewhere || first.optional) {
                input.kind = Kind.NONE;
                return false;
            }
            return true;
        }
        if (first.resource != null
                && first.resource != action.resource
                && first.resource.failed
                && !first.resource.managed
                && first.key.endsWith("_stop_0")
                && action.resource instanceof CloneSet) {
            return false;
        }
        return !first.optional || first.printAlways || first.inGraph || belongs(first);
    }

    private static boolean loadMatters(Action action, Action.Input input) {
        Action first = input.action;
        Node place =
                action.resource instanceof Primitive primitive && action.is(Task.MIGRATE_TO)
                        ? primitive.assigned
                        : action.node;
        boolean migrating = action.resource != null && action.is(Task.MIGRATE_TO);
        if (first.node != place || (!migrating && first.optional)) {
            input.kind = Kind.NONE;
            return false;
        }
        return true;
    }

    /** Whether a relation closes a circle. */
    static boolean hasLoop(Action start, Action action, Action.Input input) {
        Action first = input.action;
        if (first.tracked || !belongs(action, input)) {
            return false;
        }
        if (first == start) {
            return true;
        }
        first.tracked = true;
        boolean found = false;
        for (Action.Input next = first.inputs; next != null && !found; next = next.next) {
            found = hasLoop(start, first, next);
        }
        first.tracked = false;
        return found;
    }
}
