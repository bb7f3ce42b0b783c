package io.aplomb.control.guard;

import io.aplomb.cluster.live.LapsePolicy;

/** What the guard tells: of itself, of what it did. Times are in milliseconds. */
public sealed interface GuardReport {

    /**
     * It runs, and has been told all.
     *
     * @param notes what it could not get of the system, for people; empty when all is well
     */
    record Ready(int pid, String notes) implements GuardReport {}

    /** It has acted on all that came before that mark. */
    record Seen(long number) implements GuardReport {}

    /**
     * The lease is over, or the daemon is gone: what the policy says begins.
     *
     * @param lateMs how long after the deadline it was noticed
     */
    record Lapsed(LapsePolicy policy, long lateMs) implements GuardReport {}

    /**
     * One thing is stopped, or could not be.
     *
     * @param rc 0 for success, else that of the last way that was tried: its exit status, {@link
     *     #TIMED_OUT}, {@link #NOT_STARTED}, {@link #NOT_REMOVED}
     * @param ms since the policy began
     */
    record Stopped(String id, int rc, long ms) implements GuardReport {}

    /** One thing was demoted and goes on. */
    record Demoted(String id, long ms) implements GuardReport {}

    /**
     * The policy is carried out.
     *
     * @param failed how many things could not be stopped
     */
    record AllStopped(int failed, long ms) implements GuardReport {}

    /** Not all could be stopped in time; the machine resets itself by this. */
    record SelfFencing(String method) implements GuardReport {}

    /**
     * Its watchdog.
     *
     * @param fed whether it has one and feeds it
     */
    record Watchdog(boolean fed) implements GuardReport {}

    /**
     * For people.
     *
     * @param text one line
     */
    record Remark(String text) implements GuardReport {}

    /** It died, and is started again. Told by {@link Guard}. */
    record Died(int pid, String how) implements GuardReport {}

    /** As a shell says that a time limit was over. */
    int TIMED_OUT = 124;

    /** As a shell says that there is no such program. */
    int NOT_STARTED = 127;

    /** The kernel did not remove an address or a route. */
    int NOT_REMOVED = 1;
}
