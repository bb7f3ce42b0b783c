package io.aplomb.control.store;

import java.util.Optional;

/**
 * Told what happens to a store.
 *
 * <p>Threads: all calls come one at a time from one thread of the store, in the order in which
 * things happened. A call may take its time (up to {@value Events#WAITING_MAX} commands wait, then
 * applying waits), but must not wait for a future of the same store. An exception is logged and
 * changes nothing.
 */
public interface StoreListener {
    /**
     * The machine of this node has applied a command. After a start those come again that the last
     * snapshot does not hold; the index tells.
     */
    void applied(long term, long index, byte[] command, byte[] reply);

    /**
     * The machine of this node was replaced by another's snapshot, which holds all up to this
     * index.
     */
    default void restored(long term, long index) {}

    /**
     * This node leads, takes commands, and its machine has applied everything agreed on before this
     * term. It may be over already: whatever is done in a leader's name carries the term, and those
     * who see a higher one refuse it.
     */
    void leads(long term);

    /**
     * This node does not lead.
     *
     * @param leader empty when this node has stopped leading and does not know who does now
     */
    void follows(Optional<MemberId> leader, long term);

    /** The members have changed; called on every node that is told, also at the start. */
    default void membersChanged(Members members) {}

    /**
     * The others have taken this node out of the store. It takes no further part; close the store.
     */
    default void removed() {}

    /**
     * There is a younger generation of this cluster: a majority of this one was given up for good
     * (see {@link Store#rebuild}). What this node holds is out of date; it must be wiped and added
     * again.
     */
    default void superseded(long generation) {}

    /**
     * The store of this node has stopped, for a disk that is full or broken, or for a bug. Nothing
     * is lost that was acknowledged; this node takes no further part until it is opened again.
     *
     * @param reason for a person, with what to do
     */
    void broken(String reason);
}
