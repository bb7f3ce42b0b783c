package io.aplomb.cluster.schedule;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plans to look for resources on nodes where nobody knows whether they run. */
final class Probes {
    private final Cluster cluster;
    private final ActionFactory actions;
    private final Orderings orderings;
    private final FencingPlan fencing;

    Probes(Cluster cluster) {
        this.cluster = cluster;
        this.actions = new ActionFactory(cluster);
        this.orderings = new Orderings(cluster);
        this.fencing = new FencingPlan(cluster);
    }

    void planAll() {
        for (Node node : cluster.nodes) {
            if (!node.online || node.unclean) {
                continue;
            }
            String probed = node.attribute("probe_complete");
            if (probed != null && !Settings.isTrue(probed, false)) {
                // how clusters before 1.1.14 asked for all to be probed again
                Action again =
                        actions.ofCluster("probe_complete-" + node.name, "probe_complete", node);
                again.meta.put("op_no_wait", "true");
                continue;
            }
            for (Resource resource : List.copyOf(cluster.resources)) {
                var _ = plan(resource, node);
            }
        }
    }

    private boolean plan(Resource resource, Node node) {
        return switch (resource) {
            case Primitive primitive -> planPrimitive(primitive, node);
            case Group group -> planEach(group.members, node);
            case CloneSet clone -> planClone(clone, node);
        };
    }

    private boolean planEach(List<? extends Resource> resources, Node node) {
        boolean any = false;
        for (Resource resource : resources) {
            any |= plan(resource, node);
        }
        return any;
    }

    private boolean planClone(CloneSet clone, Node node) {
        clone.instances.sort(java.util.Comparator.comparingInt(Instances::number));
        if (clone.exclusiveDiscovery) {
            Candidate allowed = clone.allowed.get(node);
            if (allowed != null && allowed.discovery != Candidate.Discovery.EXCLUSIVE) {
                clone.allowed.remove(node);
                return false;
            }
        }
        if (clone.unique) {
            return planEach(clone.instances, node);
        }
        return planAnonymous(clone, node);
    }

    /** Where instances have no names one is enough to look: best the one already seen there. */
    private boolean planAnonymous(CloneSet clone, Node node) {
        Resource child = null;
        for (Resource instance : clone.instances) {
            if (known(instance, node)) {
                return plan(instance, node);
            }
            if (child == null && Instances.place(instance, false) == node) {
                child = instance;
            }
        }
        if (child == null && !clone.instances.isEmpty()) {
            child = clone.instances.getFirst();
        }
        return child != null && plan(child, node);
    }

    private static boolean known(Resource instance, Node node) {
        boolean[] any = {false};
        instance.eachPrimitive(primitive -> any[0] |= primitive.knownOn.contains(node));
        return any[0];
    }

    private boolean planPrimitive(Primitive resource, Node node) {
        if (resource.orphan || resource.knownOn.contains(node) || !mayLook(resource, node)) {
            return false;
        }
        Action probe = actions.once(resource, Task.MONITOR, node, false);
        probe.optional = false;
        fencing.orderAfterUnfencing(resource, node, probe, Kind.ORDERED);
        if (!resource.runningOn.contains(node)) {
            probe.meta.put("op_target_rc", "7");
        } else if (resource.role == Role.PROMOTED) {
            probe.meta.put("op_target_rc", "8");
        }
        boolean unfencer = resource.fenceDevice && cluster.unfencing;
        Resource top = resource.top();
        Resource then = unfencer || !(top instanceof CloneSet) ? resource : top;
        int kind =
                probe.runnable || !resource.runningOn.isEmpty()
                        ? Kind.ORDERED
                        : Kind.ORDERED | Kind.FIRST_BLOCKS;
        orderings.actionThen(probe, then, Task.START, kind);
        orderings.actionThen(probe, then, Task.RELOAD_AGENT, Kind.ORDERED);
        return true;
    }

    private static boolean mayLook(Primitive resource, Node node) {
        Candidate allowed = resource.allowed.get(node);
        if (resource.exclusiveDiscovery || resource.top().exclusiveDiscovery) {
            return allowed != null && allowed.discovery == Candidate.Discovery.EXCLUSIVE;
        }
        return allowed == null || allowed.discovery != Candidate.Discovery.NEVER;
    }

    /** Makes what waits for a stop or a start wait for the probes that may show it is needed. */
    void order() {
        for (Resource resource : cluster.resources) {
            resource.eachPrimitive(this::orderRestarts);
        }
        orderBeforeStops();
    }

    private static List<Action> probesOf(Resource resource) {
        List<Action> probes = new ArrayList<>();
        for (Action action : resource.actions) {
            if (action.isProbe() && action.key.equals(Task.key(resource.id, Task.MONITOR, 0))) {
                probes.add(action);
            }
        }
        return probes;
    }

