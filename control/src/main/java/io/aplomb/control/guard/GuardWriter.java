package io.aplomb.control.guard;

import io.aplomb.linux.Descriptors;
import io.aplomb.linux.SystemCallException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Writes to one guard's process what the outbox has. One that does not answer for a while hangs,
 * and is killed: another takes its place.
 */
final class GuardWriter implements Runnable {

    /** So often it looks whether the guard has answered. */
    private static final long LOOK_MS = 500;

    /**
     * Looks in a row at which the same batch was not answered. Counted, not timed: a daemon that
     * was stopped itself has not waited.
     */
    private static final int PATIENCE_LOOKS = 10;

    /** A full pipe: the guard is busy with one order, which takes it less. */
    private static final long ROOM_MS = 5;

    private final GuardOutbox outbox;
    private final int fd;
    private final Runnable kill;
    private volatile boolean stopped;

    /**
     * @param fd does not block
     * @param kill what is done to a guard that hangs
     */
    GuardWriter(GuardOutbox outbox, int fd, Runnable kill) {
        this.outbox = outbox;
        this.fd = fd;
        this.kill = kill;
    }

    @Override
    public void run() {
        try {
            outbox.startAnew();
            write(outbox.first());
            Patience patience = new Patience();
            while (!stopped) {
                List<GuardOrder> orders = outbox.take(LOOK_MS);
                write(orders);
                if (outbox.isClosed()) {
                    write(List.of(new GuardOrder.Done()));
                    return;
                }
                patience.look();
            }
        } catch (SystemCallException ended) {
            // Whoever reads its reports sees that, too.
            stopped = true;
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
    }

    /** There is nobody to write to any more. */
    void stop() {
        stopped = true;
    }

    private void write(List<GuardOrder> orders) throws SystemCallException, InterruptedException {
        StringBuilder text = new StringBuilder();
        orders.forEach(order -> text.append(OrderText.write(order)).append('\n'));
        byte[] octets = text.toString().getBytes(StandardCharsets.US_ASCII);
        Patience patience = new Patience();
        int written = 0;
        while (written < octets.length && !stopped) {
            int count = Descriptors.writeSome(fd, octets, written);
            written += count;
            if (count == 0) {
                Thread.sleep(ROOM_MS);
                patience.look();
            }
        }
    }

    /** Counts looks that are {@link #LOOK_MS} apart. */
    private final class Patience {
        private long lastNs = System.nanoTime();
        private long mark;
        private int looks;

        void look() {
            long nowNs = System.nanoTime();
            if (nowNs - lastNs < TimeUnit.MILLISECONDS.toNanos(LOOK_MS)) {
                return;
            }
            lastNs = nowNs;
            long unanswered = outbox.unanswered();
            looks = unanswered != 0 && unanswered == mark ? looks + 1 : 0;
            mark = unanswered;
            if (looks >= PATIENCE_LOOKS) {
                kill.run();
            }
        }
    }
}
