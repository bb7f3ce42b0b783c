package io.aplomb.cluster.schedule;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the orderings relations between the actions there are. */
final class OrderingApplication {
    private final Cluster cluster;
    private final ActionFactory actions;

    OrderingApplication(Cluster cluster) {
        this.cluster = cluster;
        this.actions = new ActionFactory(cluster);
    }

    void applyAll() {
        for (Ordering ordering : List.copyOf(cluster.orderings)) {
            apply(ordering);
        }
        OrderingEffects effects = new OrderingEffects(cluster);
        List.copyOf(cluster.actions).forEach(effects::blockFollowers);
        new Probes(cluster).order();
        List.copyOf(cluster.actions).forEach(effects::update);
        List.copyOf(cluster.actions).forEach(OrderingApplication::breakMigrationLoops);
    }

    private void apply(Ordering ordering) {
        Resource first = ordering.firstResource();
        if (first == null) {
            if (ordering.thenResource() == null) {
                Action.order(ordering.first(), ordering.then(), ordering.kind());
            } else {
                orderAfter(ordering.first(), ordering.thenResource(), ordering);
            }
            return;
        }
        for (Action action : firstActions(first, ordering)) {
            if (ordering.thenResource() == null) {
                Action.order(action, ordering.then(), ordering.kind());
            } else {
                orderAfter(action, ordering.thenResource(), ordering);
            }
        }
    }

    private List<Action> firstActions(Resource first, Ordering ordering) {
        if (ordering.first() != null) {
            return List.of(ordering.first());
        }
        List<Action> found = byKey(first, ordering.firstKey());
        if (!found.isEmpty() || first == ordering.thenResource()) {
            return found;
        }
        String task = Orderings.taskOf(ordering.firstKey());
        Role role = first.roleNow();
        boolean pointless =
                (role == Role.STOPPED && task.equals(Task.STOP))
                        || (role == Role.UNPROMOTED && task.equals(Task.DEMOTE));
        return pointless ? List.of() : List.of(actions.once(first, task, null, true));
    }

    private static List<Action> byKey(Resource resource, @Nullable String key) {
        if (key == null) {
            return List.of();
        }
        List<Action> found = new ArrayList<>();
        for (Action action : resource.actions) {
            if (action.key.equals(key)) {
                found.add(action);
            }
        }
        return found;
    }

    private static void orderAfter(@Nullable Action first, Resource resource, Ordering ordering) {
        List<Action> then =
                ordering.then() != null
                        ? List.of(ordering.then())
                        : byKey(resource, ordering.thenKey());
        int kind = ordering.kind();
        if (first != null && first.resource == resource && first.endsMigration) {
            kind &= ~Kind.FIRST_IMPLIES_THEN;
        }
        for (Action action : then) {
            if (first != null) {
                Action.order(first, action, kind);
            } else if ((kind & Kind.FIRST_IMPLIES_THEN) != 0) {
                action.runnable = false;
            }
        }
    }

    /** Two resources that change places would wait for each other to have made room. */
    private static void breakMigrationLoops(Action action) {
        if (!action.is(Task.MIGRATE_TO)) {
            return;
        }
        for (Action.Input input = action.inputs; input != null; input = input.next) {
            if (input.kind == Kind.LOAD && GraphBuilder.hasLoop(action, action, input)) {
                input.kind = Kind.NONE;
            }
        }
    }
}
