package io.aplomb.vrrp.router;

import io.aplomb.base.net.IpAddress;
import io.aplomb.vrrp.track.TrackStatus;
import io.aplomb.vrrp.track.TrackedItem;
import io.aplomb.vrrp.track.Tracking;
import io.aplomb.vrrp.track.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a router knows of itself: link, source address, things watched. */
final class Watch {

    private final Map<String, TrackStatus> statuses = new HashMap<>();
    private boolean linkUp = true;
    private @Nullable IpAddress source;
    private Verdict verdict;

    Watch(RouterConfig config) {
        verdict = new Verdict(config.election().priority(), List.of(), List.of());
        judge(config);
    }

    void link(boolean up) {
        linkUp = up;
    }

    void source(@Nullable IpAddress address) {
        source = address;
    }

    /** Remembers the status of an item watched and forgets that of others. */
    void tracked(RouterConfig config, String item, TrackStatus status) {
        if (config.tracked().stream().map(TrackedItem::name).anyMatch(item::equals)) {
            statuses.put(item, status);
        }
    }

    void judge(RouterConfig config) {
        Set<String> names = new HashSet<>();
        config.tracked().forEach(item -> names.add(item.name()));
        statuses.keySet().retainAll(names);
        verdict =
                Tracking.judge(
                        config.election().priority(),
                        config.tracked(),
                        name -> statuses.getOrDefault(name, TrackStatus.UNKNOWN));
    }

    int priority() {
        return verdict.priority();
    }

    @Nullable IpAddress source() {
        return source;
    }

    Standing standing() {
        if (!linkUp || source == null || !verdict.faults().isEmpty()) {
            return Standing.FAULTY;
        }
        return verdict.unknown().isEmpty() ? Standing.READY : Standing.WAITING;
    }

    /** For people: what is wrong. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (!linkUp) {
            faults.add("link down");
        }
        if (source == null) {
            faults.add("no source address");
        }
        faults.addAll(verdict.faults());
        return faults;
    }
}
