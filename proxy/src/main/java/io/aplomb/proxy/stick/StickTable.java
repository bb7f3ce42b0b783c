package io.aplomb.proxy.stick;

import io.aplomb.base.Check;
import io.aplomb.model.proxy.StickTableSpec;
import io.aplomb.proxy.stream.TrackingTable;
import io.aplomb.sample.SampleType;
import io.aplomb.sample.Value;
import io.aplomb.sample.facts.TableDataType;
import io.aplomb.sample.facts.TableEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A {@code stick-table}: keys with their data, bounded in number and in time.
 *
 * <p>An entry expires {@code expire} after it was last touched, unless a stream tracks it. When the
 * table is full the entry touched least recently that nobody tracks makes room; with {@code
 * nopurge}, or if all are tracked, the new key is refused. The entries nobody tracks stand in order
 * of their last touch, so both ends take constant time.
 *
 * <p>Any thread; one lock a table, held for one operation on one entry (the displays walk all).
 */
public final class StickTable implements TrackingTable {

    private final StickTableSpec spec;
    private final StickKey keys;
    private final Columns columns;
    private final LongSupplier monotonicMs;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Value, StickEntry> entries = new HashMap<>();
    private final LinkedHashMap<Value, StickEntry> idle = new LinkedHashMap<>();
    private long sequence;

    /**
     * An empty table that reads its time, in milliseconds that never go back, from the supplier.
     */
    public StickTable(StickTableSpec spec, LongSupplier monotonicMs) {
        this.spec = spec;
        this.keys = new StickKey(spec.keyType(), spec.keyLength());
        this.columns = new Columns(spec.stores());
        this.monotonicMs = monotonicMs;
    }

    public StickTableSpec spec() {
        return spec;
    }

    // TableView

    @Override
    public String name() {
        return spec.name();
    }

    @Override
    public SampleType keyType() {
        return keys.sampleType();
    }

    @Override
    public @Nullable TableEntry lookup(Value key) {
        return locked(nowMs -> find(key));
    }

    @Override
    public @Nullable TableEntry obtain(Value key) {
        return locked(
                nowMs -> {
                    StickEntry entry = findOrMake(key, nowMs);
                    if (entry != null) {
                        touch(entry, nowMs);
                    }
                    return entry;
                });
    }

    @Override
    public long used() {
        Long count = locked(nowMs -> (long) entries.size());
        return count == null ? 0 : count;
    }

    @Override
    public long available() {
        return Math.max(0, spec.size() - used());
    }

    // TrackingTable

    @Override
    public @Nullable TableEntry track(Value key) {
        return locked(
                nowMs -> {
                    StickEntry entry = findOrMake(key, nowMs);
                    if (entry != null) {
                        entry.trackerCount(entry.trackerCount() + 1);
                        touch(entry, nowMs);
                    }
                    return entry;
                });
    }

    @Override
    public void release(TableEntry entry) {
        locked(
                nowMs -> {
                    StickEntry own = own(entry);
                    Check.argument(own.trackerCount() > 0, "released more often than tracked");
                    own.trackerCount(own.trackerCount() - 1);
                    touch(own, nowMs);
                    return null;
                });
    }

    @Override
    public void count(TableEntry entry, TableDataType type, long amount) {
        locked(
                nowMs -> {
                    own(entry).add(type, 0, amount, nowMs);
                    TableDataType rate = Columns.rateBeside(type);
                    if (rate != null) {
                        own(entry).add(rate, 0, amount, nowMs);
                    }
                    return null;
                });
    }

    @Override
    public void store(TableEntry entry, TableDataType type, int index, long value) {
        locked(
                nowMs -> {
                    own(entry).write(type, index, value, nowMs);
                    touch(own(entry), nowMs);
                    return null;
                });
    }

    @Override
    public void storeServer(TableEntry entry, long id, String serverName) {
        locked(
                nowMs -> {
                    own(entry).write(TableDataType.SERVER_ID, 0, id, nowMs);
                    own(entry).serverName(serverName);
                    touch(own(entry), nowMs);
                    return null;
                });
    }

    @Override
    public @Nullable String serverName(TableEntry entry) {
        return locked(nowMs -> own(entry).serverName());
    }

    // Administration

    /** What happened to an entry that was to be removed. */
    public enum Removal {
        REMOVED,
        ABSENT,
        IN_USE
    }

