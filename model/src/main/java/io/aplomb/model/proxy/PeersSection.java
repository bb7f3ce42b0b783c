package io.aplomb.model.proxy;

import io.aplomb.model.net.EndpointSpec;
import java.util.List;

/**
 * A {@code peers} section: read and named, not yet replicated.
 *
 * @param tables its own, named {@code SECTION/TABLE}
 */
public record PeersSection(String name, List<Peer> peers, List<StickTableSpec> tables) {
    public PeersSection {
        peers = List.copyOf(peers);
        tables = List.copyOf(tables);
    }

    /** One {@code peer NAME ADDRESS:PORT} line. */
    public record Peer(String name, EndpointSpec endpoint) {}
}
