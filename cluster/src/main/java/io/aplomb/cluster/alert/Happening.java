package io.aplomb.cluster.alert;

import java.util.Set;

/** What happens in a cluster that somebody may want to be told. */
public sealed interface Happening {

    /**
     * A node is there, or is there no longer.
     *
     * @param nodeId as Corosync and Pacemaker number nodes
     * @param inOrder for one that is there no longer: it left as it was asked to
     * @param cause in words; empty for one that is there
     * @param alone what ran there and nowhere else
     */
    record NodeChanged(
            String node, int nodeId, boolean there, boolean inOrder, String cause, Set<Ran> alone)
            implements Happening {
        public NodeChanged {
            alone = Set.copyOf(alone);
        }
    }

    /**
     * A node was fenced, or it was tried in vain.
     *
     * @param action {@code off}, {@code reboot}, {@code on}
     * @param device what did it
     * @param by the node that carried it out
     * @param wasThere whether the cluster counted the node among those that are there
     * @param detail why it failed; empty where it did not
     * @param alone what ran there and nowhere else
     */
    record Fenced(
            String target,
            String action,
            String device,
            String by,
            boolean succeeded,
            boolean wasThere,
            String detail,
            Set<Ran> alone)
            implements Happening {
        /** The device where a person said that the node is down. */
        public static final String HUMAN = "human";

        public Fenced {
            alone = Set.copyOf(alone);
        }
    }

    /**
     * An operation of a resource came to an end, or one that recurs has another result.
     *
     * @param status Pacemaker's {@code op-status}
     * @param targetRc what was expected
     * @param executedMs how long it ran
     * @param reason what the agent said about it; may be empty
     */
    record Operated(
            String node,
            String resource,
            String operation,
            long intervalMs,
            int rc,
            int status,
            int targetRc,
            long executedMs,
            String reason)
            implements Happening {
        private static final int RUNNING = 0;
        private static final int NOT_RUNNING = 7;
        private static final int PROMOTED = 8;

        /** Whether it came to what was expected. */
        public boolean succeeded() {
            return status == 0 && rc == targetRc;
        }

        /** Whether it asks, before anything was started, whether the resource is there. */
        public boolean isProbe() {
            return operation.equals("monitor") && intervalMs == 0;
        }

        /** A probe that found what it should, which is no news. */
        public boolean isIdle() {
            return isProbe() && status == 0 && (rc == targetRc || rc == NOT_RUNNING);
        }

        /** Whether the resource certainly runs now, in that role at least. */
        boolean bringsUp(Ran ran) {
            boolean up =
                    switch (operation) {
                        case "start", "migrate_from" -> succeeded() && !ran.promoted();
                        case "promote" -> succeeded();
                        case "monitor" ->
                                status == 0
                                        && (rc == PROMOTED || (rc == RUNNING && !ran.promoted()));
                        default -> false;
                    };
            return up && resource.equals(ran.resource());
        }
    }

    /**
     * An attribute of a node.
     *
     * @param value empty where it is gone
     */
    record AttributeChanged(String node, int nodeId, String name, String value)
            implements Happening {}

    /**
     * What an incident has come to: told to who is told causes, not events.
     *
     * @param subject the node or the resource it is about
     * @param sinceMs when it began, in milliseconds since 1970
     */
    record Turned(Turn turn, Incident.Kind kind, String subject, long sinceMs)
            implements Happening {}

    /** How an incident goes on. */
    enum Turn {
        /** What ran on a lost node runs elsewhere; the node is still away. */
        RESTORED,
        /** The cause is gone. */
        RECOVERED,
        /** Nobody wants any longer what was missing. */
        DROPPED
    }

    /**
     * A resource that ran.
     *
     * @param promoted whether it did so as the promoted one
     */
    record Ran(String resource, boolean promoted) {}
}
