package io.aplomb.control.vip.report;

import io.aplomb.base.net.IpAddress;
import io.aplomb.linux.netlink.InterfaceAddress;
import io.aplomb.linux.netlink.Link;
import io.aplomb.model.vrrp.GlobalDefinitions;
import io.aplomb.model.vrrp.Instance;
import io.aplomb.model.vrrp.Script;
import io.aplomb.model.vrrp.Track;
import io.aplomb.model.vrrp.TrackScript;
import io.aplomb.vrrp.track.TrackStatus;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The file that keepalived 2.2.7 writes at SIGUSR1, {@code keepalived.data}: its sections, order
 * and words, for the scripts and exporters that read it. What this program has no counterpart of
 * (socket pool, SNMP, ARP settings to be restored) is left out. A password is not told.
 */
public final class KeepalivedData {

    private final NodeReport node;
    private final StringBuilder out = new StringBuilder();

    private KeepalivedData(NodeReport node) {
        this.node = node;
    }

    /** Its text. */
    public static String text(NodeReport node, ZoneId zone) {
        KeepalivedData data = new KeepalivedData(node);
        data.global();
        data.section("VRRP Topology");
        for (RouterReport router : node.routers()) {
            new InstanceText(data.out, node, router).append(zone);
        }
        data.groups();
        data.scripts();
        data.interfaces();
        return data.out.toString();
    }

    private void section(String title) {
        out.append("------< ").append(title).append(" >------\n");
    }

    private void line(String text) {
        out.append(text).append('\n');
    }

    private void global() {
        section("Global definitions");
        GlobalDefinitions global = node.config().global();
        line(" Router ID = %s".formatted(global.routerId()));
        if (!global.defaultInterface().isEmpty()) {
            line(" Default interface = %s".formatted(global.defaultInterface()));
        }
        line(" FIFO write vrrp states on reload = %s".formatted(global.writeStatesOnReload()));
        line(" nftables table name = %s".formatted(global.nftablesTable()));
        line(" Max auto priority = %d".formatted(global.scheduling().maxAutoPriority()));
        line(" VRRP realtime priority = %d".formatted(global.scheduling().realTimePriority()));
        line(" Script security %s".formatted(global.scriptSecurity() ? "enabled" : "disabled"));
    }

    private void groups() {
        if (node.groups().isEmpty()) {
            return;
        }
        section("VRRP Sync groups");
        for (GroupReport group : node.groups()) {
            line(
                    " VRRP Sync Group = %s, %s"
                            .formatted(group.config().name(), Words.state(group.state())));
            line("   VRRP member instances :");
            group.config().members().forEach(member -> line("     %s".formatted(member)));
            boolean mail = group.config().notifications().mail();
            line("   Using smtp notification = %s".formatted(mail ? "yes" : "no"));
        }
    }

    private void scripts() {
        if (node.config().scripts().isEmpty()) {
            return;
        }
        section("VRRP Scripts");
        for (TrackScript script : node.config().scripts()) {
            TrackStatus status = node.script(script.name());
            line(" VRRP Script = %s".formatted(script.name()));
            line("   Command = %s".formatted(Words.script(script.script())));
            line("   Interval = %s".formatted(Words.interval(script.intervalNs())));
            line(
                    "   Timeout = %d sec"
                            .formatted(TimeUnit.NANOSECONDS.toSeconds(script.timeoutNs())));
            line("   Weight = %d%s".formatted(script.weight(), script.reverse() ? " reverse" : ""));
            line("   Rise = %d".formatted(script.rise()));
            line("   Fall = %d".formatted(script.fall()));
            line("   Status = %s".formatted(word(status)));
            line("   Tracking instances :");
            for (Instance instance : node.config().instances()) {
                weight(instance, script)
                        .ifPresent(
                                weight ->
                                        line(
                                                "     %s, weight %d"
                                                        .formatted(instance.name(), weight)));
            }
            line("   State = idle");
        }
    }

    private static String word(TrackStatus status) {
        return switch (status) {
            case TrackStatus.Up() -> "GOOD";
            case TrackStatus.Down() -> "BAD";
            case TrackStatus.Unknown(), TrackStatus.Value _ -> "INIT";
        };
    }

    private static Optional<Integer> weight(Instance instance, TrackScript script) {
        return instance.tracking().scripts().stream()
                .filter(track -> track.name().equals(script.name()))
                .map(Track::weight)
                .findFirst();
    }

    private void interfaces() {
        section("Interfaces");
        for (Link link : node.links()) {
            line(" Name = %s".formatted(link.name()));
            line("   index = %d".formatted(link.index()));
            line("   IPv4 address = %s".formatted(first(link, false)));
            line("   IPv6 address = %s".formatted(first(link, true)));
            if (!link.mac().isEmpty()) {
                line("   MAC = %s".formatted(link.mac()));
            }
            String carrier = link.running() ? "RUNNING" : "not RUNNING";
            line("   State = %s, %s".formatted(link.up() ? "UP" : "DOWN", carrier));
            line("   MTU = %d".formatted(link.mtu()));
        }
    }

    private String first(Link link, boolean v6) {
        for (InterfaceAddress address : node.addresses()) {
            IpAddress ip = address.address().ip();
            if (address.linkIndex() == link.index() && ip.v6() == v6) {
                return ip.toString();
            }
        }
        return "(none)";
    }

    /** A line about a script, when there is one. */
    static void script(StringBuilder out, String what, @Nullable Script script) {
        if (script != null) {
            out.append("   %s script = %s%n".formatted(what, Words.script(script)));
        }
    }

    /** Lines under a heading, when there are any. */
    static void list(StringBuilder out, String heading, List<String> lines) {
        if (!lines.isEmpty()) {
            out.append("   ").append(heading).append(" :\n");
            lines.forEach(line -> out.append("     ").append(line).append('\n'));
        }
    }
}
