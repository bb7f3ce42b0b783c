package io.aplomb.sample.facts;

import org.jspecify.annotations.Nullable;

/** One entry of a stick table. */
public interface TableEntry {

    /**
     * The value stored. For a rate it is the events counted over the last period.
     *
     * @param index place in an array type, 0 for the others
     * @return null when the table does not store this, or the array is shorter
     */
    @Nullable Long value(TableDataType type, int index);

    /** The period of a rate in milliseconds, 0 when not a rate or not stored. */
    long periodMs(TableDataType type);

    /**
     * Adds to a counter (and to the rate beside it) and tells its new value.
     *
     * @return null when the table stores neither
     */
    @Nullable Long increment(TableDataType type, int index);

    /** Sets a counter to 0 and tells its old value; null when the table does not store it. */
    @Nullable Long clear(TableDataType type, int index);

    /** Milliseconds until it expires. */
    long expiresInMs();

    /** Milliseconds since it was last touched. */
    long idleMs();

    /** Streams which track it now. */
    long trackers();
}
