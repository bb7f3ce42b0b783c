package io.aplomb.layer4.pool;

/** What the shell does after an event, in the order given. */
public sealed interface PoolEffect {

    /** The kernel's tables must follow {@link VirtualServerState#pool}. */
    record PoolChanged() implements PoolEffect {}

    /** A real server counts as alive; scripts are told. */
    record ServerUp(int server) implements PoolEffect {}

    /** A real server counts as dead; scripts are told. */
    record ServerDown(int server) implements PoolEffect {}

    /**
     * There are enough real servers now.
     *
     * @param weight sum of weights of live ones
     */
    record QuorumGained(long weight) implements PoolEffect {}

    /** There are no longer enough. */
    record QuorumLost(long weight) implements PoolEffect {}
}
