package io.aplomb.proxy.runtime;

/**
 * Events a second, counted and bounded at once: the present second's, and of the second before it
 * the share that still lies within the last 1,000 ms. So the limit holds from the first event on,
 * without waiting for a measurement. Any thread; time comes from the caller, in milliseconds that
 * never go back.
 */
public final class RateLimit {

    private static final long PERIOD_MS = 1_000;

    private int limit;
    private long periodStartMs;
    private int count;
    private int previousCount;
    private int maximum;
    private long total;

    /** Events a second allowed, 0 for no limit. */
    public synchronized void limit(int perSecond) {
        limit = perSecond;
    }

    public synchronized int limit() {
        return limit;
    }

    /** 0 when one more event is allowed now, else after how many milliseconds to ask again. */
    public synchronized long delayMs(long nowMs) {
        if (limit == 0 || rate(nowMs) < limit) {
            return 0;
        }
        return Math.max(1, PERIOD_MS / limit);
    }

    /** One event. */
    public synchronized void count(long nowMs) {
        roll(nowMs);
        count++;
        total++;
        maximum = Math.max(maximum, rate(nowMs));
    }

    /** Events within the last second. */
    public synchronized int rate(long nowMs) {
        roll(nowMs);
        long leftMs = PERIOD_MS - (nowMs - periodStartMs);
        return count + (int) (previousCount * leftMs / PERIOD_MS);
    }

    /** The highest rate so far. */
    public synchronized int maximum() {
        return maximum;
    }

    /** Events so far. */
    public synchronized long total() {
        return total;
    }

    private void roll(long nowMs) {
        long periods = (nowMs - periodStartMs) / PERIOD_MS;
        if (periods > 0) {
            previousCount = periods == 1 ? count : 0;
            count = 0;
            periodStartMs += periods * PERIOD_MS;
        }
    }
}
