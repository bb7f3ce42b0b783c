package io.aplomb.proxy.stats;

import io.aplomb.proxy.runtime.Gauge;
import io.aplomb.proxy.runtime.RateLimit;

/** What the whole process has taken on and may take on. Any thread. */
public interface ProcessLoad {

    /** Concurrent connections allowed, 0 for no limit. */
    int maxConnections();

    /** TLS connections now, of clients and to servers. */
    Gauge tlsConnections();

    /** How many of them are allowed, 0 for no limit. */
    int maxTlsConnections();

    /** Connections accepted; counted only while there is a limit. */
    RateLimit connectionRate();

    /** Sessions begun; counted only while there is a limit. */
    RateLimit sessionRate();

    /** TLS connections accepted. */
    RateLimit tlsRate();
}
