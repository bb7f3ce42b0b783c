package io.aplomb.proxy.net;

/**
 * The monotonic time of one loop, read once for each round of the loop: all events that one wait
 * brought happen at the same moment, as in HAProxy. A request asks for the time ten times, and the
 * kernel's clock is not free.
 *
 * <p>For the loop's own thread.
 */
final class LoopClock {

    private boolean known;
    private long nowNs;

    /** Nanoseconds of {@link System#nanoTime}, at most one round of the loop old. */
    long nowNs() {
        if (!known) {
            nowNs = System.nanoTime();
            known = true;
        }
        return nowNs;
    }

    void beginRound() {
        known = false;
    }
}
