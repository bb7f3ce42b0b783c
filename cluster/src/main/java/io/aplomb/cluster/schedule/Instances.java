package io.aplomb.cluster.schedule;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Questions about the instances of clones. */
final class Instances {
    private Instances() {}

    /** The one node a resource is on, now or then; null for none and for several. */
    static @Nullable Node place(Resource resource, boolean now) {
        Set<Node> places = now ? resource.nodesNow() : resource.nodesNext();
        return places.size() == 1 ? places.iterator().next() : null;
    }

    static boolean anyBlocked(Resource resource) {
        boolean[] blocked = {resource.blocked};
        resource.eachPrimitive(primitive -> blocked[0] |= primitive.blocked);
        return blocked[0];
    }

    /** The instance of a clone that goes with a resource: on its node, or on one it may be on. */
    static @Nullable Resource compatible(
            Cluster cluster, Resource of, CloneSet clone, Role role, boolean now) {
        Node node = place(of, now);
        if (node != null) {
            return compatibleOn(clone, node, role, now);
        }
        for (Candidate candidate : NodeOrder.sorted(cluster, of.allowed.values(), null)) {
            Resource found = compatibleOn(clone, candidate.node, role, now);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static @Nullable Resource compatibleOn(
            CloneSet clone, Node node, Role role, boolean now) {
        for (Resource instance : clone.instances) {
            boolean wanted =
                    role == Role.UNKNOWN
                            || role == (now ? instance.roleNow() : instance.roleNext());
            if (wanted && !anyBlocked(instance) && place(instance, now) == node) {
                return instance;
            }
        }
        return null;
    }

    static int number(Resource instance) {
        int colon = instance.id.lastIndexOf(':');
        return colon < 0 ? 0 : Settings.number(instance.id.substring(colon + 1), 0);
    }

    static @Nullable Candidate inTop(Resource instance, @Nullable Node node) {
        return node == null ? null : instance.top().allowed.get(node);
    }
}
