package io.aplomb.cluster.schedule;

import io.aplomb.cluster.rules.Scores;

/**
 * One resource goes where another is, or where it is not.
 *
 * @param attribute the node attribute in which their places have to agree; {@code #uname} for the
 *     node itself
 * @param dependentRole the role of the dependent this is about; UNKNOWN for any
 * @param influence whether the dependent has a say in where the other goes
 */
record Colocation(
        String id,
        String attribute,
        Resource dependent,
        Resource primary,
        Role dependentRole,
        Role primaryRole,
        int score,
        boolean influence) {

    boolean mandatory() {
        return score >= Scores.INFINITY;
    }

    boolean forbids() {
        return score <= -Scores.INFINITY;
    }

    boolean onNodes() {
        return attribute.equals("#uname");
    }

    @Override
    public String toString() {
        return id;
    }
}
