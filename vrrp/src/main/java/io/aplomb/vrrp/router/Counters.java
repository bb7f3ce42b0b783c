package io.aplomb.vrrp.router;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** The counts of one virtual router. For one thread. */
final class Counters {

    private final long[] counts = new long[Count.values().length];

    void count(Count what) {
        counts[what.ordinal()]++;
    }

    Map<Count, Long> snapshot() {
        Map<Count, Long> copy = new EnumMap<>(Count.class);
        for (Count what : Count.values()) {
            copy.put(what, counts[what.ordinal()]);
        }
        return Collections.unmodifiableMap(copy);
    }
}
