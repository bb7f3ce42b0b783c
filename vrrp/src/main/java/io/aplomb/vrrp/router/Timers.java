package io.aplomb.vrrp.router;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The running timers; every change becomes an effect, no change does not. */
final class Timers {

    private final Map<Timer, Long> deadlinesNs = new EnumMap<>(Timer.class);
    private final Consumer<Effect> out;

    Timers(Consumer<Effect> out) {
        this.out = out;
    }

    void set(Timer timer, long atNs) {
        Long before = deadlinesNs.put(timer, atNs);
        if (before == null || before != atNs) {
            out.accept(new Effect.SetTimer(timer, atNs));
        }
    }

    void cancel(Timer timer) {
        if (deadlinesNs.remove(timer) != null) {
            out.accept(new Effect.CancelTimer(timer));
        }
    }

    void cancelAll() {
        List.of(Timer.values()).forEach(this::cancel);
    }

    /**
     * Whether it really is due: an expiry may cross with a change of the timer. A due one is over.
     */
    boolean expire(Timer timer, long nowNs) {
        Long deadline = deadlinesNs.get(timer);
        if (deadline == null || deadline > nowNs) {
            return false;
        }
        deadlinesNs.remove(timer);
        return true;
    }

    /** When it is due; {@link Long#MAX_VALUE} when it does not run. */
    long deadlineNs(Timer timer) {
        return deadlinesNs.getOrDefault(timer, Long.MAX_VALUE);
    }

    /** When the first of them is due; {@link Long#MAX_VALUE} when none runs. */
    long nextNs() {
        long next = Long.MAX_VALUE;
        for (long deadline : deadlinesNs.values()) {
            next = Math.min(next, deadline);
        }
        return next;
    }
}
