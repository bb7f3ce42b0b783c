package io.aplomb.cluster.live;

import org.jspecify.annotations.Nullable;

/** What happens to a node's controller. */
public sealed interface Input {

    /**
     * A committed command was applied here; in the order of the log.
     *
     * @param givenMs when it was given, in milliseconds since 1970; 0 where that is not known
     */
    record Applied(Command command, Reply reply, ClusterState state, long givenMs)
            implements Input {}

    /** The state came as a whole: at the start, or from a snapshot of the leader. */
    record Restored(ClusterState state) implements Input {}

    /** This node leads, and has applied all that was committed before its term. */
    record Leads(long term) implements Input {}

    /** Another node leads, or none that is known. */
    record Follows(@Nullable String leader, long term) implements Input {}

    /** A submitted command was not committed, or it is not known whether it was. */
    record NotCommitted(Command command, String why) implements Input {}

    /** Another node is reachable. */
    record PeerUp(String node) implements Input {}

    /** Another node is not reachable any more. */
    record PeerDown(String node, Loss cause) implements Input {}

    /** A message of another node. */
    record Received(String from, Message message) implements Input {}

    /** An operation here has a result. */
    record Finished(OperationResult result) implements Input {}

    /** All that ran here is stopped, as was asked for. */
    record AllStopped() implements Input {}

    /** Fencing came to an end. */
    record FencingFinished(FencingRecord fencing) implements Input {}

    /** A person says that a node is down for certain. */
    record Confirmed(String node) implements Input {}

    /** This node has a lease now. */
    record LeaseHeld() implements Input {}

    /** This node had a lease, and has none any more. */
    record LeaseLapsed() implements Input {}

    /** The administrator wants this node to leave in order. */
    record LeaveRequested() implements Input {}

    /** Time passes. */
    record Tick() implements Input {}

    /** How a node was lost. */
    enum Loss {
        /** Its process is dead: the machine itself says so. */
        PROCESS_DEATH,
        /** It said nothing for too long: dead, hanging or cut off. */
        SILENCE,
        /** It said that it goes. */
        GOODBYE
    }
}
