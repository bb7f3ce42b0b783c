package io.aplomb.control.guard;

import io.aplomb.linux.Descriptors;
import io.aplomb.linux.SystemCallException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Tells the daemon, on a thread of its own: one that hangs does not read, and must not make the
 * guard wait. What it has no room for is forgotten.
 */
final class Reporter {

    /** More than a daemon that lives ever leaves unread: it reads at once. */
    private static final int ROOM = 10_000;

    private static final String END = "";

    private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(ROOM);
    private final Thread thread;

    Reporter(int fd) {
        thread = Thread.ofPlatform().daemon().name("reporter").start(() -> run(fd));
    }

    void tell(GuardReport report) {
        boolean _ = lines.offer(ReportText.write(report));
    }

    /** Waits that long at most until all is told. */
    void close(long patienceMs) throws InterruptedException {
        if (lines.offer(END, patienceMs, TimeUnit.MILLISECONDS)) {
            thread.join(patienceMs);
        }
    }

    private void run(int fd) {
        try {
            for (String line = lines.take(); !line.equals(END); line = lines.take()) {
                Descriptors.write(fd, (line + "\n").getBytes(StandardCharsets.US_ASCII));
            }
        } catch (SystemCallException nobodyListens) {
            lines.clear();
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
    }
}
