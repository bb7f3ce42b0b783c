package io.aplomb.control.store;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what happens to the listener, from a thread of its own: Ratis tells some of it while
 * holding the lock that its elections need.
 *
 * <p>What is applied waits in a bounded queue, and applying waits when it is full; the few other
 * events are taken in always, and each only once when it repeats.
 */
final class Events implements AutoCloseable {
    static final int WAITING_MAX = 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Events.class);

    /** Who leads, as last told. */
    private record Lead(boolean ready, Optional<MemberId> leader, long term) {}

    private final StoreListener listener;
    private final LinkedBlockingQueue<Consumer<StoreListener>> queue = new LinkedBlockingQueue<>();
    private final Semaphore room = new Semaphore(WAITING_MAX);
    private final Thread thread;
    private volatile boolean closed;
    private @Nullable Lead lead; // guarded by this
    private @Nullable Members members; // guarded by this
    private final CountDownLatch ended = new CountDownLatch(1);

    Events(String name, StoreListener listener) {
        this.listener = listener;
        this.thread = Thread.ofPlatform().daemon().name("store-events-" + name).start(this::run);
    }

    private void run() {
        while (!closed) {
            try {
                Consumer<StoreListener> event = queue.take();
                event.accept(listener);
            } catch (InterruptedException end) {
                return;
            } catch (RuntimeException fault) {
                LOG.error("a listener of the store failed", fault);
            }
        }
    }

    /** Waits while too much is waiting; called by the thread that applies. */
    void applied(long term, long index, byte[] command, byte[] reply) {
        room.acquireUninterruptibly();
        queue.add(
                to -> {
                    room.release();
                    to.applied(term, index, command, reply);
                });
    }

    void restored(long term, long index) {
        queue.add(to -> to.restored(term, index));
    }

    synchronized void leads(long term) {
        Lead now = new Lead(true, Optional.empty(), term);
        if (!now.equals(lead) && (lead == null || lead.term <= term)) {
            lead = now;
            queue.add(to -> to.leads(term));
        }
    }

    synchronized void follows(Optional<MemberId> leader, long term) {
        Lead now = new Lead(false, leader, term);
        if (!now.equals(lead) && (lead == null || lead.term <= term)) {
            lead = now;
            queue.add(to -> to.follows(leader, term));
        }
    }

    /** Says that nobody is known to lead, if this node was the leader. */
    synchronized void leadsNoMore(long term) {
        if (lead != null && lead.ready) {
            follows(Optional.empty(), Math.max(term, lead.term));
        }
    }

    synchronized void membersChanged(Members now) {
        if (!now.equals(members)) {
            members = now;
            queue.add(to -> to.membersChanged(now));
        }
    }

    void superseded(long generation) {
        queue.add(to -> to.superseded(generation));
    }

    /** Tells the end once, whichever end comes first. */
    synchronized void removed() {
        if (ended.getCount() > 0) {
            ended.countDown();
            queue.add(StoreListener::removed);
        }
    }

    /** Tells the end once, whichever end comes first. */
    synchronized void broken(String reason) {
        if (ended.getCount() > 0) {
            ended.countDown();
            LOG.error("the store of this node has stopped: {}", reason);
            queue.add(to -> to.broken(reason));
        }
    }

    /** Whether an end has been told, now or within this time. */
    boolean awaitEnd(long millis) {
        try {
            return ended.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Tells nothing more. What is being told is waited for, unless this is called by the listener.
     */
    @Override
    public void close() {
        closed = true;
        queue.add(to -> {}); // wakes the thread
        room.release(WAITING_MAX); // whoever applies must not wait for a queue that nobody empties
        if (Thread.currentThread() != thread) {
            try {
                thread.join(1000);
            } catch (InterruptedException hurry) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
