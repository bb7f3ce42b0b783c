package io.aplomb.control.node;

/**
 * Something that happened.
 *
 * @param atMs when, in milliseconds since 1970
 * @param node where, or who it is about; empty where it is the cluster
 * @param subject the resource, device or peer; empty where there is none
 * @param text in words, without the time
 */
public record NodeEvent(long atMs, Kind kind, String node, String subject, String text) {
    /** What it is about. */
    public enum Kind {
        /** A node came, left, was lost. */
        NODE,
        /** Someone leads now, or nobody. */
        LEADER,
        /** A majority is there, or gone. */
        QUORUM,
        /** A link between two nodes. */
        LINK,
        /** An operation of a resource was answered. */
        RESOURCE,
        /** A node was fenced, or it failed. */
        FENCING,
        /** The configuration was changed. */
        CONFIGURATION,
        /** The leader began or ended a transition. */
        TRANSITION
    }
}
