package io.aplomb.proxy.net;

import io.aplomb.model.net.EndpointSpec;
import io.aplomb.model.proxy.Bind;
import io.aplomb.model.proxy.SocketAccess;
import org.jspecify.annotations.Nullable;

/** The part of a bind line that is fixed when the socket is made. */
public record ListenKey(
        EndpointSpec endpoint,
        boolean v6Only,
        boolean transparent,
        boolean deferAccept,
        boolean fastOpen,
        int mss,
        int backlog,
        @Nullable String networkInterface,
        SocketAccess access) {

    /** The key of a bind line. */
    public static ListenKey of(Bind bind) {
        return new ListenKey(
                bind.endpoint(),
                bind.v6Only(),
                bind.transparent(),
                bind.deferAccept(),
                bind.fastOpen(),
                bind.mss(),
                bind.backlog(),
                bind.networkInterface(),
                bind.endpoint() instanceof EndpointSpec.Unix
                        ? bind.access()
                        : SocketAccess.DEFAULT);
    }
}
