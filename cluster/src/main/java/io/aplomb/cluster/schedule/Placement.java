package io.aplomb.cluster.schedule;

import io.aplomb.cluster.rules.Scores;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives every resource its place. */
final class Placement {
    private final Cluster cluster;
    private final Colocations colocations;
    private final ClonePlacement clones;

    Placement(Cluster cluster) {
        this.cluster = cluster;
        this.colocations = new Colocations(cluster, this);
        this.clones = new ClonePlacement(cluster, this, colocations);
    }

    void placeAll() {
        List<Resource> order =
                Utilization.counts(cluster)
                        ? new ByImportance(cluster).sorted()
                        : new ArrayList<>(cluster.resources);
        if (Utilization.counts(cluster)) {
            cluster.resources.clear();
            cluster.resources.addAll(order);
        }
        order.forEach(resource -> place(resource, null));
    }

    /** Places a resource, and before it those it depends on. */
    @Nullable Node place(Resource resource, @Nullable Node preferred) {
        return switch (resource) {
            case Primitive primitive -> placePrimitive(primitive, preferred);
            case Group group -> placeGroup(group, preferred);
            case CloneSet clone -> {
                clones.place(clone, preferred);
                yield null;
            }
        };
    }

    private @Nullable Node placePrimitive(Primitive resource, @Nullable Node preferred) {
        if (resource.parent != null && !resource.parent.assigning) {
            var _ = place(resource.parent, preferred);
        }
        if (!resource.provisional) {
            return resource.assigned;
        }
        if (resource.assigning) {
            return null;
        }
        resource.assigning = true;
        followPrimaries(resource);
        for (Colocation colocation : List.copyOf(resource.othersWith)) {
            if (colocation.influence()) {
                Map<Node, Integer> before = resource.scoresNow();
                ScoreMerge.merge(
                        colocation.dependent(),
                        resource.allowed,
                        colocation.attribute(),
                        colocation.score() / (float) Scores.INFINITY,
                        new ScoreMerge.Mode(false, true, false));
                resource.noteChanges(
                        Contribution.Cause.FOLLOWER, colocation.dependent().id, before);
            }
        }
        if (resource.nextRole == Role.STOPPED) {
            cluster.preferEverywhere(resource, -Scores.INFINITY);
        } else if (resource.nextRole.above(resource.role)
                && cluster.quorumPolicy() == Settings.QuorumPolicy.FREEZE) {
            resource.nextRole = resource.role;
        }
        cluster.scores.add(resource);
        if (cluster.settings.fencingEnabled() && !cluster.haveFenceDevice) {
            // nobody could stop a node that is lost, so nothing is started that may be there
            resource.managed = false;
        }
        if (!resource.managed) {
            resource.nextRole = resource.role;
            assign(resource, resource.currentNode(), true);
        } else if (cluster.settings.stopAllResources()) {
            assign(resource, null, true);
        } else {
            chooseBest(resource, preferred);
        }
        resource.assigning = false;
        return resource.assigned;
    }

    private void followPrimaries(Primitive resource) {
        for (Colocation colocation : List.copyOf(resource.withOthers)) {
            boolean undoable =
                    !colocation.dependentRole().below(Role.PROMOTED)
                            || (colocation.score() < 0 && !colocation.forbids());
            Map<Node, Candidate> before =
                    undoable ? Candidate.copyOf(resource.allowed) : new LinkedHashMap<>();
            var _ = place(colocation.primary(), null);
            Map<Node, Integer> scores = resource.scoresNow();
            colocations.apply(resource, colocation.primary(), colocation);
            if (undoable && !Candidate.anyUsable(resource.allowed)) {
                resource.allowed.clear();
                resource.allowed.putAll(before);
            }
            resource.noteChanges(Contribution.Cause.COLOCATION, colocation.id(), scores);
        }
    }

