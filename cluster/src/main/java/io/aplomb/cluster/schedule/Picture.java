package io.aplomb.cluster.schedule;

import io.aplomb.model.cib.Element;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a state says of its nodes and of what runs where, before anything is decided.
 *
 * @param quorum whether the partition may act for the cluster
 * @param fencing whether nodes can be fenced at all
 * @param machines the cluster's nodes
 * @param copies every resource, each instance of a clone by itself
 */
public record Picture(boolean quorum, Fencing fencing, List<Machine> machines, List<Copy> copies) {

    public Picture {
        machines = List.copyOf(machines);
        copies = List.copyOf(copies);
    }

    /** Whether a node that is lost can be made sure of. */
    public enum Fencing {
        /** There is a device, and it may be used. */
        POSSIBLE,
        /** The configuration says no. */
        SWITCHED_OFF,
        /** Nothing to do it with. */
        NO_DEVICE,
        /** There is a device, but a partition without quorum may not use it. */
        NO_QUORUM
    }

    /**
     * One node.
     *
     * @param unclean it is not known what it does
     * @param capacity what its utilization attributes say, by kind; empty where there are none
     */
    public record Machine(
            String name, boolean online, boolean unclean, Map<String, Integer> capacity) {}

    /**
     * One resource, or one instance of a clone.
     *
     * @param resource the name in the configuration, without the number of an instance
     * @param cloneSet the clone it belongs to
     * @param nodes where it is active, as far as is known
     * @param promoted whether it is in the promoted role
     * @param needs what its utilization attributes say, by kind
     * @param monitorMs the interval of its first recurring monitor, in milliseconds
     */
    public record Copy(
            String id,
            String resource,
            Optional<String> cloneSet,
            List<String> nodes,
            boolean promoted,
            Map<String, Integer> needs,
            long monitorMs) {
        public Copy {
            nodes = List.copyOf(nodes);
        }
    }

    /** For resources whose configuration has no recurring monitor, in milliseconds. */
    private static final long USUAL_MONITOR_MS = 10_000;

    /** Looks at a state. */
    public static Picture of(Element cib, OffsetDateTime now) {
        Cluster cluster = ConfigurationReader.read(cib, now);
        List<Machine> machines = new ArrayList<>();
        for (Node node : cluster.nodes) {
            if (!node.remote && !node.pingOnly) {
                machines.add(
                        new Machine(
                                node.name, node.online, node.unclean, Map.copyOf(node.capacity)));
            }
        }
        List<Copy> copies = new ArrayList<>();
        cluster.resources.forEach(
                resource -> resource.eachPrimitive(primitive -> copies.add(copy(primitive))));
        return new Picture(cluster.haveQuorum, fencing(cluster), machines, copies);
    }

    private static Fencing fencing(Cluster cluster) {
        if (!cluster.settings.fencingEnabled()) {
            return Fencing.SWITCHED_OFF;
        }
        if (!cluster.haveFenceDevice) {
            return Fencing.NO_DEVICE;
        }
        return cluster.canFence(null) ? Fencing.POSSIBLE : Fencing.NO_QUORUM;
    }

    private static Copy copy(Primitive primitive) {
        CloneSet clone = primitive.cloneSet();
        return new Copy(
                primitive.id,
                primitive.baseId(),
                Optional.ofNullable(clone).map(set -> set.id),
                primitive.runningOn.stream().map(node -> node.name).toList(),
                primitive.role == Role.PROMOTED,
                Map.copyOf(primitive.utilization),
                monitorMs(primitive));
    }

    private static long monitorMs(Primitive primitive) {
        return primitive.operations.stream()
                .filter(operation -> Task.MONITOR.equals(operation.attribute("name")))
                .mapToLong(
                        operation ->
                                io.aplomb.cluster.rules.Intervals.millis(
                                        operation.attribute("interval", "0")))
                .filter(interval -> interval > 0)
                .findFirst()
                .orElse(USUAL_MONITOR_MS);
    }
}
