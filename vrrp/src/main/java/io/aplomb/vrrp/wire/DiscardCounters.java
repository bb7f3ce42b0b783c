package io.aplomb.vrrp.wire;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** How many adverts were discarded, by reason. For one thread. */
public final class DiscardCounters {

    private final long[] counts = new long[Discard.values().length];

    public void count(Discard reason) {
        counts[reason.ordinal()]++;
    }

    public long of(Discard reason) {
        return counts[reason.ordinal()];
    }

    /** A copy, all reasons in it. */
    public Map<Discard, Long> snapshot() {
        Map<Discard, Long> copy = new EnumMap<>(Discard.class);
        for (Discard reason : Discard.values()) {
            copy.put(reason, of(reason));
        }
        return Collections.unmodifiableMap(copy);
    }
}
