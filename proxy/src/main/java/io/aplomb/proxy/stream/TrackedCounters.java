package io.aplomb.proxy.stream;

import io.aplomb.sample.Value;
import io.aplomb.sample.facts.StickTables;
import io.aplomb.sample.facts.TableDataType;
import io.aplomb.sample.facts.TableEntry;
import io.aplomb.sample.facts.TableView;
import io.aplomb.sample.facts.TrackedCounter;
import org.jspecify.annotations.Nullable;

/**
 * What the slots {@code sc0}, {@code sc1} ... of a stream track (manual 4.2 "tcp-request
 * connection", track-sc). A slot filled before the first request is kept for the connection, one
 * filled by the rules of a request until that request's end; a filled slot is not filled again.
 */
public final class TrackedCounters implements StickTables {

    /** HAProxy's MAX_SESS_STKCTR default is 3; more costs nothing here. */
    private static final int MAX_SLOTS = 12;

    private final StreamWorld world;
    private final @Nullable Slot[] slots = new Slot[MAX_SLOTS];
    private boolean requestCounted;

    TrackedCounters(StreamWorld world) {
        this.world = world;
    }

    private record Slot(Value key, TrackingTable table, TableEntry entry, boolean ofSession)
            implements TrackedCounter {}

    /**
     * Begins to track a key, if the slot is free.
     *
     * @param ofSession whether it lasts for the connection
     */
    public void track(int index, Value key, TrackingTable table, boolean ofSession) {
        if (index < 0 || index >= MAX_SLOTS || slots[index] != null) {
            return;
        }
        TableEntry entry = table.track(key);
        if (entry == null) {
            return;
        }
        slots[index] = new Slot(key, table, entry, ofSession);
        table.count(entry, TableDataType.CONN_CNT, 1);
        table.count(entry, TableDataType.CONN_CUR, 1);
        if (requestCounted) {
            table.count(entry, TableDataType.HTTP_REQ_CNT, 1);
        }
    }

    /** Adds to a counter of every slot: a request, an error, bytes. */
    public void count(TableDataType type, long amount) {
        for (Slot slot : slots) {
            if (slot != null) {
                slot.table.count(slot.entry, type, amount);
            }
        }
    }

    /** Adds to a counter of one slot and of what it tracks. */
    public void count(int index, TableDataType type, long amount) {
        Slot slot = slot(index);
        if (slot != null) {
            slot.table.count(slot.entry, type, amount);
        }
    }

    /** Sets a stored value of what one slot tracks. */
    public void store(int index, TableDataType type, int element, long value) {
        Slot slot = slot(index);
        if (slot != null) {
            slot.table.store(slot.entry, type, element, value);
        }
    }

    /** The connection rules accepted the client. */
    public void sessionAccepted() {
        count(TableDataType.SESS_CNT, 1);
    }

    /** An HTTP request came; what begins to be tracked on it counts it too. */
    void requestArrived() {
        if (!requestCounted) {
            requestCounted = true;
            count(TableDataType.HTTP_REQ_CNT, 1);
        }
    }

    /** A request ends: its own slots are free again. */
    void endRequest() {
        requestCounted = false;
        release(false);
    }

    /** The connection ends. */
    void endSession() {
        requestCounted = false;
        release(true);
    }

    private void release(boolean all) {
        for (int i = 0; i < MAX_SLOTS; i++) {
            Slot slot = slots[i];
            if (slot != null && (all || !slot.ofSession)) {
                slot.table.count(slot.entry, TableDataType.CONN_CUR, -1);
                slot.table.release(slot.entry);
                slots[i] = null;
            }
        }
    }

    private @Nullable Slot slot(int index) {
        return index >= 0 && index < MAX_SLOTS ? slots[index] : null;
    }

    @Override
    public @Nullable TableView table(String name) {
        return world.table(name);
    }

    @Override
    public @Nullable TrackedCounter tracked(int index) {
        return slot(index);
    }
}
