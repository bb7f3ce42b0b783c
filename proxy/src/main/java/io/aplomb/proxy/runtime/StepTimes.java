package io.aplomb.proxy.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * How long the steps of sessions took: an average over about the last {@value #WINDOW} sessions and
 * the longest one (management manual 9.1, {@code qtime} to {@code ttime_max}).
 *
 * <p>{@link #record} is for the event loop that owns the row and only adds; whoever reads, and the
 * housekeeping thread once a second, moves what came since into the sliding average. When a second
 * brings more sessions than the window holds, the average is that of the second.
 */
public final class StepTimes {

    /** Sessions that an average looks back on. */
    static final int WINDOW = 1_024;

    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int STEPS = Step.values().length;

    // A loop's row: sums of the steps, maxima of the steps, sessions, the age of the maxima.
    private static final int MAXIMA = STEPS;
    private static final int COUNT = 2 * STEPS;
    private static final int MAXIMA_ERA = COUNT + 1;

    /** Keeps the rows of two loops off a common cache line. */
    private static final int PADDING = 16;

    private final long[][] rows;

    /** Goes up when the maxima are cleared; maxima of former eras do not count. */
    private volatile long era;

    // Under the monitor: the totals already in the averages, and the averages themselves.
    private final long[] seen = new long[COUNT + 1];
    private final long[] sums = new long[STEPS];
    private long samples;

    /** A part of a session's time. */
    public enum Step {
        /** Waiting in queues. */
        QUEUE,
        /** Connecting to the server. */
        CONNECT,
        /** Waiting for the response's head; 0 in TCP mode. */
        RESPONSE,
        /** From the accept, or the end of the former request, to the end. */
        TOTAL
    }

    /**
     * @param loops how many event loops record; row numbers are 0..loops-1
     */
    public StepTimes(int loops) {
        rows = new long[loops][MAXIMA_ERA + 1 + PADDING];
    }

    /** One session is over; durations in milliseconds. */
    public void record(int loop, long queueMs, long connectMs, long responseMs, long totalMs) {
        long[] row = rows[loop];
        long now = era;
        if (row[MAXIMA_ERA] != now) {
            for (int step = 0; step < STEPS; step++) {
                CELL.setOpaque(row, MAXIMA + step, 0L);
            }
            CELL.setOpaque(row, MAXIMA_ERA, now);
        }
        add(row, Step.QUEUE, queueMs);
        add(row, Step.CONNECT, connectMs);
        add(row, Step.RESPONSE, responseMs);
        add(row, Step.TOTAL, totalMs);
        CELL.setOpaque(row, COUNT, row[COUNT] + 1);
    }

    private static void add(long[] row, Step step, long durationMs) {
        int index = step.ordinal();
        CELL.setOpaque(row, index, row[index] + durationMs);
        if (durationMs > row[MAXIMA + index]) {
            CELL.setOpaque(row, MAXIMA + index, durationMs);
        }
    }

    /** Moves what came since the last time into the averages. Any thread. */
    public synchronized void tick() {
        long count = total(COUNT) - seen[COUNT];
        if (count == 0) {
            return;
        }
        long kept = Math.max(0, Math.min(samples, WINDOW - count));
        long taken = Math.min(count, WINDOW);
        for (int step = 0; step < STEPS; step++) {
            long added = total(step) - seen[step];
            long former = samples == 0 ? 0 : sums[step] * kept / samples;
            sums[step] = former + added * taken / count;
            seen[step] += added;
        }
        seen[COUNT] += count;
        samples = kept + taken;
    }

    /** The average, rounded up as HAProxy does; 0 before the first session. */
    public synchronized long averageMs(Step step) {
        tick();
        return samples == 0 ? 0 : Math.ceilDiv(sums[step.ordinal()], samples);
    }

    /** The longest since the start or {@link #clearMaxima}. */
    public long maximumMs(Step step) {
        long maximum = 0;
        for (long[] row : rows) {
            if ((long) CELL.getOpaque(row, MAXIMA_ERA) == era) {
                maximum = Math.max(maximum, (long) CELL.getOpaque(row, MAXIMA + step.ordinal()));
            }
        }
        return maximum;
    }

    /** Maxima start again from zero, without writing into the loops' rows. */
    public synchronized void clearMaxima() {
        era++;
    }

    /** Averages start again too. */
    public synchronized void clear() {
        tick();
        clearMaxima();
        samples = 0;
        Arrays.fill(sums, 0);
    }

    private long total(int index) {
        long total = 0;
        for (long[] row : rows) {
            total += (long) CELL.getOpaque(row, index);
        }
        return total;
    }

    /** Takes over what a predecessor knows (a reload); what its sessions still bring is lost. */
    void continueFrom(StepTimes previous) {
        synchronized (previous) {
            previous.tick();
            System.arraycopy(previous.sums, 0, sums, 0, STEPS);
            samples = previous.samples;
            for (Step step : Step.values()) {
                rows[0][MAXIMA + step.ordinal()] = previous.maximumMs(step);
            }
        }
    }
}
