package io.aplomb.cluster.schedule;

import io.aplomb.cluster.rules.Scores;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The scores by which places were chosen, as {@code crm_simulate --show-scores} writes them. */
final class ScoreLog {
    private final List<Line> lines = new ArrayList<>();
    private final List<Told> told = new ArrayList<>();

    /** A line of either kind, in the order in which they came about. */
    private record Told(boolean ofUtilization, String text) {}

    /**
     * One score.
     *
     * @param text as it is shown
     */
    record Line(
            String resource, @Nullable String node, int score, boolean promotion, String text) {}

    void add(Resource resource) {
        String what =
                switch (resource) {
                    case Primitive _ -> "pcmk__primitive_assign";
                    case Group _ -> "pcmk__group_assign";
                    case CloneSet _ -> "pcmk__clone_allocate";
                };
        add(what, resource);
    }

    private void add(String what, Resource resource) {
        if (resource.orphan) {
            return;
        }
        resource.allowed.values().stream()
                .sorted((a, b) -> NodeNames.BY_NAME.compare(a.node, b.node))
                .forEach(candidate -> addLine(what, resource, candidate));
        resource.children().forEach(child -> add(what, child));
    }

    private void addLine(String what, Resource resource, Candidate candidate) {
        add(
                new Line(
                        resource.id,
                        candidate.node.name,
                        candidate.score,
                        false,
                        what
                                + ": "
                                + resource.id
                                + " allocation score on "
                                + candidate.node.name
                                + ": "
                                + Scores.print(candidate.score)));
    }

    void addPromotion(Resource instance, @Nullable Node node, int score) {
        add(
                new Line(
                        instance.id,
                        node == null ? null : node.name,
                        score,
                        true,
                        instance.id
                                + " promotion score on "
                                + (node == null ? "none" : node.name)
                                + ": "
                                + Scores.print(score)));
    }

    private void add(Line line) {
        lines.add(line);
        told.add(new Told(false, line.text()));
    }

    /** What is left of each node's capacities at this moment. */
    void addCapacities(String moment, List<Node> nodes) {
        for (Node node : nodes) {
            String text = moment + ": " + node.name + " capacity:" + amounts(node.capacity);
            told.add(new Told(true, text));
        }
    }

    /** What a resource takes of the node it was placed on. */
    void addUse(Primitive resource, Node node) {
        String where = resource.id + " utilization on " + node.name + ':';
        String text = "pcmk__finalize_assignment: " + where + amounts(resource.utilization);
        told.add(new Told(true, text));
    }

    private static String amounts(Map<String, Integer> amounts) {
        StringBuilder text = new StringBuilder();
        amounts.forEach((kind, amount) -> text.append(' ').append(kind).append('=').append(amount));
        return text.toString();
    }

    List<Line> lines() {
        return lines;
    }

    /** The lines of scores, of utilization, or of both. */
    List<String> texts(boolean scores, boolean utilization) {
        return told.stream()
                .filter(line -> line.ofUtilization() ? utilization : scores)
                .map(Told::text)
                .toList();
    }
}
