package io.aplomb.cluster.schedule;

import io.aplomb.cluster.rules.Scores;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The orders and colocations that follow from what resources are, without anybody saying so. */
final class InternalConstraints {
    private static final int THEN_FOLLOWS =
            Kind.FIRST_BLOCKS | Kind.FIRST_IMPLIES_THEN | Kind.THEN_IN_GRAPH;

    private final Cluster cluster;
    private final Orderings orderings;
    private final ActionFactory actions;
    private final Fencing fencing;

    InternalConstraints(Cluster cluster) {
        this.cluster = cluster;
        this.orderings = new Orderings(cluster);
        this.actions = new ActionFactory(cluster);
        this.fencing = new Fencing(cluster);
    }

    void addAll() {
        cluster.resources.forEach(this::add);
    }

    private void add(Resource resource) {
        switch (resource) {
            case Primitive primitive -> addPrimitive(primitive);
            case Group group -> addGroup(group);
            case CloneSet clone -> addClone(clone);
        }
    }

    private void addPrimitive(Primitive resource) {
        if (!resource.managed) {
            return;
        }
        orderings.tasks(
                resource,
                Task.STOP,
                resource,
                Task.START,
                Kind.ORDERED | Kind.FIRST_IMPLIES_THEN | Kind.RESTART);
        if (resource.top().promotable || resource.role.above(Role.UNPROMOTED)) {
            orderings.tasks(resource, Task.DEMOTE, resource, Task.STOP, Kind.PROMOTED_NEEDS_FIRST);
            orderings.tasks(resource, Task.START, resource, Task.PROMOTE, Kind.FIRST_BLOCKS);
        }
        orderings.tasks(
                resource,
                Task.HISTORY_DELETE,
                resource,
                Task.MONITOR,
                Kind.SAME_NODE | Kind.THEN_CANCELS_FIRST);
        List<Node> nodes = new ArrayList<>(resource.allowed.keySet());
        nodes.sort(NodeNames.BY_NAME);
        if (!resource.fenceDevice && cluster.unfencing && resource.needsUnfencing) {
            nodes.forEach(node -> orderAroundUnfencing(resource, node));
        }
        if (!resource.utilization.isEmpty() && Utilization.counts(cluster)) {
            orderByLoad(resource, nodes);
        }
    }

    private void orderAroundUnfencing(Primitive resource, Node node) {
        Action unfence = fencing.request(node, "on", true, null, false);
        orderings.taskThen(resource, Task.STOP, unfence, Kind.ORDERED | Kind.SAME_NODE);
        orderings.actionThen(
                unfence, resource, Task.START, Kind.IMPLIES_THEN_ON_NODE | Kind.SAME_NODE);
    }

    /** Nothing starts on a node before what leaves it has made room. */
    private void orderByLoad(Primitive resource, List<Node> nodes) {
        for (Node node : resource.runningOn) {
            orderings.taskThen(resource, Task.STOP, loadStopped(node), Kind.LOAD);
        }
        for (Node node : nodes) {
            Action stopped = loadStopped(node);
            orderings.actionThen(stopped, resource, Task.START, Kind.LOAD);
            orderings.actionThen(stopped, resource, Task.MIGRATE_TO, Kind.LOAD);
        }
    }

    private Action loadStopped(Node node) {
        Action action = actions.momentOfCluster("load_stopped_" + node.name);
        if (action.node == null) {
            action.node = node;
            action.optional = false;
        }
        return action;
    }

    private void addGroup(Group group) {
        orderings.tasks(group, Task.STOP, group, Task.STOPPED, Kind.FIRST_BLOCKS);
        orderings.tasks(group, Task.STOPPED, group, Task.START, Kind.ORDERED);
        orderings.tasks(group, Task.START, group, Task.STARTED, Kind.FIRST_BLOCKS);
        Primitive previous = null;
        Primitive lastActive = null;
        for (Primitive member : group.members) {
            addMember(group, member, previous);
            if (!member.runningOn.isEmpty()) {
                if (group.ordered
                        && previous != null
                        && previous.runningOn.isEmpty()
                        && lastActive != null) {
                    orderings.stops(member, lastActive, Kind.ORDERED);
                }
                lastActive = member;
            }
            previous = member;
        }
    }

