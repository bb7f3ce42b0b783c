package io.aplomb.cluster.schedule;

import io.aplomb.cluster.rules.Scores;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Adds to a resource's scores those of the resources that want to follow it, and of those that want
 * to follow them, the weaker the colocation the less.
 */
final class ScoreMerge {
    /** A score no sum arrives at: the node would be wanted, but not by those that follow. */
    private static final int UNWANTED = -100 * Scores.INFINITY;

    private ScoreMerge() {}

    /**
     * How it is done.
     *
     * @param positiveOnly nothing falls below 0 by it
     * @param optional nothing of it is kept where no node remained
     * @param forward those this one follows, instead of those that follow it
     */
    record Mode(boolean positiveOnly, boolean optional, boolean forward) {
        Mode optionally() {
            return new Mode(positiveOnly, true, forward);
        }
    }

    /** Changes a table of scores; replaces its content as a whole. */
    static void merge(
            Resource source,
            Map<Node, Candidate> scores,
            String attribute,
            float factor,
            Mode mode) {
        if (source.merging) {
            return;
        }
        source.merging = true;
        try {
            if (source instanceof Group group && !group.members.isEmpty()) {
                mergeGroup(group, scores, attribute, factor, mode);
            } else {
                mergeOne(source, scores, attribute, factor, mode);
            }
        } finally {
            source.merging = false;
        }
    }

    private static void mergeGroup(
            Group group, Map<Node, Candidate> scores, String attribute, float factor, Mode mode) {
        // the first member's scores have those of the others in them
        merge(group.first(), scores, attribute, factor, mode);
        for (Colocation colocation : List.copyOf(group.othersWith)) {
            merge(
                    colocation.dependent(),
                    scores,
                    colocation.attribute(),
                    colocation.score() / (float) Scores.INFINITY,
                    mode);
        }
    }

    private static void mergeOne(
            Resource source,
            Map<Node, Candidate> scores,
            String attribute,
            float factor,
            Mode mode) {
        Map<Node, Candidate> work = Candidate.copyOf(scores);
        addMatching(work, source, attribute, factor, mode.positiveOnly);
        if (Candidate.anyUsable(work)) {
            List<Colocation> next =
                    List.copyOf(mode.forward ? source.withOthers : source.othersWith);
            float sign = factor < 0 ? -1 : 1;
            for (Colocation colocation : next) {
                if (!mode.forward && !colocation.influence()) {
                    continue;
                }
                Resource other = mode.forward ? colocation.primary() : colocation.dependent();
                merge(
                        other,
                        work,
                        colocation.attribute(),
                        sign * colocation.score() / Scores.INFINITY,
                        mode.optionally());
            }
        } else if (mode.optional) {
            return;
        }
        if (mode.positiveOnly) {
            for (Candidate candidate : work.values()) {
                if (candidate.score == UNWANTED) {
                    candidate.score = 1;
                }
            }
        }
        scores.clear();
        scores.putAll(work);
    }

    private static void addMatching(
            Map<Node, Candidate> scores,
            Resource source,
            String attribute,
            float factor,
            boolean positiveOnly) {
        for (Candidate candidate : scores.values()) {
            int best = best(source, attribute, value(candidate.node, attribute));
            if ((factor < 0 && best < 0) || candidate.score == UNWANTED) {
                // what the follower avoids must not become what is wanted
                continue;
            }
            float exact = factor * best;
            int more = (int) (exact < 0 ? exact - 0.5 : exact + 0.5);
            if (more == 0 && best != 0) {
                more = factor > 0 ? 1 : factor < 0 ? -1 : 0;
            }
            int sum = Scores.add(more, candidate.score);
            if (positiveOnly && sum < 0 && candidate.score > 0) {
                candidate.score = UNWANTED;
            } else if (!(positiveOnly && sum < 0 && candidate.score == 0)) {
                candidate.score = sum;
            }
        }
    }

    private static @Nullable String value(Node node, String attribute) {
        return attribute.equals("#uname") ? node.name : node.attribute(attribute);
    }

    /** The best score the source has on any node with this value. */
    private static int best(Resource source, String attribute, @Nullable String value) {
        int best = -Scores.INFINITY;
        for (Candidate candidate : source.allowed.values()) {
            String other = value(candidate.node, attribute);
            boolean same = value == null ? other == null : value.equalsIgnoreCase(other);
            if (candidate.score > best && candidate.node.available() && same) {
                best = candidate.score;
            }
        }
        return best;
    }
}