    private void chooseBest(Primitive resource, @Nullable Node preferred) {
        Map<Node, Integer> before = resource.scoresNow();
        Utilization.banFullNodes(cluster, resource);
        resource.noteChanges(Contribution.Cause.CAPACITY, "", before);
        List<Candidate> sorted =
                NodeOrder.sorted(cluster, resource.allowed.values(), resource.currentNode());
        Candidate chosen = null;
        if (preferred != null && !sorted.isEmpty()) {
            chosen = resource.allowed.get(preferred);
            if (chosen != null
                    && (chosen.score < 0
                            || chosen.score < sorted.getFirst().score
                            || !chosen.node.available())) {
                chosen = null;
            }
        }
        if (chosen == null && !sorted.isEmpty()) {
            chosen = sorted.getFirst();
            boolean namedInstance = resource.parent instanceof CloneSet clone && clone.unique;
            if (!namedInstance && chosen.score > 0 && chosen.node.available()) {
                chosen = currentIfAsGood(resource, sorted, chosen);
            }
        }
        boolean unfit = chosen != null && !chosen.usable();
        if (unfit) {
            resource.nextRole = Role.STOPPED;
        }
        assign(resource, chosen == null || unfit ? null : chosen.node, false);
    }

    private static Candidate currentIfAsGood(
            Primitive resource, List<Candidate> sorted, Candidate best) {
        Node current = resource.currentNode();
        if (current == null || !current.available()) {
            return best;
        }
        for (Candidate candidate : sorted) {
            if (candidate.score == best.score && candidate.node == current) {
                return candidate;
            }
        }
        return best;
    }

    /** Settles on a node, or on none; forced where the score does not matter. */
    void assign(Resource resource, @Nullable Node node, boolean forced) {
        if (!(resource instanceof Primitive primitive)) {
            resource.children().forEach(child -> assign(child, node, forced));
            return;
        }
        unassign(primitive);
        primitive.provisional = false;
        if (node == null) {
            primitive.nextRole = Role.STOPPED;
            for (Action action : primitive.actions) {
                if (action.is(Task.STOP)) {
                    action.optional = false;
                } else if (action.is(Task.START)
                        || (action.intervalMs > 0
                                && !"7".equals(action.meta.get("op_target_rc")))) {
                    action.runnable = false;
                }
            }
            return;
        }
        primitive.assigned = node;
        node.assigned.add(primitive);
        Candidate candidate = primitive.allowed.get(node);
        if (candidate != null) {
            candidate.count++;
        }
        Utilization.take(primitive, node);
        cluster.scores.addUse(primitive, node);
    }

    static void unassign(Primitive primitive) {
        Node before = primitive.assigned;
        primitive.provisional = true;
        if (before == null) {
            return;
        }
        primitive.assigned = null;
        before.assigned.remove(primitive);
        Utilization.giveBack(primitive, before);
    }

    private @Nullable Node placeGroup(Group group, @Nullable Node preferred) {
        if (!group.provisional) {
            return group.assigned;
        }
        if (group.assigning) {
            return null;
        }
        if (group.members.isEmpty()) {
            group.provisional = false;
            return null;
        }
        group.assigning = true;
        group.role = group.first().role;
        spreadColocations(group);
        cluster.scores.add(group);
        Node place = null;
        for (Primitive member : group.members) {
            Node node = place(member, preferred);
            if (place == null) {
                place = node;
            }
        }
        group.nextRole = group.first().nextRole;
        group.assigning = false;
        group.provisional = false;
        return group.colocated ? place : null;
    }

    /** The group goes where its first member goes; others follow its last. */
    private static void spreadColocations(Group group) {
        group.first().withOthers.addAll(group.withOthers);
        boolean anyUnmanaged = !group.first().managed;
        for (Primitive member : group.members.subList(1, group.members.size())) {
            if (anyUnmanaged) {
                for (Colocation colocation : group.withOthers) {
                    if (colocation.mandatory()) {
                        member.withOthers.addFirst(colocation);
                    }
                }
            } else if (!member.managed) {
                anyUnmanaged = true;
            }
        }
        group.withOthers.clear();
        group.last().othersWith.addAll(group.othersWith);
        group.othersWith.clear();
    }
}
