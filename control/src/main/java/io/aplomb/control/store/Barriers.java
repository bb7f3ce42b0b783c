package io.aplomb.control.store;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Waits until this node's machine holds what was agreed on: a mark goes through the log, and what
 * was acknowledged before it was asked for stands before it. Calls that come while a mark is on its
 * way share the next one.
 *
 * <p>Rejected: Ratis's linearizable read, which spares the write. Its leader asks the others
 * whether it still leads only when something was agreed on since it last asked (ReadIndexHeartbeats
 * of Ratis 3.3.0), so that one that was cut off answers from the past until it steps down.
 *
 * <p>Thread-safe.
 */
final class Barriers {
    private final Function<Duration, CompletableFuture<Long>> mark;
    private final LongFunction<CompletableFuture<Void>> applied;
    private final Duration deadline;

    /** Whose mark goes next; null when nobody waits for one that has not yet begun. */
    private @Nullable CompletableFuture<Void> next; // guarded by this

    private boolean underWay; // guarded by this

    /**
     * @param mark sends a mark, and tells its index
     * @param applied done when this node has applied all up to an index
     */
    Barriers(
            Function<Duration, CompletableFuture<Long>> mark,
            LongFunction<CompletableFuture<Void>> applied,
            Duration deadline) {
        this.mark = mark;
        this.applied = applied;
        this.deadline = deadline;
    }

    CompletableFuture<Void> barrier() {
        CompletableFuture<Void> shared;
        boolean begin;
        synchronized (this) {
            if (next == null) {
                next = new CompletableFuture<>();
            }
            shared = next;
            begin = !underWay;
            underWay = true;
        }
        if (begin) {
            begin();
        }
        return shared.copy();
    }

    private void begin() {
        CompletableFuture<Void> reached;
        synchronized (this) {
            if (next == null) {
                underWay = false;
                return;
            }
            reached = next;
            next = null;
        }
        var _ =
                mark.apply(deadline)
                        .thenCompose(
                                index ->
                                        applied.apply(index)
                                                .orTimeout(
                                                        deadline.toMillis(), TimeUnit.MILLISECONDS))
                        .whenCompleteAsync(
                                (nothing, failure) -> {
                                    if (failure == null) {
                                        reached.complete(null);
                                    } else {
                                        reached.completeExceptionally(
                                                new StoreException.NoLeader(
                                                        "nobody could say in time what was agreed on"));
                                    }
                                    begin();
                                },
                                task -> Thread.ofVirtual().start(task));
    }
}
