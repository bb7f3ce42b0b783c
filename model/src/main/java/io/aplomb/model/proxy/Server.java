package io.aplomb.model.proxy;

import io.aplomb.base.SourcePosition;
import io.aplomb.model.net.EndpointSpec;
import org.jspecify.annotations.Nullable;

/**
 * A {@code server} line with {@code default-server} applied (manual 5.2).
 *
 * @param id unique positive number in the backend, shown as {@code sid}
 * @param idForced whether the configuration chose the id
 * @param portOffset added to the client's destination port when the address has no fixed port
 * @param weight 0..256
 * @param maxConn concurrent requests, 0 for no limit
 * @param minConn see {@code fullconn}, 0 for none
 * @param maxQueue waiting requests, 0 for no limit
 * @param poolMaxConn idle connections kept, -1 for no limit
 */
public record Server(
        int id,
        boolean idForced,
        String name,
        EndpointSpec endpoint,
        SourcePosition position,
        boolean usesClientPort,
        int portOffset,
        int weight,
        boolean backup,
        boolean disabled,
        int maxConn,
        int minConn,
        int maxQueue,
        int maxReuse,
        int poolMaxConn,
        long poolPurgeDelayMs,
        long slowStartMs,
        @Nullable String cookie,
        @Nullable String redirectPrefix,
        @Nullable String track,
        @Nullable TlsClient tls,
        ServerCheck check,
        ProxyProtocol sendProxy,
        @Nullable EndpointSpec sourceAddress,
        @Nullable String hostName) {

    /** Which PROXY protocol header opens a server connection. */
    public enum ProxyProtocol {
        NONE,
        V1,
        V2
    }
}
