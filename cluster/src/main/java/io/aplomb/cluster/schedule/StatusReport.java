package io.aplomb.cluster.schedule;

import io.aplomb.cluster.rules.Scores;
import io.aplomb.model.cib.Element;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a state tells of nodes, resources and what was done with them, in the words and the elements
 * of Pacemaker's {@code crm_mon}. Pure; reading it decides nothing.
 */
public final class StatusReport {
    private final Cluster cluster;

    private StatusReport(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * What is shown of resources.
     *
     * @param inactive those that do not run, too
     * @param each instance of a clone on a line of its own
     */
    public record Shown(boolean inactive, boolean each) {}

    /**
     * One operation that failed.
     *
     * @param entry of the history
     */
    public record Failure(String resource, String node, Element entry) {}

    /**
     * What was done with a resource on a node.
     *
     * @param resource by the name in the history, without the number of an instance
     * @param operations entries of the history, the oldest first
     * @param failCount INFINITY at most; 0 where nothing failed
     * @param lastFailureS in seconds since 1970; 0 where it is not known
     */
    public record Done(
            String resource,
            boolean orphan,
            int migrationThreshold,
            int failCount,
            long lastFailureS,
            List<Element> operations) {
        /** Keeps a copy. */
        public Done {
            operations = List.copyOf(operations);
        }
    }

    /**
     * One node.
     *
     * @param state in words, as {@code online}
     * @param running a line for each resource that runs there, without the node's name
     * @param element as in the XML
     */
    public record NodeLine(
            String name, String id, String state, List<String> running, Element element) {
        /** Keeps a copy. */
        public NodeLine {
            running = List.copyOf(running);
        }
    }

    /** Reads a state. */
    public static StatusReport of(Element cib, OffsetDateTime now) {
        return new StatusReport(ConfigurationReader.read(cib, now));
    }

    /** The cluster's properties, with the defaults. */
    public Settings settings() {
        return cluster.settings;
    }

    /** What {@code no-quorum-policy} is, in Pacemaker's word. */
    public String quorumPolicy() {
        return cluster.settings.noQuorumPolicy().name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Whether a fence device is configured. */
    public boolean hasFenceDevice() {
        return cluster.haveFenceDevice;
    }

    /** The node that leads, as the state has it. */
    public Optional<NodeLine> leader() {
        return nodeLines().stream()
                .filter(node -> node.id().equals(cluster.cib.attribute("dc-uuid", "")))
                .findFirst();
    }

    /** How many instances of resources there are. */
    public int instances() {
        return StatusText.instances(cluster)[0];
    }

    /** How many of them are not to run. */
    public int disabled() {
        return StatusText.instances(cluster)[1];
    }

    /** How many of them nothing may be done with, because of a failure. */
    public int blocked() {
        return StatusText.instances(cluster)[2];
    }

    /** The list of nodes: each line begins with {@code " * "}. */
    public String nodes() {
        return StatusText.nodes(cluster);
    }

    /** The resources, in the same way. */
    public String resources(Shown shown) {
        return StatusText.resources(
                cluster, new StatusText.Shown(true, shown.inactive(), shown.each()), false);
    }

    /** Those of which not all runs, with {@link #nodeLines} for the rest. */
    public String inactiveResources() {
        return StatusText.resources(cluster, new StatusText.Shown(true, true, false), true);
    }

    /** The nodes, one by one. */
    public List<NodeLine> nodeLines() {
        return cluster.nodes.stream()
                .map(
                        node ->
                                new NodeLine(
                                        node.name,
                                        node.id,
                                        StatusText.nodeState(cluster, node),
                                        node.running.stream()
                                                .map(each -> StatusText.lineOn(cluster, each))
                                                .toList(),
                                        element(node)))
                .toList();
    }

    /** The attributes of a node that people set, sorted. */
    public Map<String, String> attributes(String name) {
        Map<String, String> shown = new LinkedHashMap<>();
        Node node = cluster.nodesByName.get(name);
        if (node != null) {
            node.attributes.entrySet().stream()
                    .filter(entry -> !isInternal(entry.getKey()))
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(entry -> shown.put(entry.getKey(), entry.getValue()));
        }
        return shown;
    }

    private static boolean isInternal(String attribute) {
        return attribute.startsWith("#")
                || attribute.startsWith("fail-count-")
                || attribute.startsWith("last-failure-")
                || List.of("probe_complete", "shutdown", "terminate", "standby", "maintenance")
                        .contains(attribute);
    }

    /** What was done on a node, in the order of its history. */
    public List<Done> history(String name) {
        List<Done> all = new ArrayList<>();
        Node node = cluster.nodesByName.get(name);
        for (Element state : cluster.status().children("node_state")) {
            if (node != null && name.equals(state.attribute("uname"))) {
                for (Element resource :
                        state.childOrEmpty("lrm").childOrEmpty("lrm_resources").children()) {
                    all.add(done(node, resource));
                }
            }
        }
        return all;
    }

    private Done done(Node node, Element history) {
        List<Element> operations = new ArrayList<>(history.children("lrm_rsc_op"));
        operations.removeIf(StatusReport::saysNothing);
        operations.sort(Comparator.comparingInt(entry -> History.number(entry, "call-id", 0)));
        Resource found = cluster.find(history.id());
        if (!(found instanceof Primitive primitive)) {
            return new Done(history.id(), found == null, Scores.INFINITY, 0, 0, operations);
        }
        FailCounts.Failures failures = new FailCounts(cluster).all(primitive, node);
        return new Done(
                history.id(),
                primitive.orphan,
                primitive.migrationThreshold,
                failures.count(),
                failures.lastS(),
                operations);
    }

    /**
     * Messages to instances, what is not answered yet, and that nothing ran where nothing should.
     */
    private static boolean saysNothing(Element entry) {
        int rc = History.number(entry, "rc-code", 0);
        return "notify".equals(entry.attribute("operation"))
                || History.number(entry, "op-status", 0) < 0
                || (History.isProbe(entry) && rc == OperationReader.RC_NOT_RUNNING);
    }

    /** What failed and still counts. */
    public List<Failure> failures() {
        return cluster.failures.stream()
                .map(
                        failure ->
                                new Failure(
                                        failure.resource().id,
                                        failure.node().name,
                                        failure.operation()))
                .toList();
    }

    private Element element(Node node) {
        return Element.of("node", Map.of())
                .with("name", node.name)
                .with("id", node.id)
                .with("online", Boolean.toString(node.online))
                .with("standby", Boolean.toString(node.standby))
                .with("standby_onfail", Boolean.toString(node.standbyOnFail))
                .with("maintenance", Boolean.toString(node.maintenance))
                .with("pending", Boolean.toString(node.pending))
                .with("unclean", Boolean.toString(node.unclean))
                .with("health", health(node))
                .with("feature_set", NodeStates.FEATURE_SET)
                .with("shutdown", Boolean.toString(node.shutdown))
                .with("expected_up", Boolean.toString(node.expectedUp))
                .with("is_dc", Boolean.toString(node.dc))
                .with("resources_running", Integer.toString(node.running.size()))
                .with("type", node.remote ? "remote" : node.pingOnly ? "ping" : "member");
    }

    private String health(Node node) {
        return switch (StatusText.NodeHealth.worst(cluster, node)) {
            case -1 -> "red";
            case 0 -> "yellow";
            default -> "green";
        };
    }

    /** The resources as elements. */
    public List<Element> resourceElements() {
        return cluster.resources.stream()
                .filter(resource -> !resource.orphan || resource.isActive(false))
                .map(this::element)
                .toList();
    }

    private Element element(Resource resource) {
        return switch (resource) {
            case Primitive primitive -> element(primitive);
            case Group group ->
                    Element.of("group", Map.of())
                            .with("id", group.id)
                            .with("number_resources", Integer.toString(group.members.size()))
                            .with("managed", Boolean.toString(group.managed))
                            .with("disabled", Boolean.toString(StatusText.isDisabled(group)))
                            .withChildren(group.members.stream().map(this::element).toList());
            case CloneSet clone ->
                    Element.of("clone", Map.of())
                            .with("id", clone.id)
                            .with("multi_state", Boolean.toString(clone.promotable))
                            .with("unique", Boolean.toString(clone.unique))
                            .with("managed", Boolean.toString(clone.managed))
                            .with("disabled", Boolean.toString(StatusText.isDisabled(clone)))
                            .with("failed", Boolean.toString(clone.failed))
                            .with("failure_ignored", Boolean.toString(clone.failureIgnored))
                            .withChildren(clone.instances.stream().map(this::element).toList());
        };
    }

    private Element element(Primitive primitive) {
        Role role = primitive.role;
        if (role == Role.STARTED && primitive.top().promotable) {
            role = Role.UNPROMOTED;
        }
        Element element =
                Element.of("resource", Map.of())
                        .with("id", primitive.unique ? primitive.id : primitive.baseId())
                        .with("resource_agent", primitive.agent())
                        .with("role", (role == Role.UNKNOWN ? Role.STOPPED : role).text());
        String target = primitive.meta("target-role");
        if (target != null) {
            element = element.with("target_role", target);
        }
        List<Element> places =
                primitive.runningOn.stream()
                        .map(
                                node ->
                                        Element.of("node", Map.of())
                                                .with("name", node.name)
                                                .with("id", node.id)
                                                .with("cached", Boolean.toString(node.online)))
                        .toList();
        element =
                element.with("active", Boolean.toString(primitive.isActive(true)))
                        .with("orphaned", Boolean.toString(primitive.orphan))
                        .with("blocked", Boolean.toString(primitive.blocked))
                        .with("managed", Boolean.toString(primitive.managed))
                        .with("failed", Boolean.toString(primitive.failed))
                        .with("failure_ignored", Boolean.toString(primitive.failureIgnored))
                        .with("nodes_running_on", Integer.toString(places.size()));
        String pending = StatusText.pending(cluster, primitive);
        return (pending == null ? element : element.with("pending", pending)).withChildren(places);
    }
}
