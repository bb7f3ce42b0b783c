package io.aplomb.control.layer4;

import io.aplomb.base.net.IpAddress;
import io.aplomb.control.layer4.Layer4Report.Server;
import io.aplomb.control.layer4.Layer4Report.Service;
import io.aplomb.model.vrrp.VirtualServer;
import io.aplomb.model.vrrp.VirtualServer.Service.Addresses;
import io.aplomb.model.vrrp.VirtualServer.Service.Mark;
import io.aplomb.model.vrrp.VirtualServer.SorryServer;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** The virtual servers in all forms in which a running process tells of itself. Pure. */
public final class Layer4Text {

    private Layer4Text() {}

    /** For people: {@code aplomb vrrp --show}. */
    public static String text(Layer4Report report) {
        StringBuilder out = new StringBuilder();
        for (Service service : report.services()) {
            VirtualServer config = service.config();
            line(
                    out,
                    "%s: %s %s by %s, %s, weight %d of %d"
                            .formatted(
                                    service.name(),
                                    lower(config.scheduler()),
                                    config.forwarding(),
                                    service.engine(),
                                    service.hasQuorum() ? "has its quorum" : "no quorum",
                                    service.liveWeight(),
                                    service.servers().stream().mapToLong(Server::weight).sum()));
            for (Server server : service.servers()) {
                String state = server.alive() ? "up" : "down";
                line(
                        out,
                        "  %s: %s, weight %d"
                                .formatted(server.name(service), state, server.weight()));
            }
            SorryServer sorry = config.sorryServer();
            if (sorry != null) {
                String state = service.sorryServes() ? "serves" : "not needed";
                line(
                        out,
                        "  sorry server %s: %s"
                                .formatted(end(sorry.address(), sorry.port()), state));
            }
        }
        return out.toString();
    }

    /**
     * The part of keepalived 2.2.7's {@code keepalived_check.data} that tells who serves, in its
     * words.
     */
    public static String keepalivedData(Layer4Report report) {
        StringBuilder out = new StringBuilder("------< LVS Topology >------\n");
        for (Service service : report.services()) {
            line(out, " ------< Virtual server >------");
            head(out, service.config());
            VirtualServer config = service.config();
            line(out, "   lvs_sched = %s".formatted(lower(config.scheduler())));
            line(out, "   protocol = %s".formatted(config.protocol()));
            line(out, "   alpha is %s".formatted(onOff(config.alpha())));
            line(out, "   omega is %s".formatted(onOff(config.omega())));
            VirtualServer.Quorum quorum = config.quorum();
            line(
                    out,
                    "   quorum = %d, hysteresis = %d"
                            .formatted(quorum.weight(), quorum.hysteresis()));
            SorryServer sorry = config.sorryServer();
            if (sorry != null) {
                line(out, "   sorry server = %s".formatted(end(sorry.address(), sorry.port())));
            }
            line(
                    out,
                    "   alive = %d"
                            .formatted(service.servers().stream().anyMatch(Server::alive) ? 1 : 0));
            line(out, "   quorum_state_up = %d".formatted(service.hasQuorum() ? 1 : 0));
            service.servers().forEach(server -> real(out, server));
        }
        return out.toString();
    }

    private static void head(StringBuilder out, VirtualServer config) {
        if (config.name().startsWith("group ")) {
            line(out, " VS GROUP = %s".formatted(config.name().substring("group ".length())));
            return;
        }
        switch (config.services().getFirst()) {
            case Mark mark -> line(out, " VS FWMARK = %d".formatted(mark.mark()));
            case Addresses at ->
                    line(out, " VS VIP = %s, VPORT = %d".formatted(at.first(), at.port()));
        }
    }

    private static void real(StringBuilder out, Server server) {
        line(out, "   ------< Real server >------");
        line(
                out,
                "   RIP = %s, RPORT = %d, WEIGHT = %d EFF WEIGHT = %d"
                        .formatted(
                                server.config().address(),
                                server.config().port(),
                                server.config().weight(),
                                server.weight()));
        line(out, "   forwarding method = %s".formatted(server.config().forwarding()));
        line(out, "   alive = %d".formatted(server.alive() ? 1 : 0));
    }

    /** For Prometheus; keepalived's usual exporter has no names for these. */
    public static String metrics(Layer4Report report) {
        StringBuilder out = new StringBuilder();
        if (report.services().isEmpty()) {
            return "";
        }
        gauge(out, "aplomb_layer4_quorum", "1 while the virtual server has its quorum.");
        for (Service service : report.services()) {
            sample(out, "aplomb_layer4_quorum", service, "", service.hasQuorum() ? 1 : 0);
        }
        perServer(
                out,
                report,
                "aplomb_layer4_server_up",
                "1 while all checks of the real server succeed.",
                server -> server.alive() ? 1 : 0);
        perServer(
                out,
                report,
                "aplomb_layer4_server_weight",
                "Of the real server, whether it is up or not.",
                Server::weight);
        return out.toString();
    }

    private static void perServer(
            StringBuilder out,
            Layer4Report report,
            String name,
            String help,
            ToLongFunction<Server> figure) {
        gauge(out, name, help);
        for (Service service : report.services()) {
            for (Server server : service.servers()) {
                String label = ",real_server=\"" + escaped(server.name(service)) + "\"";
                sample(out, name, service, label, figure.applyAsLong(server));
            }
        }
    }

    private static void gauge(StringBuilder out, String name, String help) {
        line(out, "# HELP %s %s".formatted(name, help));
        line(out, "# TYPE %s gauge".formatted(name));
    }

    private static void sample(
            StringBuilder out, String name, Service service, String label, long value) {
        String server = escaped(service.name());
        line(out, "%s{virtual_server=\"%s\"%s} %d".formatted(name, server, label, value));
    }

    /** What the text format wants in a label's value. */
    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static String end(IpAddress address, int port) {
        return "[%s]:%d".formatted(address, port);
    }

    private static String onOff(boolean on) {
        return on ? "ON" : "OFF";
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    private static void line(StringBuilder out, String text) {
        out.append(text).append('\n');
    }
}
