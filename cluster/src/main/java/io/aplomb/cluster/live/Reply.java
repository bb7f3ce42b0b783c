package io.aplomb.cluster.live;

/** What came of a command. */
public sealed interface Reply {
    /**
     * It is done.
     *
     * @param version the configuration's, after it
     */
    record Accepted(String version) implements Reply {}

    /** It changed nothing. */
    record Refused(String why) implements Reply {}
}
