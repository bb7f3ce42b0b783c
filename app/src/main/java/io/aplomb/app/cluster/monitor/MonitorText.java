package io.aplomb.app.cluster.monitor;

import io.aplomb.cluster.live.FencingRecord;
import io.aplomb.cluster.schedule.StatusReport;
import io.aplomb.model.cib.Element;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** The text of {@code crm_mon -1}, as version 2.1.5 of Pacemaker writes it. Pure. */
final class MonitorText {
    private static final int ATTRIBUTE_WIDTH = 32;

    private final Snapshot snapshot;
    private final StatusReport report;
    private final MonitorView view;
    private final List<String> sections = new ArrayList<>();

    private MonitorText(Snapshot snapshot, MonitorView view) {
        this.snapshot = snapshot;
        this.report = snapshot.report();
        this.view = view;
    }

    /** The text, ended by a newline. */
    static String of(Snapshot snapshot, MonitorView view) {
        return new MonitorText(snapshot, view).all();
    }

    private String all() {
        add("Cluster Summary:", summary());
        if (view.has(Section.MAINT_MODE) && report.settings().maintenanceMode()) {
            sections.add(
                    "              *** Resource management is DISABLED ***\n"
                            + "  The cluster will not attempt to start, stop or recover services\n");
        }
        if (view.has(Section.NODES)) {
            add("Node List:", view.byNode() ? nodesWithResources() : nodes());
        }
        if (view.has(Section.RESOURCES)) {
            resources();
        }
        if (view.has(Section.ATTRIBUTES)) {
            add("Node Attributes:", attributes());
        }
        if (view.has(Section.OPERATIONS) || view.has(Section.FAILCOUNTS)) {
            add(view.has(Section.OPERATIONS) ? "Operations:" : "Migration Summary:", operations());
        }
        if (view.has(Section.FAILURES)) {
            add("Failed Resource Actions:", failures());
        }
        if (view.has(Section.FENCING_FAILED)) {
            add("Failed Fencing Actions:", fencings(snapshot.failedFencings()));
        }
        if (view.has(Section.FENCING_SUCCEEDED)) {
            add(
                    "Fencing History:",
                    fencings(
                            snapshot.fencings().reversed().stream()
                                    .filter(FencingRecord::succeeded)
                                    .toList()));
        }
        if (view.has(Section.TICKETS)) {
            add("Tickets:", tickets());
        }
        if (view.has(Section.BANS)) {
            add("Negative Location Constraints:", bans());
        }
        return String.join("\n", sections);
    }

    private void add(String title, String lines) {
        if (!lines.isEmpty()) {
            sections.add(title + '\n' + lines);
        }
    }

    private static String item(String text) {
        return "  * " + text + '\n';
    }

    private String summary() {
        StringBuilder text = new StringBuilder();
        if (view.has(Section.STACK)) {
            text.append(item("Stack: " + snapshot.property("cluster-infrastructure", "unknown")));
        }
        if (view.has(Section.DC)) {
            text.append(item("Current DC: " + leader()));
        }
        if (view.has(Section.TIMES)) {
            text.append(item("Last updated: " + Words.time(snapshot.now())));
            String change = lastChange();
            if (!change.isEmpty()) {
                text.append(item("Last change:  " + change));
            }
        }
        if (view.has(Section.COUNTS)) {
            int nodes = report.nodeLines().size();
            text.append(item(nodes + (nodes == 1 ? " node" : " nodes") + " configured"));
            text.append(item(instances()));
        }
        if (view.has(Section.OPTIONS)) {
            text.append(options());
        }
        return text.toString();
    }

    private String leader() {
        return report.leader()
                .map(
                        node ->
                                "%s%s (version %s) - partition %s quorum"
                                        .formatted(
                                                node.name(),
                                                view.detail() ? " (" + node.id() + ')' : "",
                                                snapshot.property("dc-version", "unknown"),
                                                snapshot.hasQuorum() ? "with" : "WITHOUT"))
                .orElse("NONE");
    }

