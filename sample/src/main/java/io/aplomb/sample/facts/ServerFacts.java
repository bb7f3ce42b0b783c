package io.aplomb.sample.facts;

import io.aplomb.base.net.IpAddress;
import org.jspecify.annotations.Nullable;

/** A server of a backend. */
public interface ServerFacts {

    String name();

    /** Numeric id. */
    int id();

    /** Whether it is up, or not checked at all. */
    boolean isUp();

    /** Current connections. */
    long connections();

    /** Free connections, -1 when it has no limit. */
    long freeConnections();

    /** Streams waiting for it. */
    long queued();

    /** New sessions in the last second. */
    long sessionRate();

    /** Weight the operator gave (0 to 256). */
    int userWeight();

    /** Weight in force (slow start applied). */
    int effectiveWeight();

    /** Weight of the configuration. */
    int initialWeight();

    /** Its address, null when not an internet one. */
    @Nullable IpAddress address();

    int port();
}
