package io.aplomb.cluster.schedule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which node comes first for a resource: by score, by room where that counts, by how little it has
 * to do, the one where the resource is, and by name.
 */
final class NodeOrder {
    private NodeOrder() {}

    static List<Candidate> sorted(
            Cluster cluster, Collection<Candidate> candidates, @Nullable Node current) {
        List<Candidate> sorted = new ArrayList<>(candidates);
        sorted.sort(comparator(cluster, current));
        return sorted;
    }

    private static Comparator<Candidate> comparator(Cluster cluster, @Nullable Node current) {
        Comparator<Candidate> order = Comparator.comparingInt(candidate -> -score(candidate));
        String strategy = cluster.settings.placementStrategy();
        if (!strategy.equals("minimal")) {
            if (strategy.equals("balanced")) {
                order = order.thenComparing((a, b) -> Utilization.compareRoom(b.node, a.node));
            }
            order =
                    order.thenComparingInt(candidate -> candidate.node.assigned.size())
                            .thenComparing(candidate -> candidate.node != current);
        }
        // letter by letter: node10 before node2
        return order.thenComparing(candidate -> candidate.node.name);
    }

    private static int score(Candidate candidate) {
        return candidate.node.available()
                ? candidate.score
                : -io.aplomb.cluster.rules.Scores.INFINITY;
    }
}