    private String lastChange() {
        Element cib = snapshot.cib();
        String at = cib.attribute("cib-last-written", "");
        if (at.isEmpty()) {
            return "";
        }
        return at
                + with(" by ", cib.attribute("update-user", ""))
                + with(" via ", cib.attribute("update-client", ""))
                + with(" on ", cib.attribute("update-origin", ""));
    }

    private static String with(String word, String value) {
        return value.isEmpty() ? "" : word + value;
    }

    private String instances() {
        int count = report.instances();
        String text = count + (count == 1 ? " resource instance" : " resource instances");
        text += " configured";
        List<String> odd = new ArrayList<>();
        if (report.disabled() > 0) {
            odd.add(report.disabled() + " DISABLED");
        }
        if (report.blocked() > 0) {
            odd.add(report.blocked() + " BLOCKED from further action due to failure");
        }
        return switch (odd.size()) {
            case 0 -> text;
            case 1 -> text + " (" + odd.getFirst() + ")";
            default -> text + " (" + odd.getFirst() + ", " + odd.getLast() + ")";
        };
    }

    private String options() {
        return item(
                        "Fencing of failed nodes: "
                                + (report.settings().fencingEnabled() ? "enabled" : "disabled"))
                + item(
                        report.settings().symmetric()
                                ? "Cluster is symmetric"
                                : "Cluster is asymmetric")
                + item("No quorum policy: " + report.quorumPolicy());
    }

    private String nodes() {
        if (!view.detail()) {
            return report.nodes();
        }
        StringBuilder text = new StringBuilder();
        report.nodeLines()
                .forEach(
                        node ->
                                text.append(
                                        item(
                                                "Node %s (%s): %s"
                                                        .formatted(
                                                                node.name(),
                                                                node.id(),
                                                                node.state()))));
        return text.toString();
    }

    private String nodesWithResources() {
        StringBuilder text = new StringBuilder();
        for (StatusReport.NodeLine node : report.nodeLines()) {
            text.append(
                    item(
                            "Node %s%s: %s:"
                                    .formatted(
                                            node.name(),
                                            view.detail() ? " (" + node.id() + ')' : "",
                                            node.state())));
            if (!node.running().isEmpty()) {
                text.append("    * Resources:\n");
                node.running().forEach(line -> text.append("      * ").append(line).append('\n'));
            }
        }
        return text.toString();
    }

    private void resources() {
        if (view.byNode()) {
            if (view.inactive()) {
                add("Inactive Resources:", orNone(report.inactiveResources(), "inactive "));
            }
            return;
        }
        String lines = report.resources(new StatusReport.Shown(view.inactive(), view.detail()));
        if (view.inactive()) {
            add("Full List of Resources:", orNone(lines, ""));
        } else {
            add("Active Resources:", orNone(lines, "active "));
        }
    }

    private static String orNone(String lines, String which) {
        return lines.isEmpty() ? item("No " + which + "resources") : lines;
    }

    private String attributes() {
        StringBuilder text = new StringBuilder();
        for (StatusReport.NodeLine node : report.nodeLines()) {
            var attributes = report.attributes(node.name());
            if (!attributes.isEmpty()) {
                text.append(item(node(node) + ":"));
                attributes.forEach(
                        (name, value) ->
                                text.append("    * ")
                                        .append(
                                                "%%-%ds\t: %%-10s"
                                                        .formatted(ATTRIBUTE_WIDTH)
                                                        .formatted(name, value))
                                        .append('\n'));
            }
        }
        return text.toString();
    }

    private String node(StatusReport.NodeLine node) {
        return "Node: " + node.name() + (view.detail() ? " (" + node.id() + ')' : "");
    }

