package io.aplomb.proxy.net;

import org.jspecify.annotations.Nullable;

/**
 * The deadlines of one event loop: a hashed timing wheel (Varghese and Lauck, "Hashed and
 * Hierarchical Timing Wheels", scheme 6) made for deadlines that nearly always move before they
 * expire.
 *
 * <p><b>Laziness.</b> Moving a deadline later, or disarming it, only writes its due time. Its place
 * in the wheel is corrected when the wheel comes to it, so a busy connection costs one visit per
 * turn of the wheel, not one per request. Only a move to an earlier slot relinks.
 *
 * <p><b>Precision.</b> A deadline expires at most {@value #TICK_MS} ms late, never early.
 *
 * <p>Confined to one thread, without a clock of its own: the caller passes monotonic milliseconds.
 */
public final class TimerWheel {

    static final int TICK_MS = 8;

    /** One turn is about eight seconds; later deadlines are looked at once per turn. */
    private static final int SLOTS = 1024;

    private static final int WORD_BITS = 64;

    private final @Nullable Deadline[] slots = new Deadline[SLOTS];
    private final long[] occupied = new long[SLOTS / WORD_BITS];

    /** The last tick whose slot was worked off. */
    private long tick;

    /**
     * @param nowMs where time starts
     */
    public TimerWheel(long nowMs) {
        tick = tickAtOrBefore(nowMs);
    }

    /**
     * Arms or moves a deadline.
     *
     * @param dueMs when it expires; in the past means at the next tick
     */
    public void set(Deadline deadline, long dueMs) {
        deadline.dueMs = dueMs;
        if (deadline.slot >= 0) {
            if (deadline.placedMs <= dueMs) {
                return;
            }
            unlink(deadline);
        }
        place(deadline);
    }

    /** Makes it not expire; it may stay linked for up to one turn. */
    public void disarm(Deadline deadline) {
        deadline.dueMs = Deadline.NEVER;
    }

    /** Disarms it and forgets the object at once. */
    public void remove(Deadline deadline) {
        deadline.dueMs = Deadline.NEVER;
        if (deadline.slot >= 0) {
            unlink(deadline);
        }
    }

    /** Expires what is due. */
    public void advance(long nowMs) {
        long target = tickAtOrBefore(nowMs);
        if (target - tick > SLOTS) {
            // The loop was held up for more than a turn: every slot is worked off once.
            tick = target - SLOTS;
        }
        while (tick < target) {
            tick++;
            expireSlot((int) (tick & (SLOTS - 1)), nowMs);
        }
    }

    /** When {@link #advance} has something to look at next; {@link Long#MAX_VALUE} for never. */
    public long nextWakeMs() {
        int start = (int) ((tick + 1) & (SLOTS - 1));
        int word = start / WORD_BITS;
        long bits = occupied[word] & (-1L << (start % WORD_BITS));
        for (int scanned = 0; scanned <= occupied.length; scanned++) {
            if (bits != 0) {
                int slot = word * WORD_BITS + Long.numberOfTrailingZeros(bits);
                int ahead = (slot - start) & (SLOTS - 1);
                return (tick + 1 + ahead) * TICK_MS;
            }
            word = (word + 1) % occupied.length;
            bits = occupied[word];
        }
        return Long.MAX_VALUE;
    }

    private void expireSlot(int slot, long nowMs) {
        Deadline head = slots[slot];
        slots[slot] = null;
        occupied[slot / WORD_BITS] &= ~(1L << (slot % WORD_BITS));
        // Detached first: an expiry may arm, move or remove any other deadline.
        for (Deadline each = head; each != null; each = each.next) {
            each.slot = SLOTS;
        }
        detached = head;
        while (detached != null) {
            Deadline current = detached;
            detached = current.next;
            if (detached != null) {
                detached.previous = null;
            }
            current.next = null;
            current.slot = -1;
            revisit(current, nowMs);
        }
    }

    private @Nullable Deadline detached;

    private void revisit(Deadline deadline, long nowMs) {
        if (deadline.dueMs == Deadline.NEVER) {
            return;
        }
        if (deadline.dueMs > nowMs) {
            place(deadline);
            return;
        }
        deadline.dueMs = Deadline.NEVER;
        deadline.expired(nowMs);
    }

    private void place(Deadline deadline) {
        long dueTick = Math.max(tick + 1, (deadline.dueMs + TICK_MS - 1) / TICK_MS);
        long placedTick = Math.min(dueTick, tick + SLOTS - 1);
        int slot = (int) (placedTick & (SLOTS - 1));
        deadline.placedMs = placedTick * TICK_MS;
        deadline.slot = slot;
        deadline.previous = null;
        Deadline head = slots[slot];
        deadline.next = head;
        if (head != null) {
            head.previous = deadline;
        }
        slots[slot] = deadline;
        occupied[slot / WORD_BITS] |= 1L << (slot % WORD_BITS);
    }

    private void unlink(Deadline deadline) {
        Deadline before = deadline.previous;
        Deadline after = deadline.next;
        if (after != null) {
            after.previous = before;
        }
        if (before != null) {
            before.next = after;
        } else if (deadline.slot == SLOTS) {
            detached = after;
        } else {
            slots[deadline.slot] = after;
            if (after == null) {
                occupied[deadline.slot / WORD_BITS] &= ~(1L << (deadline.slot % WORD_BITS));
            }
        }
        deadline.slot = -1;
        deadline.previous = null;
        deadline.next = null;
    }

    private static long tickAtOrBefore(long nowMs) {
        return Math.floorDiv(nowMs, (long) TICK_MS);
    }
}
