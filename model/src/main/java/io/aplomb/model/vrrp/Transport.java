package io.aplomb.model.vrrp;

import io.aplomb.base.net.IpAddress;
import java.util.List;

/** How adverts travel. */
public sealed interface Transport {

    /** To a group on the link: 224.0.0.18 or ff02::12 unless configured. */
    record Multicast(IpAddress group) implements Transport {}

    /**
     * To each peer.
     *
     * @param peers may be empty only if {@code faultWithoutPeers}
     * @param ttl of adverts sent
     * @param checkSource whether adverts of others than the peers are dropped
     * @param faultWithoutPeers {@code unicast_fault_no_peer}: without peers the instance is in the
     *     fault state
     */
    record Unicast(List<Peer> peers, int ttl, boolean checkSource, boolean faultWithoutPeers)
            implements Transport {
        public Unicast {
            peers = List.copyOf(peers);
        }
    }

    /** One other router; adverts from it are dropped when their TTL is outside the limits. */
    record Peer(IpAddress address, int minTtl, int maxTtl) {}
}
