package io.aplomb.sample.facts;

import org.jspecify.annotations.Nullable;

/** The listening socket which accepted the client. */
public interface ListenerFacts {

    /** Its numeric id (bind option id). */
    int id();

    /** Its name (bind option name), null when it has none. */
    @Nullable String name();

    /** Whether it speaks TLS. */
    boolean overTls();

    /** Established connections on it. */
    long connections();
}
