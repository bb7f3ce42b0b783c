package io.aplomb.app.cluster.monitor;

import io.aplomb.cluster.schedule.Settings;
import io.aplomb.cluster.schedule.StatusReport;
import io.aplomb.model.cib.Element;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The element of {@code crm_mon --output-as=xml}, as version 2.1.5 of Pacemaker writes it. Pure.
 */
final class MonitorXml {
    private static final String API_VERSION = "2.25";

    private MonitorXml() {}

    /**
     * The whole.
     *
     * @param request the command line
     */
    static Element of(Snapshot snapshot, String request) {
        List<Element> parts = new ArrayList<>();
        StatusReport report = snapshot.report();
        parts.add(summary(snapshot));
        parts.add(
                of("nodes")
                        .withChildren(
                                report.nodeLines().stream()
                                        .map(StatusReport.NodeLine::element)
                                        .toList()));
        addFilled(parts, of("resources").withChildren(report.resourceElements()));
        addFilled(parts, attributes(report));
        addFilled(parts, history(report));
        addFilled(
                parts,
                of("failures")
                        .withChildren(
                                report.failures().stream()
                                        .map(
                                                failure ->
                                                        new Operation(failure.entry())
                                                                .failureElement(failure.node()))
                                        .toList()));
        addFilled(parts, fencings(snapshot));
        addFilled(parts, tickets(snapshot));
        addFilled(parts, bans(snapshot));
        parts.add(of("status").with("code", "0").with("message", "OK"));
        return of("pacemaker-result")
                .with("api-version", API_VERSION)
                .with("request", request)
                .withChildren(parts);
    }

    private static void addFilled(List<Element> parts, Element part) {
        if (!part.children().isEmpty()) {
            parts.add(part);
        }
    }

    private static Element of(String name) {
        return Element.of(name, Map.of());
    }

    private static Element summary(Snapshot snapshot) {
        StatusReport report = snapshot.report();
        Element leader =
                report.leader()
                        .map(
                                node ->
                                        of("current_dc")
                                                .with("present", "true")
                                                .with(
                                                        "version",
                                                        snapshot.property("dc-version", ""))
                                                .with("name", node.name())
                                                .with("id", node.id())
                                                .with(
                                                        "with_quorum",
                                                        Boolean.toString(snapshot.hasQuorum()))
                                                .with("mixed_version", "false"))
                        .orElseGet(() -> of("current_dc").with("present", "false"));
        Element cib = snapshot.cib();
        return of("summary")
                .withChild(
                        of("stack")
                                .with(
                                        "type",
                                        snapshot.property("cluster-infrastructure", "unknown")))
                .withChild(leader)
                .withChild(of("last_update").with("time", Words.time(snapshot.now())))
                .withChild(
                        of("last_change")
                                .with("time", cib.attribute("cib-last-written", ""))
                                .with("user", cib.attribute("update-user", ""))
                                .with("client", cib.attribute("update-client", ""))
                                .with("origin", cib.attribute("update-origin", "")))
                .withChild(
                        of("nodes_configured")
                                .with("number", Integer.toString(report.nodeLines().size())))
                .withChild(
                        of("resources_configured")
                                .with("number", Integer.toString(report.instances()))
                                .with("disabled", Integer.toString(report.disabled()))
                                .with("blocked", Integer.toString(report.blocked())))
                .withChild(options(report));
    }

    private static Element options(StatusReport report) {
        Settings settings = report.settings();
        return of("cluster_options")
                .with("stonith-enabled", Boolean.toString(settings.fencingEnabled()))
                .with("symmetric-cluster", Boolean.toString(settings.symmetric()))
                .with("no-quorum-policy", report.quorumPolicy())
                .with("maintenance-mode", Boolean.toString(settings.maintenanceMode()))
                .with("stop-all-resources", Boolean.toString(settings.stopAllResources()))
                .with("stonith-timeout-ms", Long.toString(settings.fencingTimeoutMs()))
                .with(
                        "priority-fencing-delay-ms",
                        Long.toString(settings.priorityFencingDelayMs()));
    }

