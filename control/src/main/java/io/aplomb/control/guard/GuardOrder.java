package io.aplomb.control.guard;

import io.aplomb.cluster.live.LapsePolicy;

/** What the daemon tells the guard: a line each. */
sealed interface GuardOrder {

    /** The first. */
    record Configure(GuardSettings settings) implements GuardOrder {}

    /**
     * This machine may hold what it holds until then.
     *
     * @param deadlineNs by {@link System#nanoTime}, which all processes of a machine share
     */
    record Lease(long deadlineNs, LapsePolicy policy) implements GuardOrder {}

    /** From now on, or with another recipe than before. */
    record Keep(Hold hold) implements GuardOrder {}

    /** No longer. */
    record Release(String id) implements GuardOrder {}

    /** To be answered with {@link GuardReport.Seen}. */
    record Mark(long number) implements GuardOrder {}

    /** The guard ends and touches nothing. */
    record Done() implements GuardOrder {}
}
