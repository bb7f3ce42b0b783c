package io.aplomb.formats.haproxy.compile;

import io.aplomb.model.proxy.Timeouts;
import java.util.EnumMap;
import java.util.Map;

/** The timeouts of a section being read. */
final class TimeoutsDraft {

    private final Map<TimeoutKind, Long> valuesMs = new EnumMap<>(TimeoutKind.class);

    TimeoutsDraft copy() {
        TimeoutsDraft copy = new TimeoutsDraft();
        copy.valuesMs.putAll(valuesMs);
        return copy;
    }

    void set(TimeoutKind kind, long valueMs) {
        valuesMs.put(kind, valueMs);
    }

    boolean isSet(TimeoutKind kind) {
        return get(kind) > 0;
    }

    long get(TimeoutKind kind) {
        return valuesMs.getOrDefault(kind, 0L);
    }

    Timeouts build() {
        return new Timeouts(
                get(TimeoutKind.CLIENT),
                get(TimeoutKind.CONNECT),
                get(TimeoutKind.SERVER),
                get(TimeoutKind.HTTP_REQUEST),
                get(TimeoutKind.HTTP_KEEP_ALIVE),
                get(TimeoutKind.QUEUE),
                get(TimeoutKind.CHECK),
                get(TimeoutKind.TUNNEL),
                get(TimeoutKind.CLIENT_FIN),
                get(TimeoutKind.SERVER_FIN),
                get(TimeoutKind.TARPIT));
    }
}
