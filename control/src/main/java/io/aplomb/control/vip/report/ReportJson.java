package io.aplomb.control.vip.report;

import io.aplomb.control.json.Json;
import io.aplomb.model.vrrp.Instance;
import io.aplomb.model.vrrp.VirtualAddress;
import io.aplomb.vrrp.router.Count;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The JSON that keepalived 2.2.7 writes at its signal JSON, an array of instances with {@code data}
 * and {@code stats}; and in each a third part, {@code aplomb}, of what keepalived does not tell.
 */
public final class ReportJson {

    private static final double NS_PER_S = 1e9;

    private ReportJson() {}

    /** One line. */
    public static String text(NodeReport node) {
        StringBuilder out = new StringBuilder();
        List<Object> routers = new ArrayList<>();
        for (RouterReport router : node.routers()) {
            Map<String, Object> parts = new LinkedHashMap<>();
            parts.put("data", data(node, router));
            parts.put("stats", stats(router));
            parts.put("aplomb", more(node, router));
            routers.add(parts);
        }
        Json.write(out, routers);
        return out.append('\n').toString();
    }

    private static Map<String, Object> data(NodeReport node, RouterReport router) {
        Instance instance = router.instance();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("iname", instance.name());
        data.put("dont_track_primary", instance.trackInterface() ? 0 : 1);
        data.put("vmac_ifname", Objects.requireNonNullElse(router.virtualLink(), ""));
        data.put("ifp_ifname", router.addressInterface());
        data.put("master_priority", router.status().masterPriority());
        data.put("last_transition", node.sinceWallNs(router) / NS_PER_S);
        data.put("vrid", instance.virtualRouterId());
        data.put("base_priority", instance.priority());
        data.put("effective_priority", router.status().priority());
        data.put("vipset", router.isMaster());
        data.put("adver_int", instance.advertIntervalNs() / NS_PER_S);
        data.put("accept", instance.accept() ? 1 : 0);
        data.put("nopreempt", !instance.preemption().enabled());
        data.put("preempt_delay", instance.preemption().delayNs() / NS_PER_S);
        data.put("state", Words.stateNumber(router.status().state()));
        data.put("wantstate", Words.stateNumber(router.status().state()));
        data.put("version", instance.version());
        data.put("vips", addresses(instance.addresses(), router));
        if (!instance.excludedAddresses().isEmpty()) {
            data.put("evips", addresses(instance.excludedAddresses(), router));
        }
        return data;
    }

    private static List<String> addresses(List<VirtualAddress> addresses, RouterReport router) {
        return addresses.stream().map(address -> Words.address(address, router)).toList();
    }

    private static Map<String, Object> stats(RouterReport router) {
        Map<String, Object> stats = new LinkedHashMap<>();
        stats.put("advert_rcvd", router.count(Count.ADVERTS_RECEIVED));
        stats.put("advert_sent", router.count(Count.ADVERTS_SENT));
        stats.put("become_master", router.count(Count.BECAME_MASTER));
        stats.put("release_master", router.count(Count.LEFT_MASTER));
        for (PacketErrors errors : PacketErrors.values()) {
            stats.put(errors.jsonName(), errors.of(router));
        }
        stats.put("pri_zero_rcvd", router.count(Count.RESIGNATIONS_RECEIVED));
        stats.put("pri_zero_sent", router.count(Count.RESIGNATIONS_SENT));
        return stats;
    }

    private static Map<String, Object> more(NodeReport node, RouterReport router) {
        Map<String, Object> more = new LinkedHashMap<>();
        more.put("state", Words.state(router.status().state()));
        more.put("state_seconds", (node.nowNs() - router.status().sinceNs()) / NS_PER_S);
        more.put("master", Objects.requireNonNullElse(router.status().master(), "").toString());
        more.put("master_down_seconds", router.status().masterDownNs() / NS_PER_S);
        more.put("faults", router.status().faults());
        for (Count count : Count.values()) {
            more.put(count.name().toLowerCase(Locale.ROOT), router.count(count));
        }
        Map<String, Object> discarded = new LinkedHashMap<>();
        router.discards()
                .forEach(
                        (reason, count) ->
                                discarded.put(reason.name().toLowerCase(Locale.ROOT), count));
        more.put("discarded", discarded);
        return more;
    }
}
