package io.aplomb.vrrp.wire;

import io.aplomb.base.Check;
import io.aplomb.base.net.IpAddress;
import java.util.List;

/** How adverts travel between the routers of one virtual router. */
public sealed interface Delivery {

    /**
     * To a group all of them have joined, as the RFCs want it.
     *
     * @param group {@link Vrrp#group} unless keepalived's {@code mcast_dst_ip} says otherwise
     */
    record Multicast(IpAddress group) implements Delivery {}

    /**
     * To each of the others by name, keepalived's {@code unicast_peer}.
     *
     * @param peers at least one
     * @param checkSource refuse adverts of others; keepalived's {@code check_unicast_src}
     */
    record Unicast(List<Peer> peers, boolean checkSource) implements Delivery {
        public Unicast {
            Check.argument(!peers.isEmpty(), "unicast needs a peer");
            peers = List.copyOf(peers);
        }
    }

    /**
     * Another router, and between which hop limits its adverts arrive; 0 to 255 lets all pass.
     *
     * @param maxHopLimit not below the minimum
     */
    record Peer(IpAddress address, int minHopLimit, int maxHopLimit) {
        public Peer {
            Check.argument(
                    minHopLimit >= 0 && minHopLimit <= maxHopLimit && maxHopLimit <= Vrrp.HOP_LIMIT,
                    "hop limits are 0 to 255, from the smaller to the greater");
        }

        /** A peer at any distance. */
        public static Peer of(IpAddress address) {
            return new Peer(address, 0, Vrrp.HOP_LIMIT);
        }
    }
}
