package io.aplomb.control.vip.report;

import io.aplomb.base.net.IpAddress;
import io.aplomb.vrrp.router.Count;
import io.aplomb.vrrp.track.TrackStatus;
import io.aplomb.vrrp.wire.Discard;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How the virtual routers stand, for people: {@code aplomb vrrp --show}. */
public final class ReportText {

    private ReportText() {}

    /** Some lines for each router. */
    public static String text(NodeReport node) {
        StringBuilder out = new StringBuilder();
        for (RouterReport router : node.routers()) {
            out.append(text(node, router));
        }
        for (GroupReport group : node.groups()) {
            out.append(
                    "group %s: %s (%s)%n"
                            .formatted(
                                    group.config().name(),
                                    Words.state(group.state()),
                                    String.join(", ", group.config().members())));
        }
        node.known().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(each -> out.append(watched(each.getKey(), each.getValue())));
        return out.toString();
    }

    private static String text(NodeReport node, RouterReport router) {
        StringBuilder out = new StringBuilder();
        long seconds = TimeUnit.NANOSECONDS.toSeconds(node.nowNs() - router.status().sinceNs());
        out.append(
                "%s: %s for %d s, priority %d%s, router %d on %s, VRRP %d%n"
                        .formatted(
                                router.name(),
                                Words.state(router.status().state()),
                                seconds,
                                router.status().priority(),
                                router.status().priority() == router.instance().priority()
                                        ? ""
                                        : " (configured " + router.instance().priority() + ")",
                                router.instance().virtualRouterId(),
                                router.addressInterface(),
                                router.instance().version()));
        IpAddress master = router.status().master();
        if (master != null && !router.isMaster()) {
            out.append(
                    "  master: %s, priority %d%n"
                            .formatted(master, router.status().masterPriority()));
        }
        router.status().faults().forEach(fault -> out.append("  fault: " + fault + "\n"));
        router.instance()
                .addresses()
                .forEach(each -> out.append("  " + Words.address(each, router) + "\n"));
        router.instance()
                .excludedAddresses()
                .forEach(each -> out.append("  " + Words.address(each, router) + "\n"));
        out.append(
                "  adverts: sent %d, received %d; "
                        .formatted(
                                router.count(Count.ADVERTS_SENT),
                                router.count(Count.ADVERTS_RECEIVED)));
        out.append(
                "became master %d times, split brain %d, late adverts %d%n"
                        .formatted(
                                router.count(Count.BECAME_MASTER),
                                router.count(Count.SPLIT_BRAINS),
                                router.count(Count.LATE_ADVERTS)));
        List<String> discarded = discarded(router.discards());
        if (!discarded.isEmpty()) {
            out.append("  discarded: " + String.join(", ", discarded) + "\n");
        }
        return out.toString();
    }

    private static String watched(String item, TrackStatus status) {
        String word =
                switch (status) {
                    case TrackStatus.Up() -> "up";
                    case TrackStatus.Down() -> "down";
                    case TrackStatus.Unknown() -> "not known yet";
                    case TrackStatus.Value(int number) -> Integer.toString(number);
                };
        return item + ": " + word + "\n";
    }

    private static List<String> discarded(Map<Discard, Long> counts) {
        List<String> texts = new ArrayList<>();
        for (Discard reason : Discard.values()) {
            long count = counts.getOrDefault(reason, 0L);
            if (count > 0) {
                texts.add(count + " " + reason.label().toLowerCase(Locale.ROOT));
            }
        }
        return texts;
    }
}
