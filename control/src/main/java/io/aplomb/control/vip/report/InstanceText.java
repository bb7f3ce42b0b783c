package io.aplomb.control.vip.report;

import io.aplomb.base.net.IpAddress;
import io.aplomb.linux.netlink.Link;
import io.aplomb.model.vrrp.Announcements;
import io.aplomb.model.vrrp.Instance;
import io.aplomb.model.vrrp.Notifications;
import io.aplomb.model.vrrp.Track;
import io.aplomb.model.vrrp.Transport;
import io.aplomb.model.vrrp.VirtualAddress;
import io.aplomb.vrrp.router.RouterStatus;
import io.aplomb.vrrp.router.State;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** One instance in {@link KeepalivedData}. */
final class InstanceText {

    private final StringBuilder out;
    private final NodeReport node;
    private final RouterReport router;
    private final Instance instance;
    private final RouterStatus status;

    InstanceText(StringBuilder out, NodeReport node, RouterReport router) {
        this.out = out;
        this.node = node;
        this.router = router;
        this.instance = router.instance();
        this.status = router.status();
    }

    void append(ZoneId zone) {
        line(" VRRP Instance = %s".formatted(instance.name()));
        line("   VRRP Version = %d".formatted(instance.version()));
        node.config()
                .groupOf(instance.name())
                .ifPresent(group -> line("   Sync group = %s".formatted(group.name())));
        if (instance.v6()) {
            line("   Using Native IPv6");
        }
        state(zone);
        place();
        announcements();
        election();
        held();
        watched();
        notifications();
    }

    private void state(ZoneId zone) {
        line("   State = %s".formatted(Words.state(status.state())));
        if (status.state() == State.BACKUP && status.master() != null) {
            line("   Master router = %s".formatted(status.master()));
            line("   Master priority = %d".formatted(status.masterPriority()));
        }
        if (instance.transport() instanceof Transport.Unicast) {
            line("   Flags:\n     Using unicast");
        } else {
            line("   Flags: none");
        }
        line("   Wantstate = %s".formatted(Words.state(status.state())));
        line(
                "   Number of interface and track script faults = %d"
                        .formatted(status.faults().size()));
        line("   Last transition = %s".formatted(Words.moment(node.sinceWallNs(router), zone)));
        line(
                "   Master down timer = %d usecs"
                        .formatted(TimeUnit.NANOSECONDS.toMicros(status.masterDownNs())));
    }

    private void place() {
        if (router.virtualLink() == null) {
            line("   Interface = %s".formatted(router.addressInterface()));
        } else {
            line(
                    "   Interface = %s, vmac on %s"
                            .formatted(
                                    router.virtualLink(),
                                    Objects.requireNonNullElse(
                                            instance.interfaceName(), "(none)")));
        }
        IpAddress source = router.source();
        line(
                "   Using src_ip = %s%s"
                        .formatted(
                                source == null ? "(none)" : source,
                                instance.sourceAddress() == null ? "" : " (from configuration)"));
        if (instance.transport() instanceof Transport.Multicast(IpAddress group)) {
            line(
                    "   Multicast address %s%s"
                            .formatted(group, group.v6() ? ", ifindex " + index() : ""));
        }
    }

    private int index() {
        return node.links().stream()
                .filter(link -> link.name().equals(instance.interfaceName()))
                .mapToInt(Link::index)
                .findFirst()
                .orElse(0);
    }

    private void announcements() {
        Announcements announcements = instance.announcements();
        line("   Gratuitous ARP delay = %d".formatted(seconds(announcements.masterDelayNs())));
        line("   Gratuitous ARP repeat = %d".formatted(announcements.masterRepeat()));
        line("   Gratuitous ARP refresh = %d".formatted(seconds(announcements.refreshNs())));
        line("   Gratuitous ARP refresh repeat = %d".formatted(announcements.refreshRepeat()));
        line(
                "   Gratuitous ARP lower priority delay = %d"
                        .formatted(seconds(announcements.lowerPriorityDelayNs())));
        line(
                "   Gratuitous ARP lower priority repeat = %d"
                        .formatted(announcements.lowerPriorityRepeat()));
    }

