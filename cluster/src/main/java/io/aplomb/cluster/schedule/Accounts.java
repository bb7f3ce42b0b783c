package io.aplomb.cluster.schedule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells what was decided in records that may be shown. */
final class Accounts {
    private final Cluster cluster;

    Accounts(Cluster cluster) {
        this.cluster = cluster;
    }

    List<Account> all() {
        return cluster.resources.stream().map(this::of).toList();
    }

    @Nullable Account of(String id) {
        Resource resource = cluster.find(id);
        if (resource == null) {
            resource = cluster.find(id + ":0");
        }
        return resource == null ? null : of(resource);
    }

    List<Account.Machine> machines() {
        return cluster.nodes.stream().map(this::machine).toList();
    }

    private Account of(Resource resource) {
        List<Account.Place> places = new ArrayList<>();
        Resource chosen = resource instanceof Group group ? group.first() : resource;
        Primitive counted = first(chosen);
        for (Node node : cluster.nodes) {
            Candidate candidate = chosen.allowed.get(node);
            if (candidate != null) {
                List<Contribution> made =
                        chosen.contributions.stream()
                                .filter(each -> each.node().equals(node.name))
                                .toList();
                int failures =
                        counted == null
                                ? 0
                                : new FailCounts(cluster).effective(counted, node, null).count();
                places.add(new Account.Place(machine(node), candidate.score, failures, made));
            }
        }
        return new Account(
                resource.id,
                resource.roleNext(),
                names(resource.nodesNow()),
                names(resource.nodesNext()),
                resource.managed && (counted == null || counted.managed),
                anyBlocked(resource),
                HistoryReader.TargetRole.of(resource) == Role.STOPPED,
                resource instanceof CloneSet clone ? clone.max : 0,
                resource.migrationThreshold,
                places);
    }

    private static @Nullable Primitive first(Resource resource) {
        List<Primitive> all = new ArrayList<>();
        resource.eachPrimitive(all::add);
        return all.isEmpty() ? null : all.getFirst();
    }

    private static boolean anyBlocked(Resource resource) {
        return Instances.anyBlocked(resource);
    }

    private static List<String> names(Collection<Node> nodes) {
        return nodes.stream().map(node -> node.name).sorted().toList();
    }

    private Account.Machine machine(Node node) {
        String fenced = "";
        for (Action action : cluster.ofCluster.values()) {
            boolean off = !"on".equals(action.meta.get("stonith_action"));
            if (action.is(Task.FENCE) && action.node == node && !action.optional && off) {
                fenced = action.reason == null ? "unclean" : action.reason;
            }
        }
        return new Account.Machine(
                node.name,
                node.online,
                node.unclean,
                node.standby || node.standbyOnFail,
                node.maintenance,
                node.pending,
                node.shutdown,
                fenced);
    }
}
