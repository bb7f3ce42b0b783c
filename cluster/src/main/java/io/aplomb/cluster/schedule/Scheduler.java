package io.aplomb.cluster.schedule;

import io.aplomb.model.cib.Element;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * Decides where each resource belongs and which actions lead there: one pure function of the
 * cluster information base and the time.
 */
public final class Scheduler {
    private Scheduler() {}

    /** The decision for a state of a cluster. */
    public static Decision decide(Element cib, OffsetDateTime now) {
        Cluster cluster = ConfigurationReader.read(cib, now);
        return decide(cluster);
    }

    /** The lists of nodes and resources of a state. */
    public static String status(Element cib, OffsetDateTime now) {
        return StatusText.of(ConfigurationReader.read(cib, now), false);
    }

    /** A state as {@link Decision#statusBefore} tells it, without deciding anything. */
    public static String statusBefore(Element cib, OffsetDateTime now) {
        return statusBefore(ConfigurationReader.read(cib, now));
    }

    private static String statusBefore(Cluster cluster) {
        return StatusText.counts(cluster)
                + "Current cluster status:\n"
                + StatusText.of(cluster, true);
    }

    private static Decision decide(Cluster cluster) {
        String before = statusBefore(cluster);
        cluster.scores.addCapacities("Original", cluster.nodes);
        new Criteria(cluster).applyHealth();
        new ConstraintReader(cluster).readAll();
        new Criteria(cluster).applyAll();
        new InternalConstraints(cluster).addAll();
        ConfigurationChanges changes = new ConfigurationChanges(cluster);
        changes.planAll();
        new Placement(cluster).placeAll();
        cluster.scores.addCapacities("Remaining", cluster.nodes);
        if (cluster.settings.startupProbes()) {
            new Probes(cluster).planAll();
        }
        if (cluster.settings.stopOrphanResources()) {
            clearFailuresOfOrphans(cluster);
        }
        new ResourceActions(cluster).planAll();
        new FencingPlan(cluster).planAll();
        new OrderingApplication(cluster).applyAll();
        Graph graph = new GraphBuilder(cluster).build();
        return new Decision(cluster, graph, before);
    }

    private static void clearFailuresOfOrphans(Cluster cluster) {
        FailureExpiry expiry = new FailureExpiry(cluster);
        FailCounts failures = new FailCounts(cluster);
        Orderings orderings = new Orderings(cluster);
        for (Resource resource : List.copyOf(cluster.resources)) {
            if (!resource.orphan || !(resource instanceof Primitive orphan)) {
                continue;
            }
            for (Node node : cluster.nodes) {
                if (node.online && failures.effective(orphan, node, null).count() > 0) {
                    Action clear = expiry.clearFailures(orphan, node, "it is orphaned");
                    orderings.actionThen(clear, orphan, Task.STOP, Kind.ORDERED);
                }
            }
        }
    }
}
