package io.aplomb.acceptance.cluster;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** Waiting for what happens on the machines of a lab. */
public final class Patience {
    /** Far above what a busy computer needs; only failures wait so long. */
    static final Duration LIMIT = Duration.ofSeconds(120);

    private static final int PAUSE_MS = 50;

    private Patience() {}

    /** Something to wait for. */
    @FunctionalInterface
    public interface Probe {
        /** Whether it is so now. */
        boolean holds() throws Exception;
    }

    /**
     * Asks until something holds.
     *
     * @param explanation of why it does not, asked for only then
     * @throws AssertionError with the explanation after two minutes
     */
    public static void await(String wanted, Probe probe, Supplier<String> explanation)
            throws Exception {
        await(wanted, PAUSE_MS, probe, explanation);
    }

    /** As {@link #await(String, Probe, Supplier)}, with longer pauses between costly questions. */
    static void await(String wanted, int pauseMs, Probe probe, Supplier<String> explanation)
            throws Exception {
        long deadlineNs = System.nanoTime() + LIMIT.toNanos();
        while (!probe.holds()) {
            if (System.nanoTime() > deadlineNs) {
                throw new AssertionError("never: " + wanted + "\n" + explanation.get());
            }
            pause(pauseMs);
        }
    }

    /** Lets time pass in which something is to go on, not a time to wait for something. */
    public static void pause(long milliseconds) throws InterruptedException {
        // Nobody counts it down.
        boolean _ = new CountDownLatch(1).await(milliseconds, MILLISECONDS);
    }

    /** Waits for the end of a thread. */
    static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
