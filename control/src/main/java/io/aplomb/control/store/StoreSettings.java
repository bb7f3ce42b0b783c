package io.aplomb.control.store;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a node's part in the store stands on.
 *
 * @param directory of the store alone; made when missing
 * @param clusterId never two clusters with the same
 * @param self this node as the others reach it
 * @param bind where to listen; the port is that of {@code self} unless something stands between
 * @param tls null only where nobody else can reach the ports: in tests
 * @param routes members that this node reaches at another address than the members' own, for
 *     instance behind a translation of addresses
 */
public record StoreSettings(
        Path directory,
        String clusterId,
        Member self,
        InetSocketAddress bind,
        @Nullable StoreTls tls,
        StoreTimings timings,
        Map<MemberId, InetSocketAddress> routes) {

    public StoreSettings {
        routes = Map.copyOf(routes);
    }

    /** Listens where it says it is, with the ordinary patience. */
    public StoreSettings(Path directory, String clusterId, Member self, @Nullable StoreTls tls) {
        this(
                directory,
                clusterId,
                self,
                new InetSocketAddress(self.host(), self.port()),
                tls,
                StoreTimings.STANDARD,
                Map.of());
    }
}
