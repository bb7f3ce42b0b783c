package io.aplomb.cluster.schedule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What actions mean for those ordered after and before them: one that is needed may make others
 * needed, one that cannot be done may keep others from being done. Every change is followed up
 * until nothing changes any more.
 */
final class OrderingEffects {
    private final CollectiveActions collectives;

    /** Which of two ordered actions changed. */
    static final class Changes {
        boolean first;
        boolean then;

        void add(Changes other) {
            first |= other.first;
            then |= other.then;
        }
    }

    /** How an action counts in an ordering. */
    record View(boolean optional, boolean runnable, boolean migrateRunnable) {
        static View of(Action action) {
            return new View(action.optional, action.runnable, action.migrateRunnable);
        }
    }

    OrderingEffects(Cluster cluster) {
        this.collectives = new CollectiveActions(cluster, this);
    }

    /** Looks at all an action is ordered after. */
    void update(Action then) {
        boolean wasRunnable = then.runnable;
        View before = View.of(then);
        boolean pseudoBefore = then.pseudo;
        Changes changes = new Changes();
        if (then.minRunnable) {
            then.runnableInputs = 0;
            if (then.requiredRunnable == 0) {
                then.requiredRunnable = 1;
            }
            then.runnable = false;
        }
        for (Action.Input input = then.inputs; input != null; input = input.next) {
            updateAfter(then, input, changes);
        }
        if (then.minRunnable) {
            changes.then = !before.equals(View.of(then)) || pseudoBefore != then.pseudo;
        }
        if (changes.then) {
            if (wasRunnable && !then.runnable) {
                blockFollowers(then);
            }
            update(then);
            updateFollowers(then);
        }
    }

    void updateFollowers(Action action) {
        for (Action.Input after = action.followers; after != null; after = after.next) {
            update(after.action);
        }
    }

    private void updateAfter(Action then, Action.Input input, Changes changes) {
        Action first = input.action;
        Node firstNode = placeOf(first);
        Node thenNode = placeOf(then);
        if (input.has(Kind.SAME_NODE)
                && firstNode != null
                && thenNode != null
                && firstNode != thenNode) {
            input.kind = Kind.NONE;
            return;
        }
        changes.first = false;
        if (first.resource != null && input.has(Kind.THEN_CANCELS_FIRST) && !then.optional) {
            first.optional = true;
            if (first.is(Task.RELOAD_AGENT)) {
                first.resource.reload = false;
            }
        }
        Action effective = completionOf(first, then);
        if (effective == first) {
            View firstView = viewFor(first, thenNode);
            View thenView = viewFor(then, firstNode);
            changes.add(apply(first, then, firstView, thenView, input));
        } else if (Action.order(effective, then, input.kind)) {
            changes.then = true;
            input.kind = Kind.NONE;
        }
        if (changes.first) {
            updateFollowers(effective);
            update(effective);
        }
    }

    private static @Nullable Node placeOf(Action action) {
        return action.resource instanceof Group group && action.is(Task.START)
                ? Instances.place(group, false)
                : action.node;
    }

    /** What comes after something of a collective waits until all of it is through. */
    private static Action completionOf(Action first, Action then) {
        Resource resource = first.resource;
        if (!(resource instanceof Collective)
                || then.resource == null
                || Orderings.isWithin(then.resource, resource)) {
            return first;
        }
        if (first.key.contains(Task.NOTIFY) || first.intervalMs > 0) {
            return first;
        }
        String task = Task.completed(first.task);
        String key;
        switch (task) {
            case Task.STARTED, Task.STOPPED, Task.PROMOTED, Task.DEMOTED ->
                    key =
                            resource.notify && resource instanceof CloneSet
                                    ? Task.notifyKey(resource.id, "confirmed-post", task)
                                    : Task.key(resource.id, task, 0);
            default -> {
                return first;
            }
        }
        for (Action action : resource.actions) {
            if (action.key.equals(key)) {
                return action;
            }
        }
        return first;
    }

    private View viewFor(Action action, @Nullable Node node) {
        if (action.resource == null) {
            return View.of(action);
        }
        View all = collectives.view(action, null);
        if (node == null || !(action.resource instanceof CloneSet)) {
            return all;
        }
        View there = collectives.view(action, node);
        // whether it can be done at all is what counts, not whether it can be done there
        return all.runnable && !there.runnable
                ? new View(there.optional, true, there.migrateRunnable)
                : there;
    }

    /** Applies every flag of an ordering, in an order that matters. */
    private Changes apply(
            Action first, Action then, View firstView, View thenView, Action.Input input) {
        Changes changes = new Changes();
        Node node = then.node;
        if (input.has(Kind.IMPLIES_THEN_ON_NODE)) {
            input.kind = (input.kind & ~Kind.IMPLIES_THEN_ON_NODE) | Kind.FIRST_IMPLIES_THEN;
            node = first.node;
        }
        if (input.has(Kind.FIRST_IMPLIES_THEN)) {
            if (then.resource == null && !firstView.optional && then.optional) {
                then.optional = false;
                changes.then = true;
            }
            changes.add(
                    update(first, then, node, firstView, Filter.OPTIONAL, Kind.FIRST_IMPLIES_THEN));
        }
        if (input.has(Kind.RESTART)) {
            changes.add(update(first, then, node, firstView, Filter.BOTH, Kind.RESTART));
        }
        if (input.has(Kind.THEN_NEEDS_FIRST)) {
            applyThenNeedsFirst(first, then, node, firstView, changes);
        }
        Application application = new Application(input, first, then, firstView, node, changes);
        applyEach(application, Filter.OPTIONAL, Kind.PROMOTED_NEEDS_FIRST);
        if (input.has(Kind.ONE_OR_MORE)) {
            applyOneOrMore(first, then, node, firstView, changes);
        }
        if (input.has(Kind.FIRST_BLOCKS)) {
            if (then.resource == null && !firstView.runnable && then.runnable) {
                then.runnable = false;
                changes.then = true;
            }
            changes.add(update(first, then, node, firstView, Filter.RUNNABLE, Kind.FIRST_BLOCKS));
        }
        applyEach(application, Filter.OPTIONAL, Kind.THEN_NEEDS_FIRST_MIGRATABLE, Kind.PSEUDO_THEN);
        applyEach(application, Filter.RUNNABLE, Kind.ORDERED, Kind.ASYMMETRIC);
        applyPrinted(first, then, firstView, thenView, input);
        blockAfterHopelessStop(first, then, input, changes);
        return changes;
    }

