package io.aplomb.control.node;

import java.util.List;
import java.util.Optional;

/**
 * How a node stands at one moment, from its own place. Times are in milliseconds.
 *
 * @param self its name
 * @param leader who leads, as far as this node knows; empty for nobody
 * @param term of that leader
 * @param appliedIndex the newest entry of the log that is applied here
 * @param lackOfQuorum why there is no majority; empty where there is one
 * @param leaseLeftMs how long this node may go on running resources without hearing from the
 *     leader; 0 where it may not run any
 * @param busy what the leader is doing, one line for each operation under way; empty on other nodes
 * @param members all of the cluster, this one among them
 * @param events the newest last
 */
public record NodeView(
        String self,
        String leader,
        long term,
        long appliedIndex,
        Optional<String> lackOfQuorum,
        long leaseLeftMs,
        List<String> busy,
        List<MemberView> members,
        List<NodeEvent> events) {

    /** More events than this are not kept. */
    public static final int MAX_EVENTS = 200;

    /** Keeps copies. */
    public NodeView {
        busy = List.copyOf(busy);
        members = List.copyOf(members);
        events = List.copyOf(events);
    }

    /** Whether a majority of the voices is there. */
    public boolean hasQuorum() {
        return lackOfQuorum.isEmpty();
    }

    /**
     * A member as seen from this node.
     *
     * @param reachable whether this node hears from it; always so of itself
     * @param leaseLeftMs what is left of its lease, known to the leader alone; -1 for not known
     * @param links one for each network, in the order of the member's addresses; none to itself
     */
    public record MemberView(
            String name, boolean reachable, long leaseLeftMs, List<LinkView> links) {
        /** Keeps a copy. */
        public MemberView {
            links = List.copyOf(links);
        }
    }

    /**
     * A link to another node.
     *
     * @param network its number, from 0
     * @param address of the other end
     * @param roundTripUs the last measured, in microseconds; -1 before the first
     * @param silentMs since the last beat came
     */
    public record LinkView(
            int network, String address, boolean up, long roundTripUs, long silentMs) {}
}
