package io.aplomb.cluster.schedule;

import io.aplomb.cluster.rules.Scores;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives the instances of a clone their places: where they are as far as possible. */
final class ClonePlacement {
    private final Cluster cluster;
    private final Placement placement;
    private final Promotion promotion;

    ClonePlacement(Cluster cluster, Placement placement, Colocations colocations) {
        this.cluster = cluster;
        this.placement = placement;
        this.promotion = new Promotion(cluster, colocations);
    }

    void place(CloneSet clone, @Nullable Node preferred) {
        if (!clone.provisional || clone.assigning) {
            return;
        }
        if (clone.promotable) {
            promotion.addScores(clone);
        }
        clone.assigning = true;
        for (Colocation colocation : List.copyOf(clone.withOthers)) {
            var _ = placement.place(colocation.primary(), preferred);
        }
        for (Colocation colocation : List.copyOf(clone.othersWith)) {
            if (colocation.influence()) {
                ScoreMerge.merge(
                        colocation.dependent(),
                        clone.allowed,
                        colocation.attribute(),
                        colocation.score() / (float) Scores.INFINITY,
                        new ScoreMerge.Mode(true, true, false));
            }
        }
        cluster.scores.add(clone);
        InstanceOrder.sort(clone);
        distribute(clone);
        if (clone.promotable) {
            promotion.chooseRoles(clone);
        }
        clone.provisional = false;
        clone.assigning = false;
    }

    private void distribute(CloneSet clone) {
        int available = 0;
        for (Candidate candidate : clone.allowed.values()) {
            candidate.count = 0;
            available += candidate.node.available() ? 1 : 0;
        }
        boolean everyColocation = clone.max < available;
        int fairShare = Math.max(1, available == 0 ? 1 : clone.max / available);
        int placed = 0;
        List<Resource> instances = List.copyOf(clone.instances);
        for (Resource instance : instances) {
            if (placed >= clone.max) {
                break;
            }
            Node current = stayingNode(instance, fairShare);
            if (current != null && tryPlace(clone, instance, current, everyColocation)) {
                placed++;
            }
        }
        for (Resource instance : instances) {
            if (!instance.provisional) {
                continue;
            }
            if (placed >= clone.max) {
                cluster.preferEverywhere(instance, -Scores.INFINITY);
                // it has no place, which has to be said of its members, too
                var _ = placement.place(instance, null);
            } else if (tryPlace(clone, instance, null, everyColocation)) {
                placed++;
            }
        }
    }

    /** Where an instance may stay, unless enough others stay there already. */
    private static @Nullable Node stayingNode(Resource instance, int fairShare) {
        if (instance.runningOn.isEmpty() || !instance.provisional || instance.failed) {
            return null;
        }
        Node current = instance.runningOn.getFirst();
        if (!current.available() || current.baseScore < 0) {
            return null;
        }
        Candidate inClone = Instances.inTop(instance, current);
        return inClone != null && inClone.count >= fairShare ? null : current;
    }

    private boolean tryPlace(
            CloneSet clone, Resource instance, @Nullable Node preferred, boolean everyColocation) {
        if (!instance.provisional) {
            return Instances.place(instance, false) != null;
        }
        if (instance.assigning) {
            return false;
        }
        addColocations(clone, instance, everyColocation);
        if (preferred != null) {
            Candidate there = instance.allowed.get(preferred);
            if (there == null || there.score < 0) {
                return false;
            }
        }
        banWhereFull(clone, instance);
        Map<Node, Candidate> before = Candidate.copyOf(instance.allowed);
        Node chosen = placement.place(instance, preferred);
        if (chosen != null && preferred != null && chosen != preferred) {
            // another place is better: choose again when all that may stay have stayed
            instance.allowed.clear();
            instance.allowed.putAll(before);
            instance.eachPrimitive(Placement::unassign);
            instance.provisional = true;
            return false;
        }
        if (chosen == null) {
            return false;
        }
        Candidate inClone = Instances.inTop(instance, chosen);
        if (inClone != null) {
            inClone.count++;
        }
        return true;
    }

    /**
     * The clone's colocations count for its instances. Where every node gets one, mere preferences
     * of those that follow would only shuffle them.
     */
    private static void addColocations(CloneSet clone, Resource instance, boolean all) {
        for (Colocation colocation : clone.withOthers) {
            if (all || colocation.score() < 0 || colocation.mandatory()) {
                Colocations.insert(instance.withOthers, colocation, Colocation::primary);
            }
        }
        for (Colocation colocation : clone.othersWith) {
            boolean influence =
                    colocation.influence()
                            || (instance.role == Role.UNKNOWN && instance.runningOn.isEmpty());
            if (influence && (all || colocation.score() < 0)) {
                Colocations.insert(instance.othersWith, colocation, Colocation::dependent);
            }
        }
    }

    private static void banWhereFull(CloneSet clone, Resource instance) {
        for (Candidate candidate : instance.allowed.values()) {
            Candidate inClone = clone.allowed.get(candidate.node);
            boolean possible =
                    !instance.orphan
                            && candidate.node.available()
                            && inClone != null
                            && inClone.score >= 0
                            && inClone.count < clone.maxPerNode;
            if (possible) {
                continue;
            }
            candidate.score = -Scores.INFINITY;
            for (Resource member : instance.children()) {
                Candidate same = member.allowed.get(candidate.node);
                if (same != null) {
                    same.score = -Scores.INFINITY;
                }
            }
        }
    }
}
