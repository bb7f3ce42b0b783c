package io.aplomb.model.proxy;

import io.aplomb.model.net.EndpointSpec;
import java.util.List;

/** A {@code peers} section: read and named, not yet replicated. */
public record PeersSection(String name, List<Peer> peers) {
    public PeersSection {
        peers = List.copyOf(peers);
    }

    /** One {@code peer NAME ADDRESS:PORT} line. */
    public record Peer(String name, EndpointSpec endpoint) {}
}
