package io.aplomb.control.vip;

import io.aplomb.control.vip.HeldRoutes.Wanted;
import io.aplomb.linux.netlink.Link;
import io.aplomb.linux.netlink.Route;
import io.aplomb.linux.netlink.RouteKey;
import io.aplomb.model.vrrp.AddressScope;
import io.aplomb.model.vrrp.VirtualRoute;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The {@code virtual_routes} of an instance in the words of the kernel. Pure. */
final class RoutePlan {

    private RoutePlan() {}

    /**
     * Those whose interfaces are there; the others come when these do.
     *
     * @param own the instance's interface, null while there is none
     * @param links all interfaces by name
     */
    static List<Wanted> of(
            List<VirtualRoute> configured, @Nullable Link own, Map<String, Link> links) {
        List<Wanted> wanted = new ArrayList<>();
        for (VirtualRoute route : configured) {
            route(route, own, links)
                    .map(each -> new Wanted(each, route.append(), route.tracked()))
                    .ifPresent(wanted::add);
        }
        return wanted;
    }

    private static Optional<Route> route(
            VirtualRoute configured, @Nullable Link own, Map<String, Link> links) {
        List<Route.Hop> hops = new ArrayList<>();
        for (VirtualRoute.Hop hop : configured.hops()) {
            boolean free = hop.interfaceName() == null && hop.gateway() != null;
            Link link = hop.interfaceName() == null ? own : links.get(hop.interfaceName());
            if (!free && link == null) {
                return Optional.empty();
            }
            int index = free || link == null ? 0 : link.index();
            hops.add(new Route.Hop(hop.gateway(), index, hop.weight(), hop.onLink()));
        }
        RouteKey key =
                new RouteKey(
                        configured.kind().number(),
                        configured.destination(),
                        configured.table(),
                        configured.tos(),
                        configured.metric(),
                        HeldRoutes.PROTOCOL);
        AddressScope scope = configured.scope();
        // Without a scope the world's, as keepalived does it, not that of ip-route(8).
        int number = scope == null ? 0 : scope.number();
        return Optional.of(new Route(key, number, configured.source(), configured.mtu(), hops));
    }
}
