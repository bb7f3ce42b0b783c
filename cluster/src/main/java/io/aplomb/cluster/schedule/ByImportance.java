package io.aplomb.cluster.schedule;

import io.aplomb.cluster.rules.Scores;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The order in which resources choose where capacities are limited: who wants most, first. */
final class ByImportance {
    private final Cluster cluster;

    ByImportance(Cluster cluster) {
        this.cluster = cluster;
    }

    List<Resource> sorted() {
        List<Candidate> nodes = new ArrayList<>();
        cluster.nodes.forEach(node -> nodes.add(new Candidate(node, node.baseScore)));
        List<Node> order =
                NodeOrder.sorted(cluster, nodes, null).stream()
                        .map(candidate -> candidate.node)
                        .toList();
        Map<Resource, Map<Node, Candidate>> scores = new HashMap<>();
        for (Resource resource : cluster.resources) {
            Map<Node, Candidate> table = Candidate.copyOf(resource.allowed);
            ScoreMerge.merge(resource, table, "#uname", 0, new ScoreMerge.Mode(false, false, true));
            scores.put(resource, table);
        }
        List<Resource> sorted = new ArrayList<>(cluster.resources);
        sorted.sort(
                Comparator.<Resource>comparingInt(resource -> -resource.priority)
                        .thenComparing((a, b) -> compare(a, b, scores, order)));
        return sorted;
    }

    private static int compare(
            Resource a, Resource b, Map<Resource, Map<Node, Candidate>> scores, List<Node> order) {
        Node nowA = a.currentNode();
        Node nowB = b.currentNode();
        if (nowA != null && nowB != null) {
            int compared = Integer.compare(score(scores.get(b), nowB), score(scores.get(a), nowA));
            if (compared != 0) {
                return compared;
            }
        }
        for (Node node : order) {
            int compared = Integer.compare(score(scores.get(b), node), score(scores.get(a), node));
            if (compared != 0) {
                return compared;
            }
        }
        return 0;
    }

    private static int score(
            @org.jspecify.annotations.Nullable Map<Node, Candidate> table, Node node) {
        Candidate candidate = table == null ? null : table.get(node);
        return candidate == null ? -Scores.INFINITY : candidate.score;
    }
}
