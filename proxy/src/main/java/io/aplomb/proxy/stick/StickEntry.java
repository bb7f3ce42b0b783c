package io.aplomb.proxy.stick;

import io.aplomb.proxy.stick.Columns.Column;
import io.aplomb.sample.Value;
import io.aplomb.sample.facts.TableDataType;
import io.aplomb.sample.facts.TableEntry;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One key of a table with its data. Any thread: all state is behind the table's lock. */
final class StickEntry implements TableEntry {

    private final StickTable table;
    private final Value key;
    private final long sequence;
    private final Map<TableDataType, long[]> numbers = new EnumMap<>(TableDataType.class);
    private final Map<TableDataType, @Nullable RateWindow[]> rates =
            new EnumMap<>(TableDataType.class);
    private @Nullable String serverName;
    private int trackers;
    private long touchedMs;

    StickEntry(StickTable table, Value key, long sequence, long nowMs) {
        this.table = table;
        this.key = key;
        this.sequence = sequence;
        this.touchedMs = nowMs;
    }

    // Under the table's lock

    Value key() {
        return key;
    }

    long sequence() {
        return sequence;
    }

    int trackerCount() {
        return trackers;
    }

    void trackerCount(int count) {
        trackers = count;
    }

    long touchedMs() {
        return touchedMs;
    }

    void touch(long nowMs) {
        touchedMs = nowMs;
    }

    @Nullable String serverName() {
        return serverName;
    }

    void serverName(String name) {
        serverName = name;
    }

    @Nullable Long read(TableDataType type, int index, long nowMs) {
        Column column = table.columns().column(type);
        if (column == null || index < 0 || index >= column.elements()) {
            return null;
        }
        if (!type.isRate()) {
            long[] stored = numbers.get(type);
            return stored == null ? 0L : stored[index];
        }
        @Nullable RateWindow[] windows = rates.get(type);
        RateWindow window = windows == null ? null : windows[index];
        return window == null ? 0L : window.rate(nowMs);
    }

    /** Adds to a counter, or to a rate; nothing if it is not stored. Counters do not go below 0. */
    void add(TableDataType type, int index, long amount, long nowMs) {
        Column column = table.columns().column(type);
        if (column == null || index < 0 || index >= column.elements()) {
            return;
        }
        if (type.isRate()) {
            window(column, index, nowMs).add(amount, nowMs);
        } else {
            long[] stored = stored(column);
            stored[index] = Math.max(0, stored[index] + amount);
        }
    }

    void write(TableDataType type, int index, long value, long nowMs) {
        Column column = table.columns().column(type);
        if (column == null || index < 0 || index >= column.elements()) {
            return;
        }
        if (type.isRate()) {
            window(column, index, nowMs).set(value, nowMs);
        } else {
            stored(column)[index] = value;
        }
    }

    private long[] stored(Column column) {
        return numbers.computeIfAbsent(column.type(), type -> new long[column.elements()]);
    }

    private RateWindow window(Column column, int index, long nowMs) {
        @Nullable RateWindow[] windows =
                rates.computeIfAbsent(column.type(), type -> new RateWindow[column.elements()]);
        RateWindow window = windows[index];
        if (window == null) {
            window = new RateWindow(Math.max(1, column.periodMs()), nowMs);
            windows[index] = window;
        }
        return window;
    }

    // TableEntry

    @Override
    public @Nullable Long value(TableDataType type, int index) {
        return table.locked(nowMs -> read(type, index, nowMs));
    }

    @Override
    public long periodMs(TableDataType type) {
        Column column = table.columns().column(type);
        return column == null ? 0 : column.periodMs();
    }

    @Override
    public @Nullable Long increment(TableDataType type, int index) {
        return table.locked(
                nowMs -> {
                    TableDataType rate = Columns.rateBeside(type);
                    add(type, index, 1, nowMs);
                    if (rate != null) {
                        add(rate, index, 1, nowMs);
                    }
                    Long counter = read(type, index, nowMs);
                    return counter == null && rate != null ? read(rate, index, nowMs) : counter;
                });
    }

    @Override
    public @Nullable Long clear(TableDataType type, int index) {
        return table.locked(
                nowMs -> {
                    Long old = read(type, index, nowMs);
                    write(type, index, 0, nowMs);
                    return old;
                });
    }

    @Override
    public long expiresInMs() {
        Long left = table.locked(nowMs -> table.expiresInMs(this, nowMs));
        return left == null ? 0 : left;
    }

    @Override
    public long idleMs() {
        Long idle = table.locked(nowMs -> Math.max(0, nowMs - touchedMs));
        return idle == null ? 0 : idle;
    }

    @Override
    public long trackers() {
        Long count = table.locked(nowMs -> (long) trackers);
        return count == null ? 0 : count;
    }
}