    private void orderRestarts(Primitive resource) {
        for (Action probe : probesOf(resource)) {
            for (Action.Input then = probe.followers; then != null; then = then.next) {
                orderInstanceStarts(probe, then);
                orderRestart(probe, then.action);
                cluster.actions.forEach(action -> action.tracked = false);
            }
        }
    }

    /** What cannot be looked for keeps idle instances from starting, but stops nobody. */
    private static void orderInstanceStarts(Action probe, Action.Input after) {
        Action start = after.action;
        boolean concerned =
                start.resource instanceof CloneSet clone
                        && !probe.runnable
                        && !after.has(Kind.FIRST_BLOCKS)
                        && probe.resource != null
                        && probe.resource.top() == clone
                        && start.is(Task.START);
        if (!concerned) {
            return;
        }
        for (Action.Input then = start.followers; then != null; then = then.next) {
            Resource instance = then.action.resource;
            if (instance != null
                    && instance.runningOn.isEmpty()
                    && instance.top() == start.resource
                    && then.action.is(Task.START)) {
                Action.order(probe, then.action, Kind.ORDERED | Kind.FIRST_BLOCKS);
            }
        }
    }

    private void orderRestart(Action probe, Action after) {
        if (after.tracked || probe.resource == null) {
            return;
        }
        after.tracked = true;
        if (after.resource instanceof Primitive other && other != probe.resource) {
            String undo =
                    after.is(Task.START) ? Task.STOP : after.is(Task.PROMOTE) ? Task.DEMOTE : "";
            for (Action action : ActionFactory.all(other, Task.key(other.id, undo, 0), null)) {
                if (!action.pseudo) {
                    Action.order(probe, action, Kind.ORDERED);
                }
            }
        }
        boolean interleave =
                after.resource instanceof CloneSet clone && clone.metaIsTrue("interleave", false);
        Resource partner =
                interleave && after.resource instanceof CloneSet clone
                        ? Instances.compatible(cluster, probe.resource, clone, Role.UNKNOWN, false)
                        : null;
        for (Action.Input next = after.followers; next != null; next = next.next) {
            if (next.has(Kind.FIRST_IMPLIES_THEN)
                    || leadsToChild(probe, after, next.action, interleave, partner)) {
                orderRestart(probe, next.action);
            }
        }
    }

    private static boolean leadsToChild(
            Action probe,
            Action after,
            Action next,
            boolean interleave,
            @Nullable Resource partner) {
        Resource parent = after.resource;
        Resource child = next.resource;
        if (!(parent instanceof Collective)
                || probe.resource == null
                || probe.resource.parent == parent
                || child == null
                || child instanceof CloneSet
                || child.parent != parent) {
            return false;
        }
        return !(parent instanceof CloneSet) || !interleave || partner == child;
    }

    private void orderBeforeStops() {
        for (Ordering ordering : List.copyOf(cluster.orderings)) {
            Resource first = ordering.firstResource();
            Action firstAction = ordering.first();
            if (ordering.kind() == Kind.NONE || first == null || first == ordering.thenResource()) {
                continue;
            }
            boolean stops =
                    firstAction != null
                            ? firstAction.is(Task.STOP)
                            : ordering.firstKey() != null
                                    && ordering.firstKey().endsWith("_stop_0");
            if (!stops) {
                continue;
            }
            int kind =
                    ordering.kind() == Kind.ANTI_COLOCATION || ordering.kind() == Kind.LOAD
                            ? ordering.kind()
                            : Kind.ORDERED
                                    | (ordering.kind()
                                            & (Kind.APPLY_FIRST_NON_MIGRATABLE | Kind.SAME_NODE));
            for (Action probe : probesOf(first)) {
                for (Action then : thenActions(ordering)) {
                    if (mustWait(probe, then)) {
                        Action.order(probe, then, kind);
                    }
                }
            }
        }
    }

    private static List<Action> thenActions(Ordering ordering) {
        if (ordering.then() != null) {
            return List.of(ordering.then());
        }
        return ordering.thenResource() == null || ordering.thenKey() == null
                ? List.of()
                : ActionFactory.all(ordering.thenResource(), ordering.thenKey(), null);
    }

    private static boolean mustWait(Action probe, Action then) {
        boolean sameNode = probe.node != null && probe.node == then.node;
        if (then.is(Task.FENCE) && sameNode && "on".equals(then.meta.get("stonith_action"))) {
            return false;
        }
        return !then.is(Task.SHUTDOWN) || probe.node == null || then.node == null || sameNode;
    }
}
