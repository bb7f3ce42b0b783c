package io.aplomb.control.store;

import java.util.List;
import java.util.Optional;

/**
 * How a node's part in the store stands, at the moment of asking.
 *
 * @param leader empty when this node knows of none
 * @param commitIndex last entry that this node knows to be agreed on
 * @param appliedIndex last entry that its machine holds
 * @param peers the other members, as the leader sees them; empty on any other node
 */
public record StoreStatus(
        Role role,
        long term,
        Optional<MemberId> leader,
        long commitIndex,
        long appliedIndex,
        Members members,
        List<Peer> peers) {

    public enum Role {
        /** Leads and takes commands. */
        LEADER,
        /** Was elected, and has not yet applied what was agreed on before. */
        LEADER_NOT_READY,
        FOLLOWER,
        /** Asks for votes. */
        CANDIDATE,
        /** Is told all, has no vote. */
        LISTENER,
        /** Takes no part: closed, removed, or broken. */
        STOPPED
    }

    /**
     * Another member as the leader sees it.
     *
     * @param lag how many agreed entries it does not yet know to be agreed on
     * @param silentMs since its last answer
     */
    public record Peer(MemberId id, long lag, long silentMs) {}
}
