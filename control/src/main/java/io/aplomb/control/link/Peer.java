package io.aplomb.control.link;

import io.aplomb.base.Check;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;

/**
 * A node as its links need it.
 *
 * @param name unique among the nodes
 * @param id as in its certificate
 * @param addresses one for each network, the same network at the same place for all nodes; resolved
 */
public record Peer(String name, UUID id, List<InetSocketAddress> addresses) {

    /** As many networks as Corosync has. */
    public static final int MAX_LINKS = 8;

    /** Keeps a copy. */
    public Peer {
        addresses = List.copyOf(addresses);
        Check.argument(
                !addresses.isEmpty() && addresses.size() <= MAX_LINKS,
                name + ": a node has 1 to 8 addresses");
        Check.argument(
                new HashSet<>(addresses).size() == addresses.size()
                        || addresses.stream().allMatch(address -> address.getPort() == 0),
                name + ": an address for two networks");
        Check.argument(
                addresses.stream().noneMatch(InetSocketAddress::isUnresolved),
                name + ": an address that is not resolved");
    }
}