    /** Removes one key, unless a stream tracks it. */
    public Removal remove(Value key) {
        Removal result =
                locked(
                        nowMs -> {
                            StickEntry entry = find(key);
                            if (entry == null) {
                                return Removal.ABSENT;
                            }
                            if (entry.trackerCount() > 0) {
                                return Removal.IN_USE;
                            }
                            discard(entry);
                            return Removal.REMOVED;
                        });
        return result == null ? Removal.ABSENT : result;
    }

    /** Removes all entries that pass the filter and that no stream tracks. */
    public void removeAll(EntryFilter filter) {
        locked(
                nowMs -> {
                    for (StickEntry entry : List.copyOf(idle.values())) {
                        if (filter.accepts(entry, nowMs)) {
                            discard(entry);
                        }
                    }
                    return null;
                });
    }

    /** "# table: t, type: ip, size:204800, used:1". */
    public String header() {
        return "# table: %s, type: %s, size:%d, used:%d\n"
                .formatted(name(), keys.typeName(), spec.size(), used());
    }

    /** The lines of all entries that pass the filter, in order of their keys. */
    public String lines(EntryFilter filter) {
        String lines =
                locked(
                        nowMs -> {
                            List<StickEntry> sorted = new ArrayList<>(entries.values());
                            sorted.sort((a, b) -> StickKey.compare(a.key(), b.key()));
                            var text = new StringBuilder();
                            for (StickEntry entry : sorted) {
                                if (filter.accepts(entry, nowMs)) {
                                    text.append(EntryLine.of(entry, this, nowMs));
                                }
                            }
                            return text.toString();
                        });
        return lines == null ? "" : lines;
    }

    /** The line of one key, or null if there is none. */
    public @Nullable String line(Value key) {
        return locked(
                nowMs -> {
                    StickEntry entry = find(key);
                    return entry == null ? null : EntryLine.of(entry, this, nowMs);
                });
    }

    /** True if this data is stored. */
    public boolean stores(TableDataType type) {
        return columns.column(type) != null;
    }

    /** A text from the command socket as a key, or null if it is none of this table. */
    public @Nullable Value key(String text) {
        return keys.of(Value.of(text));
    }

    // Inside

    Columns columns() {
        return columns;
    }

    long expiresInMs(StickEntry entry, long nowMs) {
        return spec.expireMs() == 0 ? 0 : Math.max(0, entry.touchedMs() + spec.expireMs() - nowMs);
    }

    /** Runs under the lock, after the expired entries are gone. */
    <T extends @Nullable Object> T locked(LongFunction<T> operation) {
        lock.lock();
        try {
            long nowMs = monotonicMs.getAsLong();
            expire(nowMs);
            return operation.apply(nowMs);
        } finally {
            lock.unlock();
        }
    }

    private void expire(long nowMs) {
        if (spec.expireMs() == 0) {
            return;
        }
        while (!idle.isEmpty()) {
            StickEntry oldest = idle.firstEntry().getValue();
            if (nowMs - oldest.touchedMs() < spec.expireMs()) {
                return;
            }
            discard(oldest);
        }
    }

    private @Nullable StickEntry find(Value key) {
        Value own = keys.of(key);
        return own == null ? null : entries.get(own);
    }

    private @Nullable StickEntry findOrMake(Value key, long nowMs) {
        Value own = keys.of(key);
        if (own == null) {
            return null;
        }
        StickEntry known = entries.get(own);
        if (known != null) {
            return known;
        }
        if (entries.size() >= spec.size()) {
            if (spec.noPurge() || idle.isEmpty()) {
                return null;
            }
            discard(idle.firstEntry().getValue());
        }
        var entry = new StickEntry(this, own, sequence++, nowMs);
        entries.put(own, entry);
        return entry;
    }

    private void touch(StickEntry entry, long nowMs) {
        entry.touch(nowMs);
        if (entry.trackerCount() > 0) {
            idle.remove(entry.key());
        } else if (entries.containsKey(entry.key())) {
            idle.putLast(entry.key(), entry);
        }
    }

    private void discard(StickEntry entry) {
        entries.remove(entry.key());
        idle.remove(entry.key());
    }

    private StickEntry own(TableEntry entry) {
        if (entry instanceof StickEntry own) {
            return own;
        }
        throw new IllegalArgumentException("an entry of another kind of table");
    }
}
