package io.aplomb.proxy.stick;

/**
 * Events over a sliding period, in three numbers: the count of the present period, that of the one
 * before, and when the present one began.
 *
 * <p>The rate is the present count plus the part of the former period that the sliding window still
 * covers, as HAProxy's frequency counters. Not thread-safe. Times in milliseconds of one clock.
 */
public final class RateWindow {

    private final long periodMs;
    private long startMs;
    private long current;
    private long previous;

    /** A window of this length, at least one millisecond; one second for {@code rate-limit}. */
    public RateWindow(long periodMs, long nowMs) {
        if (periodMs < 1) {
            throw new IllegalArgumentException("period must be positive, got " + periodMs);
        }
        this.periodMs = periodMs;
        this.startMs = nowMs;
    }

    public long periodMs() {
        return periodMs;
    }

    /** Counts events that happen now. */
    public void add(long events, long nowMs) {
        rotate(nowMs);
        current = Math.max(0, current + events);
    }

    /** Events within the last period. */
    public long rate(long nowMs) {
        rotate(nowMs);
        // A lone event long ago must not flap between 1 and 0 for a whole period.
        if (previous <= 1 && current == 0) {
            return previous;
        }
        long leftMs = periodMs - (nowMs - startMs);
        return current + previous * leftMs / periodMs;
    }

    /** Events that may still happen now without the rate exceeding a limit. */
    public long room(long limit, long nowMs) {
        return Math.max(0, limit - rate(nowMs));
    }

    /** Pretends that these events, and no others, just happened. */
    public void set(long events, long nowMs) {
        startMs = nowMs;
        previous = 0;
        current = events;
    }

    private void rotate(long nowMs) {
        long elapsedMs = nowMs - startMs;
        if (elapsedMs < periodMs) {
            return;
        }
        if (elapsedMs < 2 * periodMs) {
            previous = current;
            startMs += periodMs;
        } else {
            previous = 0;
            startMs = nowMs;
        }
        current = 0;
    }
}