    private String operations() {
        StringBuilder text = new StringBuilder();
        for (StatusReport.NodeLine node : report.nodeLines()) {
            StringBuilder lines = new StringBuilder();
            for (StatusReport.Done done : report.history(node.name())) {
                boolean failed = done.failCount() > 0;
                if (view.has(Section.OPERATIONS) ? done.operations().isEmpty() : !failed) {
                    continue;
                }
                lines.append("    * ").append(resource(done));
                lines.append(view.has(Section.OPERATIONS) ? ":\n" : "\n");
                if (view.has(Section.OPERATIONS)) {
                    for (Element entry : done.operations()) {
                        lines.append("      * ")
                                .append(new Operation(entry).line(view.timing()))
                                .append('\n');
                    }
                }
            }
            if (!lines.isEmpty()) {
                text.append(item(node(node) + ":")).append(lines);
            }
        }
        return text.toString();
    }

    private static String resource(StatusReport.Done done) {
        if (done.orphan()) {
            return done.resource() + ": orphan";
        }
        StringBuilder text =
                new StringBuilder(done.resource())
                        .append(": migration-threshold=")
                        .append(done.migrationThreshold());
        if (done.failCount() > 0) {
            text.append(" fail-count=")
                    .append(
                            done.failCount() >= 1_000_000
                                    ? "INFINITY"
                                    : Integer.toString(done.failCount()));
        }
        if (done.lastFailureS() > 0) {
            text.append(" last-failure='").append(Words.time(done.lastFailureS())).append('\'');
        }
        return text.toString();
    }

    private String failures() {
        StringBuilder text = new StringBuilder();
        for (StatusReport.Failure failure : report.failures()) {
            Operation operation = new Operation(failure.entry());
            text.append(
                    item(
                            view.detail()
                                    ? operation.failureInFull(failure.node())
                                    : operation.failure(failure.resource(), failure.node())));
        }
        return text.toString();
    }

    private static String fencings(List<FencingRecord> records) {
        StringBuilder text = new StringBuilder();
        for (FencingRecord record : records) {
            String at =
                    Words.time(Instant.ofEpochMilli(record.atMs()).atZone(ZoneId.systemDefault()));
            text.append(
                    item(
                            "%s of %s %s: delegate=%s, client=aplomb, origin=%s, last-%s='%s'%s"
                                    .formatted(
                                            record.action().equals("off")
                                                    ? "turning off"
                                                    : record.action(),
                                            record.target(),
                                            record.succeeded() ? "successful" : "failed",
                                            record.device(),
                                            record.by(),
                                            record.succeeded() ? "successful" : "failed",
                                            at,
                                            record.detail().isEmpty()
                                                    ? ""
                                                    : " (" + record.detail() + ')')));
        }
        return text.toString();
    }

    private String tickets() {
        StringBuilder text = new StringBuilder();
        for (Element ticket :
                snapshot.cib().childOrEmpty("status").childOrEmpty("tickets").children()) {
            boolean granted = "true".equals(ticket.attribute("granted"));
            boolean standby = "true".equals(ticket.attribute("standby"));
            text.append(
                    item(
                            ticket.id()
                                    + '\t'
                                    + (granted ? "granted" : "revoked")
                                    + (standby ? " [standby]" : "")));
        }
        return text.toString();
    }

    private String bans() {
        StringBuilder text = new StringBuilder();
        for (Element constraint :
                snapshot.cib()
                        .childOrEmpty("configuration")
                        .childOrEmpty("constraints")
                        .children("rsc_location")) {
            if (constraint.attribute("score", "").startsWith("-")) {
                text.append(
                        item(
                                "%s\tprevents %s from running %son %s"
                                        .formatted(
                                                constraint.id(),
                                                constraint.attribute("rsc", ""),
                                                constraint
                                                                .attribute("role", "")
                                                                .matches("Promoted|Master")
                                                        ? "as promoted "
                                                        : "",
                                                constraint.attribute("node", ""))));
            }
        }
        return text.toString();
    }
}
