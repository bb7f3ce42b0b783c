package io.aplomb.cluster.schedule;

import io.aplomb.cluster.rules.Scores;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The status of a cluster as {@code crm_mon} and {@code crm_simulate} of Pacemaker 2.1 write it.
 */
final class StatusText {
    private final Cluster cluster;
    private final StringBuilder text = new StringBuilder();

    private final Shown shown;

    private StatusText(Cluster cluster, Shown shown) {
        this.cluster = cluster;
        this.shown = shown;
    }

    /**
     * What is shown of resources.
     *
     * @param pending what is under way
     * @param inactive what does not run
     * @param each instance of a clone on a line of its own
     */
    record Shown(boolean pending, boolean inactive, boolean each) {}

    /** The lines of all resources, or of those that do not run entirely. */
    static String resources(Cluster cluster, Shown shown, boolean onlyInactive) {
        StatusText status = new StatusText(cluster, shown);
        for (Resource resource : cluster.resources) {
            boolean hidden =
                    onlyInactive
                            ? resource.isActive(true) || resource.orphan
                            : !shown.inactive && !resource.isActive(false);
            if (!hidden && isShown(resource)) {
                status.resource(resource, "  ");
            }
        }
        return status.text.toString();
    }

    /** The list of nodes, each on a line of its own where more is told of them. */
    static String nodes(Cluster cluster) {
        StatusText status = new StatusText(cluster, new Shown(true, true, false));
        status.nodeList("  ");
        return status.text.toString();
    }

    /** What is under way with a resource, or null. */
    static @Nullable String pending(Cluster cluster, Primitive primitive) {
        return new StatusText(cluster, new Shown(true, true, false))
                .pendingState(primitive.pendingTask);
    }

    /** A node's state, as in {@code Node node1: online}. */
    static String nodeState(Cluster cluster, Node node) {
        return new StatusText(cluster, new Shown(true, true, false)).nodeStatus(node);
    }

    /** A resource, as it stands below its node. */
    static String lineOn(Cluster cluster, Primitive primitive) {
        return new StatusText(cluster, new Shown(true, true, false)).line(primitive, false);
    }

    /** The lists of nodes and of resources; what is under way is shown if that is wanted. */
    static String of(Cluster cluster, boolean showPending) {
        StatusText status = new StatusText(cluster, new Shown(showPending, true, false));
        if (!cluster.nodes.isEmpty()) {
            status.nodes();
            status.text.append('\n');
        }
        status.text.append("  * Full List of Resources:\n");
        boolean any = false;
        for (Resource resource : cluster.resources) {
            if (isShown(resource)) {
                status.resource(resource, "    ");
                any = true;
            }
        }
        if (!any) {
            status.text.append("    * No resources\n");
        }
        return status.text.toString();
    }

    private static boolean isShown(Resource resource) {
        if (!resource.isActive(false)) {
            return !resource.orphan;
        }
        // a clone of which nothing is known but an unmanaged instance on a lost node
        return !resource.runningOn.isEmpty();
    }

    /** How many resources are disabled or blocked; empty where none is. */
    static String counts(Cluster cluster) {
        return banner(cluster) + disabled(cluster);
    }

    /** How many instances there are, are disabled, are blocked. */
    static int[] instances(Cluster cluster) {
        int[] counts = new int[3];
        for (Resource resource : cluster.resources) {
            resource.eachPrimitive(
                    primitive -> {
                        if (primitive.orphan && !primitive.role.isActive()) {
                            return;
                        }
                        counts[0]++;
                        counts[1] += isDisabled(primitive) ? 1 : 0;
                        counts[2] += primitive.blocked ? 1 : 0;
                    });
        }
        return counts;
    }

    private static String banner(Cluster cluster) {
        return cluster.settings.maintenanceMode()
                ? """

                              *** Resource management is DISABLED ***
                  The cluster will not attempt to start, stop or recover services

                """
                : "";
    }

    private static String disabled(Cluster cluster) {
        int[] counts = instances(cluster);
        return counts[1] == 0 && counts[2] == 0
                ? ""
                : "%d of %d resource instances DISABLED and %d BLOCKED from further action due to failure\n\n"
                        .formatted(counts[1], counts[0], counts[2]);
    }

