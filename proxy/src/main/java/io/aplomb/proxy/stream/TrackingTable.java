package io.aplomb.proxy.stream;

import io.aplomb.sample.Value;
import io.aplomb.sample.facts.TableDataType;
import io.aplomb.sample.facts.TableEntry;
import io.aplomb.sample.facts.TableView;
import org.jspecify.annotations.Nullable;

/** A stick table in which streams track keys and remember servers. Any thread. */
public interface TrackingTable extends TableView {

    /**
     * The entry of this key, made if there is none, kept while tracked.
     *
     * @return null when the key has no form of the table's type, or the table is full
     */
    @Nullable TableEntry track(Value key);

    /** The end of a {@link #track}. */
    void release(TableEntry entry);

    /** Adds to a counter of an entry and to the rate beside it, where the table stores them. */
    void count(TableEntry entry, TableDataType type, long amount);

    /** Sets a stored value, where the table stores it. */
    void store(TableEntry entry, TableDataType type, int index, long value);

    /** Remembers the server of an entry, by its number and its name. */
    void storeServer(TableEntry entry, long id, String serverName);

    /** The name of the server remembered, or null. */
    @Nullable String serverName(TableEntry entry);
}
