package io.aplomb.cluster.schedule;

/**
 * One thing that spoke for or against a node, noted when it was counted.
 *
 * @param name the constraint or the resource it comes from; empty where the cause says all
 * @param node the name of the node
 * @param score what it added; -INFINITY where it forbids
 */
public record Contribution(Cause cause, String name, String node, int score) {

    /** What kind of thing speaks for or against a node. */
    public enum Cause {
        /** A location constraint; the name is its id. */
        LOCATION,
        /** How well the node is; the name is the strategy. */
        HEALTH,
        /** It is there already. */
        STICKINESS,
        /** It failed there too often; the name is the resource that did. */
        FAILURES,
        /** A colocation that the resource has to follow; the name is its id. */
        COLOCATION,
        /** A resource that wants to be with this one; the name is that resource. */
        FOLLOWER,
        /** A ticket is not held; the name is the ticket. */
        TICKET,
        /** The node has not room enough left. */
        CAPACITY,
        /** It is kept for the node that was shut down in good order. */
        SHUTDOWN_LOCK
    }
}