    static boolean isDisabled(Resource resource) {
        Role role = Role.parse(resource.meta("target-role"));
        return role == Role.STOPPED || (role == Role.UNPROMOTED && resource.top().promotable);
    }

    private void nodes() {
        text.append("  * Node List:\n");
        nodeList("    ");
    }

    private void nodeList(String indent) {
        List<String> remote = new ArrayList<>();
        List<String> online = new ArrayList<>();
        List<String> offline = new ArrayList<>();
        for (Node node : cluster.nodes) {
            if (node.remote) {
                remote.add(node.name);
                continue;
            }
            String status = nodeStatus(node);
            switch (status) {
                case "online" -> online.add(node.name);
                case "OFFLINE" -> offline.add(node.name);
                default ->
                        text.append(indent)
                                .append("* Node ")
                                .append(node.name)
                                .append(": ")
                                .append(status)
                                .append('\n');
            }
        }
        list(indent, "Online", online);
        list(indent, "OFFLINE", offline);
        list(indent, "RemoteOFFLINE", remote);
    }

    private String nodeStatus(Node node) {
        String status;
        if (node.unclean) {
            status =
                    node.online
                            ? "UNCLEAN (online)"
                            : node.pending ? "UNCLEAN (pending)" : "UNCLEAN (offline)";
        } else if (node.pending) {
            status = "pending";
        } else if (node.standbyOnFail && node.online) {
            status = "standby (on-fail)";
        } else if (node.standby) {
            status =
                    !node.online
                            ? "OFFLINE (standby)"
                            : node.running.isEmpty()
                                    ? "standby"
                                    : "standby (with active resources)";
        } else if (node.maintenance) {
            status = node.online ? "maintenance" : "OFFLINE (maintenance)";
        } else {
            status = node.online ? "online" : "OFFLINE";
        }
        return status + health(node);
    }

    private String health(Node node) {
        int health = NodeHealth.worst(cluster, node);
        if (health < 0) {
            return " (health is RED)";
        }
        return health == 0 ? " (health is YELLOW)" : "";
    }

    private void list(String indent, String title, List<String> names) {
        if (!names.isEmpty()) {
            text.append(indent).append("* ").append(title).append(": [ ");
            text.append(String.join(" ", names)).append(" ]\n");
        }
    }

    private void resource(Resource resource, String indent) {
        switch (resource) {
            case Primitive primitive ->
                    text.append(indent).append("* ").append(line(primitive)).append('\n');
            case Group group -> group(group, indent);
            case CloneSet clone -> clone(clone, indent);
        }
    }

    private void group(Group group, String indent) {
        text.append(indent).append("* Resource Group: ").append(group.id);
        List<String> flags = new ArrayList<>();
        List<Primitive> members =
                group.members.stream()
                        .filter(member -> shown.inactive || member.isActive(false))
                        .toList();
        int hidden = group.members.size() - members.size();
        if (hidden > 0) {
            flags.add(hidden + (hidden == 1 ? " member" : " members") + " inactive");
        }
        flags.addAll(groupFlags(group));
        flags(flags);
        text.append(":\n");
        members.forEach(member -> resource(member, indent + "  "));
    }

    private static List<String> groupFlags(Resource resource) {
        List<String> flags = new ArrayList<>();
        if (!resource.managed) {
            flags.add("unmanaged");
        }
        if (isDisabled(resource)) {
            flags.add("disabled");
        }
        return flags;
    }

    private void flags(List<String> flags) {
        if (!flags.isEmpty()) {
            text.append(" (").append(String.join(", ", flags)).append(')');
        }
    }

    private void clone(CloneSet clone, String indent) {
        text.append(indent).append("* Clone Set: ").append(clone.id);
        text.append(" [").append(clone.instances.getFirst().baseId()).append(']');
        List<String> flags = new ArrayList<>();
        if (clone.promotable) {
            flags.add("promotable");
        }
        if (clone.unique) {
            flags.add("unique");
        }
        flags.addAll(groupFlags(clone));
        flags(flags);
        text.append(":\n");
        List<Node> promoted = new ArrayList<>();
        List<Node> started = new ArrayList<>();
        for (Resource instance : clone.instances) {
            Node place = shown.each ? null : simplePlace(clone, instance);
            if (place != null) {
                (instance.roleNow() == Role.PROMOTED ? promoted : started).add(place);
            } else if (mustBeShown(clone, instance)) {
                resource(instance, indent + "  ");
            }
        }
        String inner = indent + "  ";
        list(inner, "Promoted", names(promoted));
        list(inner, clone.promotable ? promotableTitle(clone) : "Started", names(started));
        if (shown.inactive
                && !shown.each
                && !clone.unique
                && clone.max > promoted.size() + started.size()) {
            stopped(clone, inner);
        }
    }

