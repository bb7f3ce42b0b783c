package io.aplomb.cluster.schedule;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plans which nodes are fenced and which shut down, and what waits for that. */
final class FencingPlan {
    private final Cluster cluster;
    private final Fencing fencing;
    private final ActionFactory actions;
    private final Orderings orderings;

    FencingPlan(Cluster cluster) {
        this.cluster = cluster;
        this.fencing = new Fencing(cluster);
        this.actions = new ActionFactory(cluster);
        this.orderings = new Orderings(cluster);
    }

    void planAll() {
        boolean anyManaged = cluster.resources.stream().anyMatch(FencingPlan::anyManaged);
        Action ofDc = null;
        List<Action> fences = new ArrayList<>();
        List<Action> shutdowns = new ArrayList<>();
        for (Node node : List.copyOf(cluster.nodes)) {
            if (anyManaged && node.unclean && cluster.canFence(node)) {
                Action fence = fencing.request(node, null, false, "node is unclean", false);
                orderAround(fence);
                if (node.dc) {
                    ofDc = fence;
                } else {
                    if (!cluster.settings.concurrentFencing() && !fences.isEmpty()) {
                        Action.order(fences.getLast(), fence, Kind.ORDERED);
                    }
                    fences.add(fence);
                }
            } else if (node.online && node.shutdown && !node.remote) {
                Action shutdown = shutdown(node);
                if (node.dc) {
                    ofDc = shutdown;
                } else {
                    shutdowns.add(shutdown);
                }
            }
        }
        if (ofDc != null) {
            orderLast(ofDc, fences, shutdowns);
        }
    }

    /** The node that leads goes last, so that nobody has to take over in between. */
    private void orderLast(Action ofDc, List<Action> fences, List<Action> shutdowns) {
        if (ofDc.is(Task.SHUTDOWN)) {
            shutdowns.reversed().forEach(shutdown -> Action.order(shutdown, ofDc, Kind.ORDERED));
        }
        if (cluster.settings.concurrentFencing()) {
            fences.reversed().forEach(fence -> Action.order(fence, ofDc, Kind.ORDERED));
        } else if (!fences.isEmpty()) {
            Action.order(fences.getLast(), ofDc, Kind.ORDERED);
        }
    }

    private static boolean anyManaged(Resource resource) {
        boolean[] managed = {resource.managed};
        resource.eachInTree(each -> managed[0] |= each.managed);
        return managed[0];
    }

    private Action shutdown(Node node) {
        Action shutdown = actions.ofCluster(Task.SHUTDOWN + "-" + node.name, Task.SHUTDOWN, node);
        for (Action action : List.copyOf(cluster.actions)) {
            Resource resource = action.resource;
            if (!action.onNode(node) || !action.is(Task.STOP) || resource == null) {
                continue;
            }
            boolean untouched =
                    resource.maintenance
                            || node.maintenance
                            || (!resource.managed && !resource.blocked);
            if (!untouched) {
                action.optional = false;
                orderings.actions(action, shutdown, Kind.ORDERED | Kind.FIRST_BLOCKS);
            }
        }
        shutdown.meta.put("op_no_wait", "true");
        return shutdown;
    }

    private void orderAround(Action fence) {
        for (Resource resource : cluster.resources) {
            resource.eachPrimitive(
                    primitive -> {
                        if (primitive.managed) {
                            orderStarts(primitive, fence);
                            implyStops(primitive, fence);
                        }
                    });
        }
    }

    private static void orderStarts(Primitive resource, Action fence) {
        Node node = fence.node;
        for (Action action : resource.actions) {
            switch (action.needs) {
                case NOTHING -> {}
                case FENCING -> Action.order(fence, action, Kind.ORDERED);
                case QUORUM -> {
                    // it may be there; nobody was left to ask
                    if (action.is(Task.START)
                            && node != null
                            && resource.allowed.containsKey(node)
                            && !isKnownOn(resource, node)) {
                        Action.order(fence, action, Kind.ORDERED | Kind.FIRST_BLOCKS);
                    }
                }
            }
        }
    }

    private static boolean isKnownOn(Primitive resource, Node node) {
        return resource.knownOn.contains(node)
                || (resource.parent instanceof CloneSet clone
                        && !clone.unique
                        && clone.knownOn.contains(node));
    }

    /** A fenced node runs nothing: its stops and demotions have happened by that. */
    private void implyStops(Primitive resource, Action fence) {
        Node node = fence.node;
        if (node == null) {
            return;
        }
        List<Action> stops = ActionFactory.all(resource, Task.key(resource.id, Task.STOP, 0), node);
        Action ofTop =
                stops.isEmpty() || !resource.needsFencing
                        ? null
                        : Notifications.first(resource.top(), Task.STOP);
        for (Action stop : stops) {
            stop.pseudo = true;
            stop.runnable = true;
            if (resource.needsFencing) {
                Action.order(fence, stop, Kind.PRESERVE);
                Action.order(fence, ofTop, Kind.PRESERVE);
            }
            if (resource.notify) {
                new Notifications(cluster).tellOfFencing(resource, fence);
            }
        }
        for (Action demote :
                ActionFactory.all(resource, Task.key(resource.id, Task.DEMOTE, 0), node)) {
            if (!node.online || node.unclean || resource.failed) {
                demote.pseudo = true;
                demote.runnable = true;
                if (resource.needsFencing) {
                    Action.order(fence, demote, Kind.PRESERVE | Kind.ORDERED);
                }
            }
        }
    }

    /** What needs its node unfenced waits for that. */
    void orderAfterUnfencing(Primitive resource, @Nullable Node node, Action action, int kind) {
        boolean concerned = (resource.fenceDevice && cluster.unfencing) || resource.needsUnfencing;
        if (!concerned || node == null) {
            return;
        }
        Action unfence = fencing.request(node, "on", true, null, false);
        Action.order(unfence, action, kind);
        if (!isUnfenced(node)) {
            String reason = "required by " + resource.id + ' ' + action.task;
            requireUnfencing(null, node, reason, null);
        }
    }

    private static boolean isUnfenced(Node node) {
        String since = node.attribute("#node-unfenced");
        return since != null && !since.equals("0");
    }

    /** Has a node unfenced, for a device that changed or a node that never was. */
    void requireUnfencing(
            @Nullable Resource device,
            @Nullable Node node,
            String reason,
            @Nullable Action dependency) {
        if (!cluster.unfencing || (device != null && !device.fenceDevice)) {
            return;
        }
        if (node != null && node.online && !node.unclean && !node.shutdown) {
            Action unfence = fencing.request(node, "on", false, reason, false);
            if (dependency != null) {
                Action.order(unfence, dependency, Kind.ORDERED);
            }
        } else if (device != null) {
            for (Candidate candidate : device.allowed.values()) {
                if (candidate.node.online && !candidate.node.unclean && !candidate.node.shutdown) {
                    requireUnfencing(device, candidate.node, reason, dependency);
                }
            }
        }
    }
}
