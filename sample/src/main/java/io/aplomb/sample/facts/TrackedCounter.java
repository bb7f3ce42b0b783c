package io.aplomb.sample.facts;

import io.aplomb.sample.Value;

/** What a stream tracks in one of its slots (sc0, sc1, ...). */
public interface TrackedCounter {

    /** The key tracked. */
    Value key();

    /** The table it is tracked in. */
    TableView table();

    /** The entry. */
    TableEntry entry();
}
