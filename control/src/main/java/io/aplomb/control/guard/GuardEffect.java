package io.aplomb.control.guard;

import io.aplomb.control.guard.GuardSettings.SelfFence;
import java.util.List;

/** What the guard does; to be done in the order given. */
sealed interface GuardEffect {

    /** Takes these out of the kernel; answered by {@link GuardEvent.Removed}. */
    record Remove(String id, List<Hold.Removal> removals) implements GuardEffect {}

    /** Begins a step; answered by {@link GuardEvent.StepEnded} unless it is aborted. */
    record Run(long run, Step step) implements GuardEffect {}

    /** Kills what a step started and forgets it. */
    record Abort(long run) implements GuardEffect {}

    /** Resets the machine; answered by {@link GuardEvent.FencingEnded} if that is possible. */
    record Fence(int number, SelfFence way) implements GuardEffect {}

    /** Tells the daemon, if it listens. */
    record Tell(GuardReport report) implements GuardEffect {}

    /**
     * Ends the guard.
     *
     * @param safe nothing is held any more: the watchdog may stop
     */
    record End(boolean safe) implements GuardEffect {}
}
