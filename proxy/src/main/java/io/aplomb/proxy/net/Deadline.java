package io.aplomb.proxy.net;

import org.jspecify.annotations.Nullable;

/**
 * A point in time at which something must have happened, kept by a {@link TimerWheel}. One object
 * serves all the waits of a connection, one after the other. Confined to its wheel's event loop.
 */
public abstract class Deadline {

    static final long NEVER = Long.MAX_VALUE;

    /** What the owner asked for; the place in the wheel may be earlier, never later. */
    long dueMs = NEVER;

    /** When the wheel looks at it next; meaningful while linked. */
    long placedMs;

    @Nullable Deadline previous;
    @Nullable Deadline next;
    int slot = -1;

    /**
     * The time has come. The deadline is not armed any more and may be armed again from here.
     *
     * @param nowMs the loop's clock
     */
    protected abstract void expired(long nowMs);

    /** Whether it will expire unless moved. */
    public final boolean isArmed() {
        return dueMs != NEVER;
    }

    /** When it will expire by the loop's clock; {@link Long#MAX_VALUE} when not armed. */
    public final long dueMs() {
        return dueMs;
    }
}
