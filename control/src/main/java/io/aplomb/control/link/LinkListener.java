package io.aplomb.control.link;

/**
 * Hears what happens on the links. All calls come on the detector's thread, one after the other, in
 * the order of what happened; none may block or take long: for as long as one takes, no beat goes
 * out, and after some 100 ms the others take this node for dead. An exception ends the links.
 */
public interface LinkListener {

    /** A node is there: messages go both ways. Called before any message of it. */
    void peerUp(String peer);

    /**
     * A node that was there is not any more. Messages that it has not confirmed are lost; it may or
     * may not have received them.
     *
     * @param silentNs since it was heard last, in nanoseconds
     */
    void peerDown(String peer, DownCause cause, long silentNs);

    /** Half of the silence is over for a node that is up. */
    default void peerSuspect(String peer) {}

    /** A suspect node was heard again. */
    default void peerCleared(String peer) {}

    /** A link to a node works. */
    default void linkUp(String peer, int link) {}

    /** A link to a node does not work any more; the node may be up by others. */
    default void linkDown(String peer, int link, LinkLoss why) {}

    /**
     * A message of a node that is up; each once, in the order sent. The array is the receiver's.
     */
    void message(String peer, byte[] bytes);
}
