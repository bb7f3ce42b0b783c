package io.aplomb.control.guard;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What the guard has to be told: the newest lease, and of each hold what it is to know of it. It
 * does not grow with the time that nobody takes it. For any thread.
 */
final class GuardOutbox {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private GuardSettings settings;
    private boolean settingsChanged;

    /** All there are. */
    private final Map<String, Hold> holds = new LinkedHashMap<>();

    /** What the guard does not know yet. */
    private final Map<String, GuardOrder> changes = new LinkedHashMap<>();

    private List<CompletableFuture<Void>> waiting = new ArrayList<>();
    private final Deque<Sent> sent = new ArrayDeque<>();
    private GuardOrder.@Nullable Lease lease;
    private boolean leaseChanged;
    private boolean closed;
    private long marks;

    /** A batch on its way; {@code waiting} are completed when it has arrived. */
    private record Sent(long mark, List<CompletableFuture<Void>> waiting) {}

    GuardOutbox(GuardSettings settings) {
        this.settings = settings;
    }

    void configure(GuardSettings changedSettings) {
        lock.lock();
        try {
            settingsChanged = settingsChanged || !settings.equals(changedSettings);
            settings = changedSettings;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    GuardSettings settings() {
        lock.lock();
        try {
            return settings;
        } finally {
            lock.unlock();
        }
    }

    void lease(GuardOrder.Lease changedLease) {
        lock.lock();
        try {
            lease = changedLease;
            leaseChanged = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    CompletableFuture<Void> hold(Hold hold) {
        CompletableFuture<Void> known = new CompletableFuture<>();
        lock.lock();
        try {
            holds.put(hold.id(), hold);
            changes.put(hold.id(), new GuardOrder.Keep(hold));
            waiting.add(known);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        return known;
    }

    void release(String id) {
        lock.lock();
        try {
            if (holds.remove(id) != null) {
                changes.put(id, new GuardOrder.Release(id));
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Waits that long, or until it is closed. */
    void pause(long ms) throws InterruptedException {
        lock.lock();
        try {
            long leftNs = TimeUnit.MILLISECONDS.toNanos(ms);
            while (!closed && leftNs > 0) {
                leftNs = changed.awaitNanos(leftNs);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Another guard is to be told all from the beginning. */
    void startAnew() {
        lock.lock();
        try {
            sent.forEach(batch -> waiting.addAll(batch.waiting));
            sent.clear();
            changes.clear();
            holds.values().forEach(hold -> changes.put(hold.id(), new GuardOrder.Keep(hold)));
            leaseChanged = lease != null;
            settingsChanged = false;
        } finally {
            lock.unlock();
        }
    }

    /** The orders that a new guard hears first; the lease before what it gives the right to. */
    List<GuardOrder> first() {
        return List.of(new GuardOrder.Configure(settings()));
    }

    /**
     * Waits until there is something, or that long.
     *
     * @return orders for one batch, which ends with a mark; empty when there are none
     */
    List<GuardOrder> take(long ms) throws InterruptedException {
        lock.lock();
        try {
            long leftNs = TimeUnit.MILLISECONDS.toNanos(ms);
            while (!closed
                    && changes.isEmpty()
                    && !leaseChanged
                    && !settingsChanged
                    && leftNs > 0) {
                leftNs = changed.awaitNanos(leftNs);
            }
            List<GuardOrder> orders = new ArrayList<>();
            if (settingsChanged) {
                orders.add(new GuardOrder.Configure(settings));
                settingsChanged = false;
            }
            if (leaseChanged && lease != null) {
                orders.add(lease);
                leaseChanged = false;
            }
            orders.addAll(changes.values());
            changes.clear();
            if (!orders.isEmpty()) {
                marks++;
                orders.add(new GuardOrder.Mark(marks));
                sent.add(new Sent(marks, waiting));
                waiting = new ArrayList<>();
            }
            return orders;
        } finally {
            lock.unlock();
        }
    }

    /** The oldest batch that the guard has not answered; 0 when it has answered all. */
    long unanswered() {
        lock.lock();
        try {
            Sent oldest = sent.peek();
            return oldest == null ? 0 : oldest.mark;
        } finally {
            lock.unlock();
        }
    }

    /** The guard has acted on all up to that mark. */
    void seen(long mark) {
        List<CompletableFuture<Void>> known = new ArrayList<>();
        lock.lock();
        try {
            while (!sent.isEmpty() && sent.element().mark <= mark) {
                known.addAll(sent.remove().waiting);
            }
        } finally {
            lock.unlock();
        }
        known.forEach(one -> one.complete(null));
    }

    /** Nobody will be told any more. */
    void abandon() {
        List<CompletableFuture<Void>> lost = new ArrayList<>();
        lock.lock();
        try {
            sent.forEach(batch -> lost.addAll(batch.waiting));
            lost.addAll(waiting);
            sent.clear();
        } finally {
            lock.unlock();
        }
        lost.forEach(one -> one.cancel(false));
    }
}
