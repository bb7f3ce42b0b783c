package io.aplomb.sample.facts;

import org.jspecify.annotations.Nullable;

/** A frontend, a backend, or one side of a listen section. */
public interface ProxyFacts {

    String name();

    /** Numeric id. */
    int id();

    /** Whether it runs in HTTP mode. */
    boolean isHttp();

    /** Usable servers, backups only when they are in use; 0 for a frontend. */
    int usableServers();

    /** Current connections (frontend) or streams (backend). */
    long connections();

    /** Free connection slots over all servers, -1 when a server has no limit. */
    long connectionSlots();

    /** Free connections over all servers, -1 when a server has no limit; queued ones count. */
    long freeConnections();

    /** New sessions in the last second. */
    long sessionRate();

    /** New requests in the last second. */
    long requestRate();

    /** Streams waiting in the proxy's own queue. */
    long queued();

    /** Streams waiting in the proxy's queue and in those of its servers. */
    long totalQueued();

    /** Sum of the weights in force of the usable servers. */
    long usableWeight();

    /** The client inactivity timeout in milliseconds, 0 when none. */
    long clientTimeoutMs();

    /** The server inactivity timeout in milliseconds, 0 when none. */
    long serverTimeoutMs();

    /** The tunnel timeout in milliseconds, 0 when none. */
    long tunnelTimeoutMs();

    /** The name of the {@code default_backend}, null when none. */
    @Nullable String defaultBackendName();
}