    private void election() {
        Instance.Protocol protocol = instance.protocol();
        line("   Down timer adverts = %d".formatted(protocol.downTimerAdverts()));
        line(
                "   Send advert after receive lower priority advert = %s"
                        .formatted(protocol.answerLowerPriority()));
        line(
                "   Send advert after receive higher priority advert = %s"
                        .formatted(protocol.answerHigherPriority()));
        line("   Virtual Router ID = %d".formatted(instance.virtualRouterId()));
        line("   Priority = %d".formatted(instance.priority()));
        line("   Effective priority = %d".formatted(status.priority()));
        line("   Total priority = %d".formatted(status.priority()));
        line("   Advert interval = %s".formatted(Words.interval(instance.advertIntervalNs())));
        line("   Accept = %s".formatted(enabled(instance.accept())));
        line("   Preempt = %s".formatted(enabled(instance.preemption().enabled())));
        if (instance.preemption().delayNs() > 0) {
            line("   Preempt delay = %d secs".formatted(seconds(instance.preemption().delayNs())));
        }
        line("   Promote_secondaries = %s".formatted(enabled(instance.promoteSecondaries())));
        if (instance.version() == 2) {
            Instance.Authentication authentication = instance.authentication();
            line(
                    "   Authentication type = %s"
                            .formatted(
                                    authentication == null
                                            ? "none"
                                            : authentication.type()
                                                            == Instance.Authentication.Type.AH
                                                    ? "IPSEC_AH"
                                                    : "SIMPLE_PASSWORD"));
        }
    }

    private void held() {
        line("   Virtual IP (%d):".formatted(instance.addresses().size()));
        addresses(instance.addresses()).forEach(address -> line("     %s".formatted(address)));
        KeepalivedData.list(out, "Virtual IP Excluded", addresses(instance.excludedAddresses()));
        if (instance.transport() instanceof Transport.Unicast unicast) {
            line("   Unicast TTL = %d".formatted(unicast.ttl()));
            line("   Check unicast src : %s".formatted(unicast.checkSource() ? "yes" : "no"));
            KeepalivedData.list(
                    out,
                    "Unicast Peer",
                    unicast.peers().stream()
                            .map(
                                    peer ->
                                            "%s min_ttl %d max_ttl %d"
                                                    .formatted(
                                                            peer.address(),
                                                            peer.minTtl(),
                                                            peer.maxTtl()))
                            .toList());
        }
    }

    private List<String> addresses(List<VirtualAddress> addresses) {
        return addresses.stream().map(address -> Words.address(address, router)).toList();
    }

    private void watched() {
        tracked("Tracked interfaces", instance.tracking().interfaces());
        tracked("Tracked scripts", instance.tracking().scripts());
        tracked("Tracked files", instance.tracking().files());
        tracked("Tracked processes", instance.tracking().processes());
    }

    private void tracked(String heading, List<Track> tracks) {
        KeepalivedData.list(
                out,
                heading,
                tracks.stream()
                        .map(
                                track ->
                                        "%s weight %d%s"
                                                .formatted(
                                                        track.name(),
                                                        track.weight(),
                                                        track.reverse() ? " reverse" : ""))
                        .toList());
    }

    private void notifications() {
        Notifications notify = instance.notifications();
        line("   Using smtp notification = %s".formatted(notify.mail() ? "yes" : "no"));
        line("   Notify deleted = %s".formatted(notify.deletedAsState() ? "Deleted" : "Fault"));
        KeepalivedData.script(out, "Backup state transition", notify.backup());
        KeepalivedData.script(out, "Master state transition", notify.master());
        KeepalivedData.script(out, "Fault state transition", notify.fault());
        KeepalivedData.script(out, "Stop state transition", notify.stop());
        KeepalivedData.script(out, "Generic state transition", notify.any());
        KeepalivedData.script(out, "Master rx lower pri", notify.masterSeesLowerPriority());
        line("   Notify priority changes = %s".formatted(notify.priorityChanges()));
    }

    private static long seconds(long ns) {
        return TimeUnit.NANOSECONDS.toSeconds(ns);
    }

    private static String enabled(boolean enabled) {
        return enabled ? "enabled" : "disabled";
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