    /** The role asked for; what is asked for the instances counts for the clone. */
    private static Role configuredRole(CloneSet clone) {
        String own = clone.meta("target-role");
        return Role.parse(own != null ? own : clone.instances.getFirst().meta("target-role"));
    }

    private static String promotableTitle(CloneSet clone) {
        return configuredRole(clone) == Role.UNPROMOTED ? "Unpromoted (target-role)" : "Unpromoted";
    }

    private static List<String> names(List<Node> nodes) {
        return nodes.stream().sorted(NodeNames.BY_NAME).map(node -> node.name).toList();
    }

    private boolean mustBeShown(CloneSet clone, Resource instance) {
        boolean active = instance.isActive(false);
        if (shown.each) {
            return active || !instance.orphan;
        }
        if (clone.unique) {
            return active || (shown.inactive && !instance.orphan);
        }
        return active || isPending(instance);
    }

    private boolean isPending(Resource instance) {
        return shown.pending
                && instance instanceof Primitive primitive
                && primitive.pendingTask != null
                && !primitive.pendingTask.equals("probe");
    }

    /** The node of an instance that needs no line of its own. */
    private @Nullable Node simplePlace(CloneSet clone, Resource instance) {
        if (clone.unique || isPending(instance) || !instance.isActive(false)) {
            return null;
        }
        boolean[] odd = new boolean[1];
        instance.eachPrimitive(
                primitive -> odd[0] |= primitive.orphan || !primitive.managed || primitive.failed);
        if (odd[0] || instance.orphan || !instance.managed || !instance.isActive(true)) {
            return null;
        }
        var places = instance.nodesNow();
        if (places.size() != 1) {
            return null;
        }
        Node place = places.iterator().next();
        return !place.online && place.unclean ? null : place;
    }

    private void stopped(CloneSet clone, String indent) {
        String plain = configuredRole(clone) == Role.STOPPED ? "Stopped (disabled)" : "Stopped";
        Map<String, List<String>> byState = new LinkedHashMap<>();
        for (Node node : cluster.nodes) {
            if (!clone.runningOn.contains(node) && concerns(clone, node)) {
                String probe = failedProbe(clone, node);
                String state = probe == null ? plain : "Stopped (" + probe + ")";
                byState.computeIfAbsent(state, added -> new ArrayList<>()).add(node.name);
            }
        }
        byState.forEach((state, names) -> list(indent, state, names));
    }

    /** Where nothing may run unless allowed, only nodes that were looked at are shown. */
    private boolean concerns(CloneSet clone, Node node) {
        boolean[] known = {cluster.settings.symmetric()};
        clone.eachPrimitive(primitive -> known[0] |= primitive.knownOn.contains(node));
        return known[0];
    }

    private String line(Primitive primitive) {
        return line(primitive, true);
    }

    private String line(Primitive primitive, boolean withNode) {
        StringBuilder line = new StringBuilder();
        line.append(primitive.unique ? primitive.id : primitive.baseId());
        line.append("\t(").append(primitive.agent()).append("):\t");
        Node node = primitive.currentNode();
        if (node == null) {
            node = primitive.pendingNode;
        }
        if (node == null && primitive.lockedTo != null) {
            node = primitive.lockedTo;
        }
        boolean several = primitive.runningOn.size() > 1;
        if (primitive.orphan) {
            line.append(" ORPHANED");
        }
        line.append(' ').append(state(primitive));
        if (withNode && node != null && !several) {
            line.append(' ').append(node.name);
        }
        List<String> flags = primitiveFlags(primitive, several ? null : node);
        if (!flags.isEmpty()) {
            line.append(" (").append(String.join(", ", flags)).append(')');
        }
        if (withNode && several) {
            line.append(" [");
            primitive.runningOn.forEach(place -> line.append(' ').append(place.name));
            line.append(" ]");
        }
        return line.toString();
    }

