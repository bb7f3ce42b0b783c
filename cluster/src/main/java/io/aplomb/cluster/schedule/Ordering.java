package io.aplomb.cluster.schedule;

import org.jspecify.annotations.Nullable;

/**
 * An order between two actions. Each is given itself, or as the key of an action of a resource that
 * may come to be later.
 *
 * @param kind flags of {@link Kind}
 */
record Ordering(
        @Nullable Resource firstResource,
        @Nullable String firstKey,
        @Nullable Action first,
        @Nullable Resource thenResource,
        @Nullable String thenKey,
        @Nullable Action then,
        int kind) {}
