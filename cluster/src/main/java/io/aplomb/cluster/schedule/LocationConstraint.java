package io.aplomb.cluster.schedule;

import java.util.Map;

/**
 * Scores that a resource has for nodes.
 *
 * @param role the role this is about; UNKNOWN for any
 */
record LocationConstraint(
        String id,
        Resource resource,
        Role role,
        Candidate.Discovery discovery,
        Map<Node, Integer> scores) {

    /** Whether it comes from how well nodes are, and not from a constraint somebody wrote. */
    boolean fromHealth() {
        return switch (id) {
            case "migrate-on-red", "only-green", "progressive", "custom" -> true;
            default -> false;
        };
    }
}
