package io.aplomb.cluster.schedule;

import io.aplomb.cluster.rules.Scores;
import io.aplomb.model.cib.Element;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the resource, or the instance of a clone, that an entry of a node's history is about. */
final class HistoryOwners {
    private final Cluster cluster;

    HistoryOwners(Cluster cluster) {
        this.cluster = cluster;
    }

    /** The owner, which is a new orphan where nothing in the configuration has that name. */
    Primitive ownerOf(Node node, String id, Element entry) {
        Primitive known = configured(node, id);
        if (known != null) {
            return known;
        }
        Primitive orphan = new ResourceReader(cluster).newOrphan(id, entry);
        if (cluster.settings.stopOrphanResources()) {
            cluster.preferEverywhere(orphan, -Scores.INFINITY);
        } else {
            orphan.managed = false;
        }
        return orphan;
    }

    /** The configured resource with that name; for an anonymous clone the instance on this node. */
    @Nullable Primitive configured(Node node, String id) {
        Resource found = cluster.find(id);
        CloneSet clone = null;
        if (found == null) {
            // the names in the history of an anonymous clone have no number
            Resource first = cluster.find(FailCounts.withoutInstance(id) + ":0");
            if (first != null && !first.unique) {
                found = first;
                clone = first.cloneSet();
            }
        } else if (!(found instanceof Primitive)) {
            return null;
        } else {
            clone = found.cloneSet();
        }
        if (clone != null && !clone.unique) {
            found = instanceOn(node, clone, FailCounts.withoutInstance(id));
        }
        if (found instanceof Primitive primitive) {
            if (!id.equals(primitive.id) && !id.equals(primitive.historyName)) {
                primitive.historyName = id;
            }
            return primitive;
        }
        return null;
    }

    private @Nullable Primitive instanceOn(Node node, CloneSet clone, String base) {
        Primitive found = null;
        Primitive idle = null;
        boolean onlyOrphans = false;
        for (Resource instance : clone.instances) {
            if (found != null) {
                break;
            }
            Set<Node> places = places(instance);
            if (places.contains(node)) {
                found = member(instance, base);
                if (found != null && !found.runningOn.isEmpty()) {
                    // a second history on one node: the clone had named instances once
                    onlyOrphans = true;
                    found = null;
                }
            } else if (places.isEmpty() && !onlyOrphans && idle == null && !instance.blocked) {
                idle = member(instance, base);
                if (idle != null && idle.pendingNode != null && idle.pendingNode != node) {
                    idle = null;
                }
            }
        }
        if (found == null && !onlyOrphans) {
            found = idle;
        }
        if (found != null
                && !found.needsFencing
                && (!node.online || node.unclean)
                && !clone.isUniversal(cluster.nodes.size())) {
            // its number is better used for an instance that can run
            found = null;
        }
        return found != null ? found : member(new ResourceReader(cluster).newInstance(clone), base);
    }

    private static Set<Node> places(Resource instance) {
        Set<Node> places = instance.nodesNow();
        instance.eachPrimitive(
                primitive -> {
                    if (primitive.pendingNode != null) {
                        places.add(primitive.pendingNode);
                    }
                });
        return places;
    }

    private static @Nullable Primitive member(Resource instance, String base) {
        Primitive[] found = new Primitive[1];
        instance.eachPrimitive(
                primitive -> {
                    if (primitive.baseId().equals(base)) {
                        found[0] = primitive;
                    }
                });
        return found[0];
    }
}