    private record Application(
            Action.Input input,
            Action first,
            Action then,
            View view,
            @Nullable Node node,
            Changes changes) {}

    private void applyEach(Application application, Filter filter, int... kinds) {
        for (int kind : kinds) {
            if (application.input.has(kind)) {
                application.changes.add(
                        update(
                                application.first,
                                application.then,
                                application.node,
                                application.view,
                                filter,
                                kind));
            }
        }
    }

    private void applyThenNeedsFirst(
            Action first, Action then, @Nullable Node node, View firstView, Changes changes) {
        if (first.resource != null) {
            changes.add(
                    updateOf(
                            first.resource,
                            first,
                            then,
                            node,
                            firstView,
                            Filter.OPTIONAL,
                            Kind.THEN_NEEDS_FIRST));
        } else if (!firstView.optional && first.runnable) {
            first.runnable = false;
            changes.first = true;
        }
    }

    private void applyOneOrMore(
            Action first, Action then, @Nullable Node node, View firstView, Changes changes) {
        if (then.resource != null) {
            changes.add(update(first, then, node, firstView, Filter.RUNNABLE, Kind.ONE_OR_MORE));
        } else if (firstView.runnable) {
            then.runnableInputs++;
            if (then.runnableInputs >= then.requiredRunnable && !then.runnable) {
                then.runnable = true;
                changes.then = true;
            }
        }
    }

    private static void applyPrinted(
            Action first, Action then, View firstView, View thenView, Action.Input input) {
        if (first.runnable && input.has(Kind.THEN_IN_GRAPH) && !firstView.optional) {
            then.printAlways = true;
        }
        if (input.has(Kind.FIRST_IN_GRAPH) && !thenView.optional) {
            first.printAlways = true;
        }
    }

    private static void blockAfterHopelessStop(
            Action first, Action then, Action.Input input, Changes changes) {
        boolean hopeless =
                input.has(Kind.FIRST_IMPLIES_THEN | Kind.THEN_NEEDS_FIRST | Kind.RESTART)
                        && first.resource != null
                        && !first.resource.managed
                        && first.resource.blocked
                        && !first.runnable
                        && first.is(Task.STOP);
        if (hopeless && then.runnable) {
            then.runnable = false;
            changes.then = true;
        }
    }

    /** Which facts about the actions an ordering may change. */
    enum Filter {
        OPTIONAL,
        RUNNABLE,
        BOTH;

        boolean optional() {
            return this != RUNNABLE;
        }

        boolean runnable() {
            return this != OPTIONAL;
        }
    }

    private Changes update(
            Action first, Action then, @Nullable Node node, View view, Filter filter, int kind) {
        Resource resource = then.resource;
        return resource == null
                ? new Changes()
                : updateOf(resource, first, then, node, view, filter, kind);
    }

    /** Changes two actions in the way of the resource given: all of it that is concerned. */
    Changes updateOf(
            Resource resource,
            Action first,
            Action then,
            @Nullable Node node,
            View view,
            Filter filter,
            int kind) {
        return switch (resource) {
            case Primitive _ -> updatePair(first, then, view, filter, kind);
            case Group _ -> collectives.updateGroup(first, then, node, view, filter, kind);
            case CloneSet _ -> collectives.updateClone(first, then, node, view, filter, kind);
        };
    }

    Changes updatePair(Action first, Action then, View view, Filter filter, int kind) {
        return new PairUpdate(this, first, then, view, filter, kind).run();
    }

    /** What is colocated with something that cannot start, or be promoted, cannot either. */
    void blockFollowers(Action action) {
        boolean start = action.is(Task.START);
        if (action.runnable || action.resource == null || (!start && !action.is(Task.PROMOTE))) {
            return;
        }
        Resource whole = action.resource.top();
        for (Resource child : whole.children()) {
            Action same = Notifications.first(child, action.task);
            if (same == null || same.runnable) {
                return;
            }
        }
        for (Colocation colocation : withThis(whole)) {
            if (!colocation.mandatory() || (!start && colocation.primaryRole() != Role.PROMOTED)) {
                continue;
            }
            String task = colocation.dependentRole() == Role.PROMOTED ? Task.PROMOTE : Task.START;
            block(colocation.dependent(), task, action.resource);
        }
    }

    /** A group's were given to its last member when it was placed. */
    private static List<Colocation> withThis(Resource whole) {
        return whole instanceof Group group && !group.members.isEmpty()
                ? group.last().othersWith
                : whole.othersWith;
    }

    private void block(Resource resource, String task, Resource because) {
        for (Action action : List.copyOf(resource.actions)) {
            if (action.runnable && action.is(task)) {
                action.runnable = false;
                if (action.reason == null) {
                    action.reason = "colocation with " + because.id;
                }
                blockFollowers(action);
                update(action);
            }
        }
        resource.children().forEach(child -> block(child, task, because));
    }
}
