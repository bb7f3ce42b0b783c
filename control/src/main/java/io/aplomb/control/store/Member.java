package io.aplomb.control.store;

/**
 * A node that keeps a copy of the state.
 *
 * @param host address or name under which the others reach its store
 * @param priority {@link #ORDINARY}, or {@link #WITNESS}
 */
public record Member(MemberId id, String host, int port, int priority) {
    /**
     * Votes, and may lead. All such voters are equal: a leader is never replaced for another's
     * rank.
     */
    public static final int ORDINARY = 1;

    /** Votes, and leads only for the moment in which nobody else holds all that was agreed on. */
    public static final int WITNESS = 0;

    public Member {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("no port: " + port);
        }
        if (priority != ORDINARY && priority != WITNESS) {
            throw new IllegalArgumentException("neither ordinary nor witness: " + priority);
        }
    }

    public Member(MemberId id, String host, int port) {
        this(id, host, port, ORDINARY);
    }

    public String name() {
        return id.name();
    }

    public boolean isWitness() {
        return priority == WITNESS;
    }
}
