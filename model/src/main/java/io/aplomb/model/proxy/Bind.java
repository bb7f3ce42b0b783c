package io.aplomb.model.proxy;

import io.aplomb.base.SourcePosition;
import io.aplomb.model.net.EndpointSpec;
import org.jspecify.annotations.Nullable;

/**
 * One listening address of a frontend (manual 5.1). A {@code bind} line with several addresses or a
 * port range makes several.
 *
 * @param id unique number in the frontend, shown as {@code sid} with {@code option socket-stats}
 * @param maxConn concurrent connections, 0 for no limit of its own
 * @param access of a unix socket in the file system
 */
public record Bind(
        int id,
        @Nullable String name,
        EndpointSpec endpoint,
        SourcePosition position,
        @Nullable TlsServer tls,
        boolean acceptProxy,
        int maxConn,
        int backlog,
        boolean transparent,
        boolean v6Only,
        boolean v4v6,
        boolean deferAccept,
        boolean fastOpen,
        int mss,
        @Nullable String networkInterface,
        SocketAccess access) {}
