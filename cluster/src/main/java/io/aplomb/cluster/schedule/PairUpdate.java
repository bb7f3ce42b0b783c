package io.aplomb.cluster.schedule;

/** What one kind of ordering does to two actions. */
final class PairUpdate {
    private final OrderingEffects effects;
    private final Action first;
    private final Action then;
    private final OrderingEffects.View view;
    private final OrderingEffects.Filter filter;
    private final int kind;

    PairUpdate(
            OrderingEffects effects,
            Action first,
            Action then,
            OrderingEffects.View view,
            OrderingEffects.Filter filter,
            int kind) {
        this.effects = effects;
        this.first = first;
        this.then = then;
        this.view = view;
        this.filter = filter;
        this.kind = kind;
    }

    OrderingEffects.Changes run() {
        State firstBefore = State.of(first);
        State thenBefore = State.of(then);
        switch (kind) {
            case Kind.ASYMMETRIC -> asymmetric();
            case Kind.THEN_NEEDS_FIRST -> thenNeedsFirst();
            case Kind.PROMOTED_NEEDS_FIRST -> promotedNeedsFirst();
            case Kind.THEN_NEEDS_FIRST_MIGRATABLE -> needsMigratable();
            case Kind.PSEUDO_THEN -> pseudoThen();
            case Kind.FIRST_BLOCKS -> firstBlocks();
            case Kind.FIRST_IMPLIES_THEN -> firstImpliesThen();
            case Kind.RESTART -> restart();
            default -> {}
        }
        OrderingEffects.Changes changes = new OrderingEffects.Changes();
        if (!thenBefore.equals(State.of(then))) {
            changes.then = true;
            if (then.resource != null && then.resource.parent != null) {
                // a stop and a start of one member of a cloned group
                effects.update(then);
            }
        }
        changes.first = !firstBefore.equals(State.of(first));
        return changes;
    }

    private record State(
            boolean optional, boolean runnable, boolean migrateRunnable, boolean pseudo) {
        static State of(Action action) {
            return new State(
                    action.optional, action.runnable, action.migrateRunnable, action.pseudo);
        }
    }

    private static void need(Action action, Action because) {
        if (action.optional) {
            action.optional = false;
            explain(action, because, "required ");
        }
    }

    private static void prevent(Action action, Action because) {
        if (action.runnable) {
            action.runnable = false;
            explain(action, because, "unrunnable ");
        }
    }

    private static void keepFromMigrating(Action action, Action because) {
        if (action.migrateRunnable) {
            action.migrateRunnable = false;
            explain(action, because, "unmigrateable ");
        }
    }

    private static void explain(Action action, Action because, String how) {
        if (action.resource == because.resource) {
            return;
        }
        if (action.reason == null) {
            String what =
                    because.resource == null
                            ? because.task
                            : because.resource.id + ' ' + because.task;
            action.reason = how + what;
        }
    }

    private void asymmetric() {
        Resource resource = then.resource;
        if (resource == null || first.runnable) {
            return;
        }
        Role role = resource.roleNow();
        if (role == Role.STOPPED && then.is(Task.STOP)) {
            return;
        }
        boolean alreadyThere =
                !role.below(Role.STARTED)
                        && then.is(Task.START)
                        && then.optional
                        && then.node != null
                        && resource.runningOn.size() == 1
                        && resource.runningOn.getFirst() == then.node;
        if (!alreadyThere) {
            need(then, first);
            prevent(then, first);
        }
    }

    private void thenNeedsFirst() {
        if (then.optional) {
            return;
        }
        if (filter.optional() && !view.optional() && first.optional) {
            need(first, then);
        }
        if (view.migrateRunnable() && !then.migrateRunnable) {
            keepFromMigrating(first, then);
        }
    }

    private void promotedNeedsFirst() {
        if (!filter.optional()
                || then.optional
                || then.resource == null
                || then.resource.role != Role.PROMOTED) {
            return;
        }
        need(first, then);
        if (first.migrateRunnable && !then.migrateRunnable) {
            keepFromMigrating(first, then);
        }
    }

    private void needsMigratable() {
        if (!filter.optional()) {
            return;
        }
        if (!then.migrateRunnable || !then.runnable) {
            prevent(first, then);
        }
        if (!then.optional) {
            need(first, then);
        }
    }

    private void pseudoThen() {
        if (filter.optional() && !first.runnable) {
            keepFromMigrating(then, first);
            then.pseudo = false;
        }
    }

    private void firstBlocks() {
        if (filter.runnable() && then.runnable && !view.runnable()) {
            prevent(then, first);
            keepFromMigrating(then, first);
        }
    }

    private void firstImpliesThen() {
        if (filter.optional() && then.optional && !view.optional() && !first.migrateRunnable) {
            need(then, first);
        }
    }

    private void restart() {
        Resource resource = then.resource;
        boolean wanted = filter.optional() && !then.optional;
        boolean impossible =
                filter.runnable()
                        && !then.runnable
                        && resource != null
                        && resource.managed
                        && first.resource == resource;
        if (!wanted && !impossible) {
            return;
        }
        if (first.runnable || !then.optional) {
            need(first, then);
        }
        if (!then.migrateRunnable) {
            keepFromMigrating(first, then);
        }
        if (!first.optional && !first.runnable) {
            prevent(then, first);
        }
    }
}
