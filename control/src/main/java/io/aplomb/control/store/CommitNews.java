package io.aplomb.control.store;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Has the others told at once how far the log is agreed on. Ratis tells a follower with the next
 * entry or the next heartbeat, which comes half a minimal election timeout later, and until then no
 * node but the leader acts on what was agreed on. A linearizable read makes the leader ask all of
 * them whether it still leads, and what it asks them with tells them (LeaderStateImpl.getReadIndex
 * of Ratis 3.3.0).
 *
 * <p>One read at a time: what is agreed on meanwhile shares the next one, so that a load of writes
 * costs one round more per round trip.
 *
 * <p>Thread-safe.
 */
final class CommitNews {
    private static final int IDLE = 0;
    private static final int UNDER_WAY = 1;
    private static final int ONCE_MORE = 2;

    private final Supplier<? extends CompletableFuture<?>> read;
    private final AtomicInteger phase = new AtomicInteger(IDLE);

    /**
     * @param read begins a read; what it comes to is no matter, as long as it ends
     */
    CommitNews(Supplier<? extends CompletableFuture<?>> read) {
        this.read = read;
    }

    /** Something was agreed on, and this node leads. Does not wait. */
    void committed() {
        if (phase.getAndUpdate(now -> now == IDLE ? UNDER_WAY : ONCE_MORE) == IDLE) {
            begin();
        }
    }

    private void begin() {
        var _ =
                read.get()
                        .whenCompleteAsync(
                                (_, _) -> ended(), task -> Thread.ofVirtual().start(task));
    }

    private void ended() {
        if (phase.getAndUpdate(now -> now == ONCE_MORE ? UNDER_WAY : IDLE) == ONCE_MORE) {
            begin();
        }
    }
}
