package io.aplomb.model.proxy;

import io.aplomb.model.net.EndpointSpec;
import org.jspecify.annotations.Nullable;

/**
 * A {@code stats socket} line: where the runtime commands are read.
 *
 * @param mode permission bits of the socket file, -1 for the default
 */
public record StatsSocket(
        EndpointSpec endpoint,
        Level level,
        int mode,
        int uid,
        int gid,
        @Nullable String user,
        @Nullable String group,
        boolean exposeListenDescriptors) {

    /** What a caller of the socket may do, least first (HAProxy manual 9.3 of management.txt). */
    public enum Level {
        USER,
        OPERATOR,
        ADMIN
    }
}
