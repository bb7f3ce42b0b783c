package io.aplomb.cluster.schedule;

import io.aplomb.cluster.rules.Scores;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The scores by which places were chosen, as {@code crm_simulate --show-scores} writes them. */
final class ScoreLog {
    private final List<Line> lines = new ArrayList<>();

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
        resource.allowed.values().stream()
                .sorted((a, b) -> NodeNames.BY_NAME.compare(a.node, b.node))
                .forEach(candidate -> addLine(what, resource, candidate));
        if (resource instanceof CloneSet clone) {
            for (Resource instance : clone.instances) {
                instance.allowed.values().stream()
                        .sorted((a, b) -> NodeNames.BY_NAME.compare(a.node, b.node))
                        .forEach(candidate -> addLine(what, instance, candidate));
            }
        }
    }

    private void addLine(String what, Resource resource, Candidate candidate) {
        lines.add(
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
        lines.add(
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

    List<Line> lines() {
        return lines;
    }
}
