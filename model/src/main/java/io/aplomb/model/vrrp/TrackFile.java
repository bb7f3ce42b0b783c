package io.aplomb.model.vrrp;

import io.aplomb.base.SourcePosition;
import org.jspecify.annotations.Nullable;

/**
 * A file holding a number: {@code track_file}. The number times the weight is added to the
 * priority; with weight 0 any number but 0 is the fault state.
 *
 * @param weight used by those who track it without a weight of their own; 1 unless configured
 * @param initial what is written to the file at the start, null for nothing
 */
public record TrackFile(
        String name,
        String path,
        int weight,
        boolean reverse,
        @Nullable InitialValue initial,
        SourcePosition position) {

    /**
     * {@code init_file}.
     *
     * @param overwrite whether a file that is there is written too
     */
    public record InitialValue(long value, boolean overwrite) {}
}
