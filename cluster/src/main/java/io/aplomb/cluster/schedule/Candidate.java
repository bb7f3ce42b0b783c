package io.aplomb.cluster.schedule;

import io.aplomb.cluster.rules.Scores;
import java.util.LinkedHashMap;
import java.util.Map;

/** A node as one resource sees it: how much it would like to be there. */
final class Candidate {

    /** Whether a resource is looked for on a node where nobody started it. */
    enum Discovery {
        ALWAYS,
        NEVER,
        EXCLUSIVE
    }

    final Node node;
    int score;

    /** Instances of a clone placed there. */
    int count;

    Discovery discovery = Discovery.ALWAYS;

    Candidate(Node node, int score) {
        this.node = node;
        this.score = score;
    }

    Candidate copy() {
        Candidate copy = new Candidate(node, score);
        copy.count = count;
        copy.discovery = discovery;
        return copy;
    }

    void add(int more) {
        score = Scores.add(score, more);
    }

    /** Whether the resource may run there, as far as the node and the score go. */
    boolean usable() {
        return score >= 0 && node.available();
    }

    static Map<Node, Candidate> copyOf(Map<Node, Candidate> table) {
        Map<Node, Candidate> copy = new LinkedHashMap<>();
        table.forEach((node, candidate) -> copy.put(node, candidate.copy()));
        return copy;
    }

    static boolean anyUsable(Map<Node, Candidate> table) {
        return table.values().stream().anyMatch(Candidate::usable);
    }

    @Override
    public String toString() {
        return node + "=" + Scores.print(score);
    }
}
