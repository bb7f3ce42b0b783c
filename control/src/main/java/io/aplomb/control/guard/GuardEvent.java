package io.aplomb.control.guard;

/** What happens to the guard. */
sealed interface GuardEvent {

    /** The daemon said something; the time of a lease is by the guard's own clock here. */
    record Told(GuardOrder order) implements GuardEvent {}

    /** The daemon is gone without a farewell. */
    record Orphaned() implements GuardEvent {}

    /** The addresses and routes of a hold were to be removed. */
    record Removed(String id, boolean gone) implements GuardEvent {}

    /** A way to stop something came to its end. */
    record StepEnded(long run, int rc) implements GuardEvent {}

    /** A way to reset the machine came to its end, and the machine still runs. */
    record FencingEnded(int way, int rc) implements GuardEvent {}

    /** Nothing but that time has passed. */
    record TimeCame() implements GuardEvent {}
}
