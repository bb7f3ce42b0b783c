package io.aplomb.proxy;

import io.aplomb.proxy.runtime.Gauge;
import org.jspecify.annotations.Nullable;

/** The connections the process may have of a kind, and whether somebody waits for one. */
final class Places {

    private final Gauge connections = new Gauge();
    private volatile int limit;
    private volatile boolean wanted;
    private volatile @Nullable Runnable whenEmpty;

    Gauge connections() {
        return connections;
    }

    /** 0 for none. */
    int limit() {
        return limit;
    }

    void limit(int newLimit) {
        limit = newLimit;
    }

    boolean tryTake() {
        if (connections.tryIncrement(limit)) {
            return true;
        }
        wanted = true;
        // A place may have become free before it was known that somebody waits.
        return connections.tryIncrement(limit);
    }

    void take() {
        connections.increment();
    }

    /** Calls back when the last connection has ended, at once if there is none. */
    void whenEmpty(Runnable action) {
        whenEmpty = action;
        checkEmpty();
    }

    private void checkEmpty() {
        Runnable action = whenEmpty;
        if (action != null && connections.current() == 0) {
            action.run();
        }
    }

    /** Gives a place back; true when somebody waited for one. */
    boolean giveBack() {
        connections.decrement();
        checkEmpty();
        if (wanted) {
            wanted = false;
            return true;
        }
        return false;
    }
}
