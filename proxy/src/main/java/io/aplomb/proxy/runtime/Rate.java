package io.aplomb.proxy.runtime;

import java.util.function.LongSupplier;

/**
 * Events a second, computed from a counter that only grows, so that counting itself costs nothing.
 *
 * <p>As HAProxy's frequency counters do, the rate is the present second's count plus the previous
 * second's share that still lies within the last 1,000 ms. {@link #tick} is called once a second by
 * the housekeeping thread; reading is for any thread.
 */
public final class Rate {

    private static final long PERIOD_MS = 1_000;

    private final LongSupplier total;
    private long tickMs;
    private long totalAtTick;
    private long previousCount;
    private long maximum;

    public Rate(LongSupplier total, long nowMs) {
        this.total = total;
        this.tickMs = nowMs;
        this.totalAtTick = total.getAsLong();
    }

    /**
     * Closes a second.
     *
     * @param nowMs monotonic
     */
    public synchronized void tick(long nowMs) {
        long now = total.getAsLong();
        long elapsedMs = Math.max(1, nowMs - tickMs);
        previousCount = (now - totalAtTick) * PERIOD_MS / elapsedMs;
        totalAtTick = now;
        tickMs = nowMs;
        maximum = Math.max(maximum, previousCount);
    }

    /** Events within about the last second. */
    public synchronized long perSecond(long nowMs) {
        long remainingMs = Math.max(0, PERIOD_MS - (nowMs - tickMs));
        long rate = total.getAsLong() - totalAtTick + previousCount * remainingMs / PERIOD_MS;
        maximum = Math.max(maximum, rate);
        return rate;
    }

    /** Goes on where the rate of a predecessor stood, whose count this one's goes on from. */
    void continueFrom(Rate previous) {
        synchronized (previous) {
            take(previous.tickMs, previous.totalAtTick, previous.previousCount, previous.maximum);
        }
    }

    private synchronized void take(long ticked, long totalThen, long count, long most) {
        tickMs = ticked;
        totalAtTick = totalThen;
        previousCount = count;
        maximum = most;
    }

    public synchronized long maximum() {
        return Math.max(maximum, total.getAsLong() - totalAtTick);
    }

    public synchronized void clearMaximum() {
        maximum = 0;
    }
}
