package io.aplomb.proxy.check;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Does something again and again on a virtual thread of its own, until closed. */
final class Repetition implements AutoCloseable {

    private final Runnable work;
    private final LongSupplier delayMs;
    private volatile @Nullable Thread thread;
    private volatile boolean closed;
    private volatile long wokenAtNs;

    /**
     * @param delayMs asked after each time, until the next
     */
    Repetition(Runnable work, LongSupplier delayMs) {
        this.work = work;
        this.delayMs = delayMs;
    }

    void start(String name, long firstDelayMs) {
        thread = Thread.ofVirtual().name(name).start(() -> untilClosed(firstDelayMs));
    }

    boolean isClosed() {
        return closed;
    }

    /** The next time comes now. Any thread. */
    void soon() {
        Thread waiting = thread;
        wokenAtNs = System.nanoTime();
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
    }

    @Override
    public void close() {
        closed = true;
        Thread working = thread;
        if (working != null) {
            working.interrupt();
        }
    }

    private void untilClosed(long firstDelayMs) {
        pause(firstDelayMs);
        while (!closed) {
            work.run();
            pause(delayMs.getAsLong());
        }
    }

    private void pause(long pauseMs) {
        long startNs = System.nanoTime();
        long endNs = startNs + TimeUnit.MILLISECONDS.toNanos(pauseMs);
        long leftNs = pauseMs > 0 ? endNs - startNs : 0;
        while (leftNs > 0 && !closed && wokenAtNs - startNs < 0) {
            LockSupport.parkNanos(leftNs);
            if (Thread.interrupted()) {
                return;
            }
            leftNs = endNs - System.nanoTime();
        }
    }
}