    private static Element attributes(StatusReport report) {
        List<Element> nodes = new ArrayList<>();
        for (StatusReport.NodeLine node : report.nodeLines()) {
            List<Element> attributes = new ArrayList<>();
            report.attributes(node.name())
                    .forEach(
                            (name, value) ->
                                    attributes.add(
                                            of("attribute")
                                                    .with("name", name)
                                                    .with("value", value)));
            if (!attributes.isEmpty()) {
                nodes.add(of("node").with("name", node.name()).withChildren(attributes));
            }
        }
        return of("node_attributes").withChildren(nodes);
    }

    private static Element history(StatusReport report) {
        List<Element> nodes = new ArrayList<>();
        for (StatusReport.NodeLine node : report.nodeLines()) {
            List<Element> resources = new ArrayList<>();
            for (StatusReport.Done done : report.history(node.name())) {
                if (!done.operations().isEmpty()) {
                    resources.add(history(done));
                }
            }
            if (!resources.isEmpty()) {
                nodes.add(of("node").with("name", node.name()).withChildren(resources));
            }
        }
        return of("node_history").withChildren(nodes);
    }

    private static Element history(StatusReport.Done done) {
        Element element = of("resource_history").with("id", done.resource());
        element = element.with("orphan", Boolean.toString(done.orphan()));
        if (!done.orphan()) {
            element =
                    element.with(
                            "migration-threshold", Integer.toString(done.migrationThreshold()));
        }
        if (done.failCount() > 0) {
            element =
                    element.with(
                            "fail-count",
                            done.failCount() >= 1_000_000
                                    ? "INFINITY"
                                    : Integer.toString(done.failCount()));
        }
        if (done.lastFailureS() > 0) {
            element = element.with("last-failure", Words.time(done.lastFailureS()));
        }
        return element.withChildren(
                done.operations().stream()
                        .map(entry -> new Operation(entry).historyElement())
                        .toList());
    }

    private static Element fencings(Snapshot snapshot) {
        return of("fence_history")
                .with("status", "0")
                .withChildren(
                        snapshot.fencings().reversed().stream()
                                .map(
                                        record ->
                                                of("fence_event")
                                                        .with("action", record.action())
                                                        .with("target", record.target())
                                                        .with("client", "aplomb")
                                                        .with("origin", record.by())
                                                        .with(
                                                                "status",
                                                                record.succeeded()
                                                                        ? "success"
                                                                        : "failed")
                                                        .with("delegate", record.device())
                                                        .with(
                                                                "completed",
                                                                Words.time(
                                                                        Instant.ofEpochMilli(
                                                                                        record
                                                                                                .atMs())
                                                                                .atZone(
                                                                                        ZoneId
                                                                                                .systemDefault()))))
                                .toList());
    }

    private static Element tickets(Snapshot snapshot) {
        return of("tickets")
                .withChildren(
                        snapshot
                                .cib()
                                .childOrEmpty("status")
                                .childOrEmpty("tickets")
                                .children()
                                .stream()
                                .map(
                                        ticket ->
                                                of("ticket")
                                                        .with("id", ticket.id())
                                                        .with(
                                                                "status",
                                                                "true"
                                                                                .equals(
                                                                                        ticket
                                                                                                .attribute(
                                                                                                        "granted"))
                                                                        ? "granted"
                                                                        : "revoked")
                                                        .with(
                                                                "standby",
                                                                ticket.attribute(
                                                                        "standby", "false")))
                                .toList());
    }

    private static Element bans(Snapshot snapshot) {
        return of("bans")
                .withChildren(
                        snapshot
                                .cib()
                                .childOrEmpty("configuration")
                                .childOrEmpty("constraints")
                                .children("rsc_location")
                                .stream()
                                .filter(ban -> ban.attribute("score", "").startsWith("-"))
                                .map(
                                        ban ->
                                                of("ban")
                                                        .with("id", ban.id())
                                                        .with("resource", ban.attribute("rsc", ""))
                                                        .with("node", ban.attribute("node", ""))
                                                        .with("weight", ban.attribute("score", ""))
                                                        .with(
                                                                "promoted-only",
                                                                Boolean.toString(
                                                                        ban.attribute("role", "")
                                                                                .matches(
                                                                                        "Promoted|Master"))))
                                .toList());
    }
}
