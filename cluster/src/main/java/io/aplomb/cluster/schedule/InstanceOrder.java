package io.aplomb.cluster.schedule;

import io.aplomb.cluster.rules.Scores;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which instance of a clone chooses its place first: those that are well where they are. */
final class InstanceOrder {
    private final CloneSet clone;

    private InstanceOrder(CloneSet clone) {
        this.clone = clone;
    }

    static void sort(CloneSet clone) {
        InstanceOrder order = new InstanceOrder(clone);
        List<Resource> sorted = new ArrayList<>(clone.instances);
        StableSort.sort(sorted, order::compare);
        clone.instances.clear();
        clone.instances.addAll(sorted);
    }

    static int compare(CloneSet clone, Resource one, Resource other) {
        return new InstanceOrder(clone).compare(one, other);
    }

    private int compare(Resource one, Resource other) {
        int active1 = one.runningOn.size();
        int active2 = other.runningOn.size();
        if (active1 > 0 && active2 > 0 && active1 != active2) {
            return Integer.compare(active1, active2);
        }
        Node node1 = allowedNode(one);
        Node node2 = allowedNode(other);
        boolean can1 = active1 == 0 || node1 != null;
        boolean can2 = active2 == 0 || node2 != null;
        if (can1 != can2) {
            return can1 ? -1 : 1;
        }
        if (one.priority != other.priority) {
            return Integer.compare(other.priority, one.priority);
        }
        if (node1 == null || node2 == null) {
            return node1 == node2 ? 0 : node1 == null ? 1 : -1;
        }
        if (node1.available() != node2.available()) {
            return node1.available() ? -1 : 1;
        }
        Candidate inClone1 = clone.allowed.get(node1);
        Candidate inClone2 = clone.allowed.get(node2);
        if (inClone1 == null || inClone2 == null) {
            return inClone1 == inClone2 ? 0 : inClone1 == null ? 1 : -1;
        }
        if (inClone1.count != inClone2.count) {
            return Integer.compare(inClone1.count, inClone2.count);
        }
        boolean failed1 = anyFailed(one);
        boolean failed2 = anyFailed(other);
        if (failed1 != failed2) {
            return failed1 ? 1 : -1;
        }
        int byColocation = byColocation(node1, node2);
        return byColocation != 0
                ? byColocation
                : Integer.compare(Instances.number(one), Instances.number(other));
    }

    private static @Nullable Node allowedNode(Resource instance) {
        Node node = instance.currentNode();
        Candidate candidate = node == null ? null : instance.allowed.get(node);
        return candidate == null || candidate.score < 0 ? null : node;
    }

    private static boolean anyFailed(Resource instance) {
        boolean[] failed = {instance.failed};
        instance.eachInTree(each -> failed[0] |= each.failed);
        return failed[0];
    }

    /** How much those the clone follows, and those that follow it, would like the two nodes. */
    private int byColocation(Node node1, Node node2) {
        int score1 = colocated(node1);
        int score2 = colocated(node2);
        return Integer.compare(score2, score1);
    }

    private int colocated(Node node) {
        Map<Node, Candidate> scores = new LinkedHashMap<>();
        scores.put(node, new Candidate(node, node.baseScore));
        for (Colocation colocation : clone.withOthers) {
            ScoreMerge.merge(
                    colocation.primary(),
                    scores,
                    colocation.attribute(),
                    colocation.score() / (float) Scores.INFINITY,
                    new ScoreMerge.Mode(false, false, false));
        }
        for (Colocation colocation : clone.othersWith) {
            if (colocation.influence()) {
                ScoreMerge.merge(
                        colocation.dependent(),
                        scores,
                        colocation.attribute(),
                        colocation.score() / (float) Scores.INFINITY,
                        new ScoreMerge.Mode(true, false, false));
            }
        }
        Candidate result = scores.get(node);
        return result == null ? 0 : result.score;
    }
}
