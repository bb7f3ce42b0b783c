package io.aplomb.cluster.simulate;

/**
 * One thing that is pretended to have happened.
 *
 * @param what of which kind
 * @param subject the node, ticket, value or operation it is about
 */
public record Change(What what, String subject) {

    /**
     * The kinds, in the order in which they are made, whatever the order they were asked for in.
     */
    public enum What {
        QUORUM("Setting quorum: %s"),
        WATCHDOG("Setting watchdog: %s"),
        NODE_UP("Bringing node %s online"),
        NODE_DOWN("Taking node %s offline"),
        NODE_FAIL("Failing node %s"),
        TICKET_GRANT("Granting ticket %s"),
        TICKET_REVOKE("Revoking ticket %s"),
        TICKET_STANDBY("Making ticket %s standby"),
        TICKET_ACTIVATE("Activating ticket %s"),

        /** A result of an operation, as {@link OperationResult} reads it. */
        OPERATION("Injecting %s into the configuration");

        private final String words;

        What(String words) {
            this.words = words;
        }
    }

    /** The line that says so. */
    String line() {
        return what.words.formatted(subject);
    }
}
