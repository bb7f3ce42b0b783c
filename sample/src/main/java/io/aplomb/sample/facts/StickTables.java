package io.aplomb.sample.facts;

import org.jspecify.annotations.Nullable;

/** The stick tables a stream can reach. */
public interface StickTables {

    /** The table of this name (that of a proxy or of a peers section), or null. */
    @Nullable TableView table(String name);

    /** What slot {@code sc<index>} tracks, or null. */
    @Nullable TrackedCounter tracked(int index);
}
