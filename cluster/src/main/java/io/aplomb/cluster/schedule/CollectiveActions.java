package io.aplomb.cluster.schedule;

import org.jspecify.annotations.Nullable;

/** How the actions of groups and clones depend on those of what they are made of. */
final class CollectiveActions {
    private final Cluster cluster;
    private final OrderingEffects effects;
    private final Placement placement;

    CollectiveActions(Cluster cluster, OrderingEffects effects) {
        this.cluster = cluster;
        this.effects = effects;
        this.placement = new Placement(cluster);
    }

    /** How an action counts, on one node or on the whole. */
    OrderingEffects.View view(Action action, @Nullable Node node) {
        Resource resource = action.resource;
        return switch (resource) {
            case Group group -> groupView(group, action, node);
            case CloneSet clone -> cloneView(clone, action, node);
            case Primitive _ -> OrderingEffects.View.of(action);
            case null -> OrderingEffects.View.of(action);
        };
    }

    private static @Nullable Action find(Resource resource, String task, @Nullable Node node) {
        for (Action action : resource.actions) {
            if (action.is(task) && (node == null || action.node == node || action.node == null)) {
                if (node == null || action.node == node) {
                    return action;
                }
            }
        }
        return null;
    }

    private OrderingEffects.View groupView(Group group, Action action, @Nullable Node node) {
        boolean optional = true;
        boolean runnable = true;
        for (Primitive member : group.members) {
            String task = Task.uncompleted(action.task);
            Action same = find(member, task, node);
            if (same == null) {
                if (!task.equals(Task.STOP) && !task.equals(Task.DEMOTE)) {
                    runnable = false;
                }
                continue;
            }
            if (optional && !same.optional) {
                optional = false;
                action.optional = false;
            }
            if (!task.equals(action.task) && runnable && !same.runnable) {
                runnable = false;
                action.runnable = false;
            }
        }
        return new OrderingEffects.View(optional, runnable, false);
    }

    private OrderingEffects.View cloneView(CloneSet clone, Action action, @Nullable Node node) {
        String task = originalTask(clone, action);
        boolean optional = true;
        boolean anyRunnable = false;
        for (Resource instance : clone.instances) {
            Node where = instance instanceof Primitive ? node : null;
            Action same = find(instance, task, where);
            if (same == null) {
                continue;
            }
            OrderingEffects.View view = view(same, node);
            if (optional && !view.optional()) {
                optional = false;
                action.optional = false;
            }
            anyRunnable |= view.runnable();
        }
        if (!anyRunnable && node == null) {
            action.runnable = false;
        }
        return new OrderingEffects.View(optional, anyRunnable, false);
    }

    /** The task of an instance that something of the whole clone is about. */
    private static String originalTask(CloneSet clone, Action action) {
        String task = action.task;
        if (task.equals(Task.NOTIFY) || task.equals("notified")) {
            int at = action.key.indexOf("_notify_");
            String rest = action.key.substring(at + "_notify_".length());
            task = rest.substring(0, rest.lastIndexOf('_'));
        }
        boolean primitives =
                !clone.instances.isEmpty() && clone.instances.getFirst() instanceof Primitive;
        return primitives ? Task.uncompleted(task) : task;
    }

    OrderingEffects.Changes updateGroup(
            Action first,
            Action then,
            @Nullable Node node,
            OrderingEffects.View view,
            OrderingEffects.Filter filter,
            int kind) {
        OrderingEffects.Changes changes = effects.updatePair(first, then, view, filter, kind);
        if (then.resource instanceof Group group) {
            for (Primitive member : group.members) {
                Action same = find(member, then.task, node);
                if (same != null) {
                    changes.add(effects.updatePair(first, same, view, filter, kind));
                }
            }
        }
        return changes;
    }

    OrderingEffects.Changes updateClone(
            Action first,
            Action then,
            @Nullable Node node,
            OrderingEffects.View view,
            OrderingEffects.Filter filter,
            int kind) {
        if (then.resource == null) {
            return new OrderingEffects.Changes();
        }
        if (mayInterleave(first, then)) {
            return interleave(first, then, node, filter, kind);
        }
        OrderingEffects.Changes changes = effects.updatePair(first, then, view, filter, kind);
        for (Resource instance : java.util.List.copyOf(then.resource.children())) {
            Action same = find(instance, then.task, node);
            if (same == null || !view(same, node).runnable()) {
                continue;
            }
            OrderingEffects.Changes own =
                    effects.updateOf(instance, first, same, node, view, filter, kind);
            changes.add(own);
            if (own.then) {
                effects.updateFollowers(same);
            }
        }
        return changes;
    }

    private static boolean mayInterleave(Action first, Action then) {
        if (first.resource == then.resource
                || !(first.resource instanceof CloneSet one)
                || !(then.resource instanceof CloneSet other)) {
            return false;
        }
        boolean down = then.key.endsWith("_stop_0") || then.key.endsWith("_demote_0");
        return (down ? one : other).metaIsTrue("interleave", false);
    }

    private OrderingEffects.Changes interleave(
            Action first,
            Action then,
            @Nullable Node node,
            OrderingEffects.Filter filter,
            int kind) {
        OrderingEffects.Changes changes = new OrderingEffects.Changes();
        if (!(first.resource instanceof CloneSet one)
                || !(then.resource instanceof CloneSet other)) {
            return changes;
        }
        String firstTask = originalTask(one, first);
        boolean now = first.key.endsWith("_stopped_0") || first.key.endsWith("_demoted_0");
        for (Resource instance : java.util.List.copyOf(other.instances)) {
            Resource partner = Instances.compatible(cluster, instance, one, Role.UNKNOWN, now);
            if (partner == null) {
                int needs = Kind.FIRST_BLOCKS | Kind.FIRST_IMPLIES_THEN;
                if (!now && (kind & needs) != 0 && !instance.nodesNext().isEmpty()) {
                    placement.assign(instance, null, true);
                    changes.then = true;
                }
                continue;
            }
            Action firstAction = find(partner, firstTask, node);
            Action thenAction = find(instance, then.task, node);
            if (firstAction == null || thenAction == null) {
                continue;
            }
            if (Action.order(firstAction, thenAction, kind)) {
                changes.first = true;
                changes.then = true;
            }
            changes.add(
                    effects.updateOf(
                            instance,
                            firstAction,
                            thenAction,
                            node,
                            view(firstAction, node),
                            filter,
                            kind));
        }
        return changes;
    }
}
