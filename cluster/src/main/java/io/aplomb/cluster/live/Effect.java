package io.aplomb.cluster.live;

import java.util.Map;
import java.util.Set;

/** What a node's controller wants done. In the order given; none may be left out. */
public sealed interface Effect {

    /** A command for the log. If it is not committed, {@link Input.NotCommitted} says so. */
    record Submit(Command command) implements Effect {}

    /** A message to another node. */
    record Send(String to, Message message) implements Effect {}

    /** An operation here. */
    record Execute(OperationOrder order) implements Effect {}

    /** The executor forgets a resource: what recurs for it ends. */
    record Forget(String resource) implements Effect {}

    /**
     * All that runs here is to stop, and nothing may start, until {@link Input.AllStopped} is said.
     * It is for what this node may not run any longer: the guard does it if need be.
     */
    record StopEverything(String reason) implements Effect {}

    /** A device is to fence a node; {@link Input.FencingFinished} says what came of it. */
    record Fence(String target, String action, long timeoutMs, long delayMs) implements Effect {}

    /**
     * {@link Leases#update}, at once and before anything else is done; then a beat to everybody.
     *
     * @param open sessions that are there and not barred
     * @param leaseMs how long voices of this node count from now on
     */
    record UpdateLeases(Set<String> voters, boolean joined, Map<String, Long> open, int leaseMs)
            implements Effect {
        public UpdateLeases {
            voters = Set.copyOf(voters);
            open = Map.copyOf(open);
        }
    }

    /**
     * {@link Leases#remainingMs} is asked, after all updates before it, and told to the leader as
     * {@link Message.Barred}.
     */
    record TellBarred(String to, String node, long session, int bar) implements Effect {}

    /** What the guard does when the lease lapses. */
    record OnLapse(LapsePolicy policy) implements Effect {}

    /**
     * The group of voters is made anew with this node alone, because the other one of two is gone
     * for certain, or the administrator wants it so.
     */
    record GoOnAlone(String reason) implements Effect {}

    /** This node has left the cluster in order: its process may end. */
    record Left() implements Effect {}

    /** Something happened that people may want to know. */
    record Report(ClusterEvent event) implements Effect {}
}
