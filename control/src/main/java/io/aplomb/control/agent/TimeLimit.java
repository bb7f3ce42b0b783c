package io.aplomb.control.agent;

import java.util.concurrent.TimeUnit;

/** Ends a run that takes too long: asks, then kills. Closing it ends the wait. */
final class TimeLimit implements AutoCloseable {

    private final Thread thread;
    private volatile boolean over;

    TimeLimit(Interruption interruption, long limitMs) {
        this.thread = Thread.ofVirtual().start(() -> await(interruption, limitMs));
    }

    private void await(Interruption interruption, long limitMs) {
        try {
            TimeUnit.MILLISECONDS.sleep(limitMs);
            over = true;
            interruption.end(false);
            TimeUnit.MILLISECONDS.sleep(OperationSchedule.GRACE_MS);
            interruption.end(true);
        } catch (InterruptedException inTime) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether it took too long. */
    boolean isOver() {
        return over;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
