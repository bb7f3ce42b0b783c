package io.aplomb.cluster.schedule;

import java.util.List;

/**
 * What was decided for one resource, with all that led to it.
 *
 * @param id as configured, or the name of an instance
 * @param role the role it is to have
 * @param now names of the nodes it is on
 * @param next names of the nodes it is to be on
 * @param wantedStopped its target role is Stopped
 * @param instances how many instances there are to be, 0 for what is no clone
 * @param threshold failures on a node after which it leaves it
 * @param places all nodes it knows of, by name
 */
public record Account(
        String id,
        Role role,
        List<String> now,
        List<String> next,
        boolean managed,
        boolean blocked,
        boolean wantedStopped,
        int instances,
        int threshold,
        List<Place> places) {

    /** Keeps unmodifiable copies. */
    public Account {
        now = List.copyOf(now);
        next = List.copyOf(next);
        places = List.copyOf(places);
    }

    /**
     * How it stands with one node.
     *
     * @param score the sum the choice was made by
     * @param failures how often the resource failed there, as far as that still counts
     * @param contributions in the order in which they were counted
     */
    public record Place(
            Machine machine, int score, int failures, List<Contribution> contributions) {

        /** Keeps an unmodifiable copy. */
        public Place {
            contributions = List.copyOf(contributions);
        }
    }

    /**
     * A node and how it is.
     *
     * @param fencedFor why it is fenced; empty where it is not
     */
    public record Machine(
            String name,
            boolean online,
            boolean unclean,
            boolean standby,
            boolean maintenance,
            boolean pending,
            boolean shutdown,
            String fencedFor) {

        /** Whether resources may run there at all. */
        public boolean available() {
            return online && !unclean && !standby && !maintenance && !shutdown;
        }
    }
}