    private String state(Primitive primitive) {
        Role role = primitive.role;
        if (role == Role.STARTED && primitive.top().promotable) {
            role = Role.UNPROMOTED;
        }
        if (primitive.failed) {
            return role == Role.PROMOTED ? "FAILED " + role.text() : "FAILED";
        }
        String probe = role.isActive() ? null : failedProbe(primitive, null);
        if (probe != null) {
            return "Stopped (" + probe + ") ";
        }
        String pending = pendingState(primitive.pendingTask);
        if (pending != null) {
            return pending;
        }
        return role == Role.UNKNOWN ? Role.STOPPED.text() : role.text();
    }

    private @Nullable String pendingState(@Nullable String task) {
        return switch (task == null || !shown.pending ? "" : task) {
            case Task.START -> "Starting";
            case Task.STOP -> "Stopping";
            case Task.MIGRATE_TO, Task.MIGRATE_FROM -> "Migrating";
            case Task.PROMOTE -> "Promoting";
            case Task.DEMOTE -> "Demoting";
            default -> null;
        };
    }

    private List<String> primitiveFlags(Primitive primitive, @Nullable Node node) {
        List<String> flags = new ArrayList<>();
        if (node != null && !node.online && node.unclean) {
            flags.add("UNCLEAN");
        }
        if (primitive.lockedTo != null && primitive.runningOn.isEmpty()) {
            flags.add("LOCKED");
        }
        if (shown.pending && Task.MONITOR.equals(primitive.pendingTask)) {
            flags.add("Monitoring");
        }
        Role target = Role.parse(primitive.meta("target-role"));
        if (target == Role.STOPPED) {
            flags.add("disabled");
        } else if (target == Role.UNPROMOTED && primitive.top().promotable) {
            flags.add("target-role:Unpromoted");
        }
        if (primitive.blocked) {
            flags.add("blocked");
        } else if (!primitive.managed) {
            flags.add("unmanaged");
        }
        if (primitive.failureIgnored) {
            flags.add("failure ignored");
        }
        return flags;
    }

    /** Why a probe could not say anything, in words; null where none failed in that way. */
    private @Nullable String failedProbe(Resource resource, @Nullable Node node) {
        for (Cluster.FailedOperation failure : cluster.failures) {
            boolean same =
                    failure.resource() == resource
                            || (resource instanceof CloneSet
                                    && failure.resource().top() == resource);
            int rc = History.number(failure.operation(), "rc-code", 0);
            boolean masked =
                    rc == OperationReader.RC_NOT_INSTALLED || rc == OperationReader.RC_INVALID;
            if (same
                    && failure.operation().attribute("on_node") != null
                    && (node == null || failure.node() == node)
                    && masked
                    && History.isProbe(failure.operation())) {
                return rc == OperationReader.RC_NOT_INSTALLED
                        ? "not installed"
                        : "invalid parameter";
            }
        }
        return null;
    }

    /** The health of nodes, as their {@code #health...} attributes have it. */
    static final class NodeHealth {
        private NodeHealth() {}

        private static int colour(String value) {
            return switch (value.toLowerCase(Locale.ROOT)) {
                case "red" -> -1;
                case "yellow" -> 0;
                case "green" -> 1;
                default -> Integer.signum(Scores.parse(value));
            };
        }

        /** 1 where nothing ails it, or nobody wants to know; 0 for yellow, -1 for red. */
        static int worst(Cluster cluster, Node node) {
            if (cluster.settings.healthStrategy().equals("none")) {
                return 1;
            }
            int worst = 1;
            for (Map.Entry<String, String> attribute : node.attributes.entrySet()) {
                if (attribute.getKey().toLowerCase(Locale.ROOT).startsWith("#health")) {
                    worst = Math.min(worst, colour(attribute.getValue()));
                }
            }
            return worst;
        }

        /** All of it together, from a base. */
        static int sum(Cluster cluster, Node node, int base) {
            int sum = base;
            for (Map.Entry<String, String> attribute : node.attributes.entrySet()) {
                if (attribute.getKey().toLowerCase(Locale.ROOT).startsWith("#health")) {
                    sum = Scores.add(sum, score(cluster, attribute.getValue()));
                }
            }
            return sum;
        }

        static int score(Cluster cluster, String value) {
            return Scores.parse(value, cluster.settings.health());
        }
    }
}
