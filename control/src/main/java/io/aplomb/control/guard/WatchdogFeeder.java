package io.aplomb.control.guard;

import io.aplomb.control.guard.GuardSettings.WatchdogSettings;
import io.aplomb.linux.SystemCallException;
import io.aplomb.linux.Watchdog;
import java.io.Closeable;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Feeds the watchdog four times in its time limit. For one thread. */
final class WatchdogFeeder implements Closeable {

    private static final int TIMES = 4;

    private @Nullable Watchdog watchdog;
    private long intervalNs;
    private long nextNs = Long.MAX_VALUE;

    /** Whether there is one that it feeds. */
    boolean isOpen() {
        return watchdog != null;
    }

    /**
     * Opens it, which starts its time; another one that was open is stopped. What hinders that, or
     * what is odd about it, for people.
     */
    Optional<String> open(WatchdogSettings settings, long nowNs) {
        disarm();
        close();
        try {
            Watchdog opened = Watchdog.open(settings.device().toString(), settings.timeoutS());
            watchdog = opened;
            int timeoutS = opened.timeoutS().orElse(settings.timeoutS());
            intervalNs = TimeUnit.SECONDS.toNanos(timeoutS) / TIMES;
            nextNs = nowNs;
            return timeoutS == settings.timeoutS()
                    ? Optional.empty()
                    : Optional.of(
                            "the watchdog acts after %d s where %d s were asked for"
                                    .formatted(timeoutS, settings.timeoutS()));
        } catch (SystemCallException refused) {
            return Optional.of("no watchdog: " + refused.getMessage());
        }
    }

    /** When it is hungry. */
    long nextNs() {
        return nextNs;
    }

    /**
     * Feeds it when it is time.
     *
     * @param may nothing is fed otherwise: its time goes on
     */
    Optional<String> feed(boolean may, long nowNs) {
        if (watchdog == null || nowNs < nextNs) {
            return Optional.empty();
        }
        nextNs = nowNs + intervalNs;
        try {
            if (may) {
                watchdog.feed();
            }
            return Optional.empty();
        } catch (SystemCallException refused) {
            return Optional.of("the watchdog was not fed: " + refused.getMessage());
        }
    }

    /** Stops it, where its driver lets it. */
    void disarm() {
        if (watchdog != null) {
            try {
                watchdog.disarm();
            } catch (SystemCallException refused) {
                // It runs on, and resets the machine: the safe side.
                return;
            }
        }
    }

    /** Closes it; its time goes on unless it was disarmed. */
    @Override
    public void close() {
        if (watchdog != null) {
            watchdog.close();
            watchdog = null;
            nextNs = Long.MAX_VALUE;
        }
    }
}
