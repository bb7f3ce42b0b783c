package io.aplomb.control.store;

/**
 * What the commands change: a pure state machine that every node has a copy of.
 *
 * <p>Threads: the store calls all three methods one at a time from one thread at a time, never two
 * at once, so that a machine needs no lock for its own sake. None may call the store back and wait
 * for it.
 */
public interface ReplicatedMachine {
    /**
     * Applies one agreed command. Called once for each command in the order of the indices, on
     * every node, and again after a restart for those that the last snapshot does not hold.
     *
     * <p>It must be deterministic: the same state and command give the same state and reply
     * everywhere; no clock, no chance, nothing of this machine. A command that makes no sense is
     * answered, not thrown: an exception from here ends this node's part in the store ({@link
     * StoreListener#broken}), and those of all other nodes with it.
     *
     * @param term of the leader that took the command; never falls
     * @param index of the command in the log; grows, not always by one
     */
    Applied apply(long term, long index, byte[] command);

    /** The whole state; {@link #restore} of it on any node must give an equal machine. */
    byte[] snapshot();

    /** Forgets the present state and becomes what was once {@link #snapshot}. */
    void restore(byte[] snapshot);

    /**
     * What came of a command.
     *
     * @param reply what its submitter is told
     */
    record Applied(byte[] reply) {}
}
