package io.aplomb.sample.facts;

import io.aplomb.sample.SampleType;
import io.aplomb.sample.Value;
import org.jspecify.annotations.Nullable;

/** A stick table, seen by one key at a time. */
public interface TableView {

    String name();

    /** What its keys are: IPV4, IPV6, SINT, STR or BIN. */
    SampleType keyType();

    /** The entry of this key, or null; the key is cast to the table's type first. */
    @Nullable TableEntry lookup(Value key);

    /** The entry of this key, made if there is none; null when the table is full of used ones. */
    @Nullable TableEntry obtain(Value key);

    /** Entries in use. */
    long used();

    /** Entries that still fit. */
    long available();
}
