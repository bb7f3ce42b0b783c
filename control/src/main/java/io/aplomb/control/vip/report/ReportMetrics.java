package io.aplomb.control.vip.report;

import io.aplomb.model.vrrp.TrackScript;
import io.aplomb.model.vrrp.VirtualAddress;
import io.aplomb.vrrp.router.Count;
import io.aplomb.vrrp.track.TrackStatus;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * Figures for Prometheus, in its text format. Those that the usual exporter of keepalived tells
 * have the names it gives them, so that dashboards stay; the others begin with {@code aplomb_vrrp}.
 */
public final class ReportMetrics {

    /** Of the text format. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final NodeReport node;
    private final StringBuilder out = new StringBuilder();

    private ReportMetrics(NodeReport node) {
        this.node = node;
    }

    /** The page. */
    public static String text(NodeReport node) {
        ReportMetrics metrics = new ReportMetrics(node);
        metrics.head("keepalived_up", "gauge", "Whether the virtual IPs run.");
        metrics.out.append("keepalived_up 1\n");
        metrics.states();
        metrics.asTheExporter();
        metrics.own();
        metrics.scripts();
        return metrics.out.toString();
    }

    private void head(String name, String type, String help) {
        out.append("# HELP ").append(name).append(' ').append(help).append('\n');
        out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private void states() {
        head("keepalived_vrrp_state", "gauge", "0 init, 1 backup, 2 master, 3 fault.");
        for (RouterReport router : node.routers()) {
            int state = Words.stateNumber(router.status().state());
            for (VirtualAddress address : router.instance().addresses()) {
                String more = ",ip_address=\"" + address.address() + "\"";
                sample("keepalived_vrrp_state", router, more, state);
            }
        }
    }

    private void asTheExporter() {
        each("advertisements_received_total", router -> router.count(Count.ADVERTS_RECEIVED));
        each("advertisements_sent_total", router -> router.count(Count.ADVERTS_SENT));
        each("become_master_total", router -> router.count(Count.BECAME_MASTER));
        each("release_master_total", router -> router.count(Count.LEFT_MASTER));
        each("packet_length_errors_total", PacketErrors.LENGTH::of);
        each("ip_ttl_errors_total", PacketErrors.TTL::of);
        each("invalid_type_received_total", PacketErrors.INVALID_TYPE::of);
        each("advertisements_interval_errors_total", PacketErrors.INTERVAL::of);
        each("address_list_errors_total", PacketErrors.ADDRESS_LIST::of);
        each("authentication_invalid_total", PacketErrors.AUTHENTICATION_INVALID::of);
        each("authentication_mismatch_total", PacketErrors.AUTHENTICATION_MISMATCH::of);
        each("authentication_failure_total", PacketErrors.AUTHENTICATION_FAILURE::of);
        each("priority_zero_received_total", router -> router.count(Count.RESIGNATIONS_RECEIVED));
        each("priority_zero_sent_total", router -> router.count(Count.RESIGNATIONS_SENT));
    }

    private void each(String name, ToLongFunction<RouterReport> figure) {
        String full = "keepalived_" + name;
        head(full, "counter", "As keepalived counts it.");
        node.routers().forEach(router -> sample(full, router, "", figure.applyAsLong(router)));
    }

    private void own() {
        head("aplomb_vrrp_effective_priority", "gauge", "What the adverts bear.");
        for (RouterReport router : node.routers()) {
            sample("aplomb_vrrp_effective_priority", router, "", router.status().priority());
        }
        count("split_brains_total", "Times another Master was heard.", Count.SPLIT_BRAINS);
        count("late_adverts_total", "Adverts sent too late.", Count.LATE_ADVERTS);
        count("faults_total", "Times it went to FAULT.", Count.FAULTS);
        head("aplomb_vrrp_discarded_total", "counter", "Adverts discarded, by reason.");
        for (RouterReport router : node.routers()) {
            router.discards()
                    .forEach(
                            (reason, count) ->
                                    sample(
                                            "aplomb_vrrp_discarded_total",
                                            router,
                                            ",reason=\""
                                                    + reason.name().toLowerCase(Locale.ROOT)
                                                    + "\"",
                                            count));
        }
    }

    private void count(String name, String help, Count count) {
        String full = "aplomb_vrrp_" + name;
        head(full, "counter", help);
        node.routers().forEach(router -> sample(full, router, "", router.count(count)));
    }

    private void scripts() {
        head("keepalived_script_status", "gauge", "1 good, 0 bad, absent before the first result.");
        for (TrackScript script : node.config().scripts()) {
            TrackStatus status = node.script(script.name());
            if (!status.equals(TrackStatus.UNKNOWN)) {
                out.append("keepalived_script_status{name=\"")
                        .append(escaped(script.name()))
                        .append("\"} ")
                        .append(status.equals(TrackStatus.UP) ? 1 : 0)
                        .append('\n');
            }
        }
    }

    private void sample(String name, RouterReport router, String more, long value) {
        out.append(name)
                .append("{iname=\"")
                .append(escaped(router.name()))
                .append("\",intf=\"")
                .append(escaped(router.addressInterface()))
                .append("\",vrid=\"")
                .append(router.instance().virtualRouterId())
                .append('"')
                .append(more)
                .append("} ")
                .append(value)
                .append('\n');
    }

    /** What the text format wants in a label's value. */
    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
