package io.aplomb.cluster.schedule;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What resources need of nodes, and what nodes have left.
 *
 * <p>Source: Pacemaker Explained, "Utilization and Placement Strategy".
 */
final class Utilization {
    private Utilization() {}

    static boolean counts(Cluster cluster) {
        return !cluster.settings.placementStrategy().equals("default");
    }

    /** Above 0 where one node has more room than the other in more kinds of capacity. */
    static int compareRoom(Node one, Node other) {
        Set<String> kinds = new HashSet<>(one.capacity.keySet());
        kinds.addAll(other.capacity.keySet());
        int more = 0;
        for (String kind : kinds) {
            more +=
                    Integer.signum(
                            Integer.compare(
                                    one.capacity.getOrDefault(kind, 0),
                                    other.capacity.getOrDefault(kind, 0)));
        }
        return Integer.signum(more);
    }

    static boolean fits(Map<String, Integer> needed, Node node) {
        for (Map.Entry<String, Integer> need : needed.entrySet()) {
            if (need.getValue() > node.capacity.getOrDefault(need.getKey(), 0)) {
                return false;
            }
        }
        return true;
    }

    static void take(Primitive resource, Node node) {
        change(resource, node, -1);
    }

    static void giveBack(Primitive resource, Node node) {
        change(resource, node, 1);
    }

    private static void change(Primitive resource, Node node, int sign) {
        resource.utilization.forEach(
                (kind, amount) ->
                        node.capacity.computeIfPresent(kind, (_, left) -> left + sign * amount));
    }

    /** Takes away the nodes with too little room for a resource and what has to be with it. */
    static void banFullNodes(Cluster cluster, Primitive resource) {
        if (!counts(cluster)) {
            return;
        }
        Set<Resource> together = new HashSet<>();
        collect(resource, together);
        Map<String, Integer> all = new LinkedHashMap<>();
        for (Resource each : together) {
            each.eachPrimitive(
                    primitive -> {
                        if (primitive.provisional) {
                            primitive.utilization.forEach(
                                    (kind, amount) -> all.merge(kind, amount, Integer::sum));
                        }
                    });
        }
        boolean anyForAll = false;
        for (Candidate candidate : resource.allowed.values()) {
            anyForAll |= candidate.usable() && fits(all, candidate.node);
        }
        for (Candidate candidate : resource.allowed.values()) {
            Map<String, Integer> needed = anyForAll ? all : resource.utilization;
            if (candidate.usable() && !fits(needed, candidate.node)) {
                candidate.score = -io.aplomb.cluster.rules.Scores.INFINITY;
            }
        }
    }

    /** Adds what is colocated with a resource without any choice. */
    private static void collect(Resource resource, Set<Resource> together) {
        if (!together.add(resource)) {
            return;
        }
        for (Colocation colocation : resource.withOthers) {
            if (colocation.mandatory()) {
                collect(colocation.primary(), together);
            }
        }
        for (Colocation colocation : resource.othersWith) {
            if (colocation.mandatory() && !(colocation.dependent() instanceof CloneSet)) {
                collect(colocation.dependent(), together);
            }
        }
    }
}
