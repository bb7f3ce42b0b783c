package io.aplomb.cluster.live;

/**
 * Something that happened, for alerts and the timeline.
 *
 * @param wallMs when, in milliseconds since 1970
 * @param monotonicNs when, by this node's monotonic clock
 * @param node whom it concerns; empty for the cluster
 * @param resource which concerns it; empty for none
 * @param text in words, for people
 */
public record ClusterEvent(
        Kind kind, long wallMs, long monotonicNs, String node, String resource, String text) {

    /** What sort of thing. */
    public enum Kind {
        NODE_UP,
        NODE_SUSPECT,
        NODE_LOST,
        NODE_LEFT,
        LEADER,
        LEASE_LAPSED,
        FENCED,
        FENCING_FAILED,
        DECISION,
        OPERATION,
        OPERATION_FAILED,
        CONFIGURATION,
        MEMBERSHIP,
        ATTRIBUTE,
        DEGRADED
    }
}
