package io.aplomb.proxy.runtime;

/** When a backend last changed between up and down, how often it went down and for how long. */
public final class Outages {

    private long lastChangeMs;
    private long timesDown;
    private long downTimeMs;
    private boolean down;

    Outages(long nowMs) {
        lastChangeMs = nowMs;
    }

    synchronized void observe(boolean usableBefore, boolean usableNow, long nowMs) {
        if (usableBefore == usableNow) {
            return;
        }
        if (usableNow) {
            downTimeMs += nowMs - lastChangeMs;
        } else {
            timesDown++;
        }
        down = !usableNow;
        lastChangeMs = nowMs;
    }

    /** Columns Dwn of the backend's line. */
    public synchronized long timesDown() {
        return timesDown;
    }

    /** Seconds since the last change. */
    public synchronized long sinceLastChangeSeconds(long nowMs) {
        return (nowMs - lastChangeMs) / 1_000;
    }

    /** Seconds without a usable server, the present outage included. */
    public synchronized long downTimeSeconds(long nowMs) {
        return (downTimeMs + (down ? nowMs - lastChangeMs : 0)) / 1_000;
    }
}
