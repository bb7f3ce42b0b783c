package io.aplomb.proxy.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The counters of one object, one row per event loop so that counting never contends.
 *
 * <p>{@link #add} is for the thread that owns the row; {@link #sum} and {@link #clear} are for any
 * thread. A sum taken while loops count is some value between the true ones before and after.
 */
public final class Counters {

    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

    /** Keeps the rows of two loops off a common cache line. */
    private static final int PADDING = 16;

    private static final Counter[] ALL = Counter.values();

    private final long[][] rows;
    private final long[] cleared = new long[ALL.length];

    /**
     * @param loops how many event loops count; row numbers are 0..loops-1
     */
    public Counters(int loops) {
        rows = new long[loops][ALL.length + PADDING];
    }

    /** Adds to the row of the calling event loop. */
    public void add(int loop, Counter counter, long amount) {
        long[] row = rows[loop];
        int index = counter.ordinal();
        CELL.setOpaque(row, index, row[index] + amount);
    }

    /** Adds one. */
    public void increment(int loop, Counter counter) {
        add(loop, counter, 1);
    }

    /** The total since the start or the last {@link #clear}. */
    public long sum(Counter counter) {
        return total(counter) - (long) CELL.getOpaque(cleared, counter.ordinal());
    }

    /** The total since the start, whatever was cleared: what rates are computed from. */
    public long total(Counter counter) {
        int index = counter.ordinal();
        long total = 0;
        for (long[] row : rows) {
            total += (long) CELL.getOpaque(row, index);
        }
        return total;
    }

    /** Counts from zero again, without writing into the loops' rows. */
    public void clear() {
        for (Counter counter : ALL) {
            CELL.setOpaque(cleared, counter.ordinal(), total(counter));
        }
    }

    /** Takes over what a predecessor counted, before any loop counts here (a reload). */
    void continueFrom(Counters previous) {
        for (Counter counter : ALL) {
            rows[0][counter.ordinal()] = previous.total(counter);
            cleared[counter.ordinal()] = (long) CELL.getOpaque(previous.cleared, counter.ordinal());
        }
    }
}
