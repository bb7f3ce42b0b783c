package io.aplomb.control.guard;

/**
 * Brings the daemon's deadlines, by the clock that stands still while the machine sleeps
 * (CLOCK_MONOTONIC), to the one that goes on (CLOCK_BOOTTIME): the rest of the cluster did not
 * wait.
 *
 * <p>A deadline that arrives after a sleep may have been reckoned before it. So each is taken by
 * the difference of the clocks as it was when the one before arrived: a first one after a sleep
 * counts too short, the next one is right.
 */
final class LeaseClock {

    private boolean known;
    private long differenceNs;

    /**
     * A deadline that has just arrived.
     *
     * @param bootNs the clock that goes on, read before the other
     * @param monotonicNs the clock that stands still
     */
    long deadline(long byMonotonicNs, long bootNs, long monotonicNs) {
        long now = bootNs - monotonicNs;
        long used = known ? Math.min(differenceNs, now) : now;
        differenceNs = now;
        known = true;
        long limit = Long.MAX_VALUE - Math.max(0, used);
        return Math.min(byMonotonicNs, limit) + used;
    }
}
