package io.aplomb.control.vip.report;

import io.aplomb.linux.netlink.InterfaceAddress;
import io.aplomb.linux.netlink.Link;
import io.aplomb.model.vrrp.VrrpConfig;
import io.aplomb.vrrp.track.TrackStatus;
import java.util.List;
import java.util.Map;

/**
 * All virtual routers of this machine at a moment. Immutable.
 *
 * @param nowNs that moment, on the clock of {@code RouterStatus.sinceNs}
 * @param wallNs the same in nanoseconds since 1970
 * @param known what is watched, by {@code script NAME}, {@code interface NAME} and so on
 */
public record NodeReport(
        VrrpConfig config,
        List<RouterReport> routers,
        List<GroupReport> groups,
        Map<String, TrackStatus> known,
        List<Link> links,
        List<InterfaceAddress> addresses,
        long nowNs,
        long wallNs) {

    public NodeReport {
        routers = List.copyOf(routers);
        groups = List.copyOf(groups);
        known = Map.copyOf(known);
        links = List.copyOf(links);
        addresses = List.copyOf(addresses);
    }

    /** When a router entered its state, in nanoseconds since 1970. */
    long sinceWallNs(RouterReport router) {
        return wallNs - (nowNs - router.status().sinceNs());
    }

    /** What is known of a script. */
    TrackStatus script(String name) {
        return known.getOrDefault("script " + name, TrackStatus.UNKNOWN);
    }
}
