package io.aplomb.linux.netlink;

import io.aplomb.base.net.IpAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A route.
 *
 * @param scope 0 the world, 253 the link, 254 the host
 * @param source preferred source address, null for the kernel's choice
 * @param mtu in octets, 0 for that of the interface
 * @param hops where to; none for the kinds that discard, several to share the load
 */
public record Route(RouteKey key, int scope, @Nullable IpAddress source, int mtu, List<Hop> hops) {

    public Route {
        hops = List.copyOf(hops);
    }

    /**
     * One way to go.
     *
     * @param gateway null when the destination is on the link
     * @param linkIndex 0 for the kernel's choice
     * @param weight 1 to 256, of several hops only
     * @param onLink take the gateway for a neighbour, whatever the addresses say
     */
    public record Hop(@Nullable IpAddress gateway, int linkIndex, int weight, boolean onLink) {}
}