    private void addMember(Group group, Primitive member, @Nullable Primitive previous) {
        addPrimitive(member);
        int down = Kind.FIRST_IN_GRAPH;
        int afterDown = Kind.THEN_IN_GRAPH;
        if (previous == null) {
            if (group.ordered) {
                down |= Kind.ORDERED;
                afterDown = Kind.FIRST_IMPLIES_THEN;
            }
        } else if (group.colocated) {
            Colocations.add(
                    cluster,
                    new Colocation(
                            "group:internal_colocation",
                            "#uname",
                            member,
                            previous,
                            Role.UNKNOWN,
                            Role.UNKNOWN,
                            Scores.INFINITY,
                            member.critical));
        }
        boolean promotable = group.top().promotable;
        if (promotable) {
            orderings.tasks(group, Task.DEMOTE, member, Task.DEMOTE, down);
            orderings.tasks(member, Task.DEMOTE, group, Task.DEMOTED, afterDown);
            orderings.tasks(member, Task.PROMOTE, group, Task.PROMOTED, THEN_FOLLOWS);
            orderings.tasks(group, Task.PROMOTE, member, Task.PROMOTE, Kind.FIRST_IN_GRAPH);
        }
        orderings.stops(group, member, down);
        orderings.tasks(member, Task.STOP, group, Task.STOPPED, afterDown);
        orderings.starts(group, member, Kind.FIRST_IN_GRAPH);
        orderings.tasks(member, Task.START, group, Task.STARTED, THEN_FOLLOWS);
        if (!group.ordered) {
            int together = Kind.FIRST_IMPLIES_THEN | Kind.FIRST_BLOCKS | Kind.FIRST_IN_GRAPH;
            orderings.starts(group, member, together);
            if (promotable) {
                orderings.tasks(group, Task.PROMOTE, member, Task.PROMOTE, together);
            }
        } else if (previous != null) {
            int next = Kind.FIRST_IMPLIES_THEN | Kind.FIRST_BLOCKS;
            orderings.starts(previous, member, next);
            orderings.stops(member, previous, Kind.ORDERED | Kind.RESTART);
            if (promotable) {
                orderings.tasks(previous, Task.PROMOTE, member, Task.PROMOTE, next);
                orderings.tasks(member, Task.DEMOTE, previous, Task.DEMOTE, Kind.ORDERED);
            }
        } else {
            orderings.starts(group, member, Kind.NONE);
            if (promotable) {
                orderings.tasks(group, Task.PROMOTE, member, Task.PROMOTE, Kind.NONE);
            }
        }
    }

    private void addClone(CloneSet clone) {
        orderings.tasks(clone, Task.STOPPED, clone, Task.START, Kind.ORDERED);
        orderings.tasks(clone, Task.START, clone, Task.STARTED, Kind.FIRST_BLOCKS);
        orderings.tasks(clone, Task.STOP, clone, Task.STOPPED, Kind.FIRST_BLOCKS);
        if (clone.promotable) {
            orderings.tasks(clone, Task.DEMOTED, clone, Task.STOP, Kind.ORDERED);
            orderings.tasks(clone, Task.STARTED, clone, Task.PROMOTE, Kind.FIRST_BLOCKS);
        }
        if (clone.ordered) {
            clone.instances.sort(Comparator.comparingInt(Instances::number));
        }
        Resource previous = null;
        for (Resource instance : clone.instances) {
            add(instance);
            orderings.starts(clone, instance, Kind.FIRST_BLOCKS | Kind.FIRST_IN_GRAPH);
            orderings.tasks(instance, Task.START, clone, Task.STARTED, Kind.THEN_IN_GRAPH);
            if (clone.ordered && previous != null) {
                orderings.starts(previous, instance, Kind.ORDERED);
            }
            orderings.stops(clone, instance, Kind.FIRST_IN_GRAPH);
            orderings.tasks(instance, Task.STOP, clone, Task.STOPPED, Kind.THEN_IN_GRAPH);
            if (clone.ordered && previous != null) {
                orderings.stops(instance, previous, Kind.ORDERED);
            }
            previous = instance;
        }
        if (clone.promotable) {
            addPromotable(clone);
        }
    }

    private void addPromotable(CloneSet clone) {
        orderings.tasks(clone, Task.STOPPED, clone, Task.START, Kind.ORDERED);
        orderings.tasks(clone, Task.STOPPED, clone, Task.PROMOTE, Kind.ORDERED);
        orderings.tasks(clone, Task.STARTED, clone, Task.PROMOTE, Kind.ORDERED);
        orderings.tasks(clone, Task.DEMOTED, clone, Task.START, Kind.ORDERED);
        orderings.tasks(clone, Task.DEMOTED, clone, Task.STOP, Kind.ORDERED);
        orderings.tasks(clone, Task.DEMOTED, clone, Task.PROMOTE, Kind.ORDERED);
        Resource previous = null;
        for (Resource instance : clone.instances) {
            orderings.tasks(instance, Task.DEMOTE, instance, Task.PROMOTE, Kind.ORDERED);
            orderings.tasks(clone, Task.PROMOTE, instance, Task.PROMOTE, Kind.ORDERED);
            orderings.tasks(instance, Task.PROMOTE, clone, Task.PROMOTED, Kind.ORDERED);
            if (clone.ordered && previous != null) {
                orderings.tasks(previous, Task.PROMOTE, instance, Task.PROMOTE, Kind.ORDERED);
            }
            orderings.tasks(clone, Task.DEMOTE, instance, Task.DEMOTE, Kind.FIRST_IN_GRAPH);
            orderings.tasks(instance, Task.DEMOTE, clone, Task.DEMOTED, Kind.THEN_IN_GRAPH);
            if (clone.ordered && previous != null) {
                orderings.tasks(instance, Task.DEMOTE, previous, Task.DEMOTE, Kind.ORDERED);
            }
            previous = instance;
        }
    }
}
