package io.aplomb.proxy.runtime;

import java.util.concurrent.atomic.AtomicInteger;

/** How many of something there are now and were at most; shared by all event loops. */
public final class Gauge {

    private final AtomicInteger current = new AtomicInteger();
    private volatile int maximum;

    /** One more; returns the number with it. */
    public int increment() {
        int now = current.incrementAndGet();
        raiseMaximum(now);
        return now;
    }

    /** One more unless that would exceed the limit (0: no limit). */
    public boolean tryIncrement(int limit) {
        while (true) {
            int now = current.get();
            if (limit > 0 && now >= limit) {
                return false;
            }
            if (current.compareAndSet(now, now + 1)) {
                raiseMaximum(now + 1);
                return true;
            }
        }
    }

    /** One less; returns what is left. */
    public int decrement() {
        return current.decrementAndGet();
    }

    public int current() {
        return current.get();
    }

    public int maximum() {
        return maximum;
    }

    /** The maximum starts again from the present ({@code clear counters}). */
    public void clearMaximum() {
        maximum = current.get();
    }

    private void raiseMaximum(int candidate) {
        if (candidate > maximum) {
            synchronized (this) {
                maximum = Math.max(maximum, candidate);
            }
        }
    }
}
