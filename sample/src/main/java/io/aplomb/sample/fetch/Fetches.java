package io.aplomb.sample.fetch;

import io.aplomb.sample.SampleFetch;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All sample fetch methods by name. Immutable. */
public final class Fetches {

    private static final NavigableMap<String, SampleFetch> BY_NAME = registry();

    private static final NavigableMap<String, String> UNAVAILABLE =
            Collections.unmodifiableNavigableMap(new TreeMap<>(UnavailableFetches.reasons()));

    private Fetches() {}

    /** The fetch of this name or alias, or null. */
    public static @Nullable SampleFetch find(String name) {
        return BY_NAME.get(name);
    }

    /** Why a fetch HAProxy has is not here, or null when it is or HAProxy has none of that name. */
    public static @Nullable String whyUnavailable(String name) {
        return UNAVAILABLE.get(name);
    }

    /** All names and aliases. */
    public static NavigableSet<String> names() {
        return Collections.unmodifiableNavigableSet(new TreeSet<>(BY_NAME.keySet()));
    }

    /** All names of HAProxy's that are refused, with the reason. */
    public static Map<String, String> unavailable() {
        return UNAVAILABLE;
    }

    private static NavigableMap<String, SampleFetch> registry() {
        FetchTable table = new FetchTable();
        InternalFetches.register(table);
        ProxyFetches.register(table);
        ConnectionFetches.register(table);
        CounterFetches.register(table);
        TlsFetches.register(table);
        CertificateFetches.register(table);
        PayloadFetches.register(table);
        RequestFetches.register(table);
        HeaderFetches.register(table);
        CookieFetches.register(table);
        UrlFetches.register(table);
        BodyFetches.register(table);
        AuthFetches.register(table);
        CaptureFetches.register(table);
        return Collections.unmodifiableNavigableMap(new TreeMap<>(table.byName()));
    }
}
