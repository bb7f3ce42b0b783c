package io.aplomb.cluster.schedule;

import io.aplomb.cluster.rules.Scores;
import java.util.List;
import java.util.Map;

/** What speaks for and against nodes before resources are placed. */
final class Criteria {
    private final Cluster cluster;
    private final FailCounts failures;

    Criteria(Cluster cluster) {
        this.cluster = cluster;
        this.failures = new FailCounts(cluster);
    }

    /** How well nodes are. */
    void applyHealth() {
        String strategy = cluster.settings.healthStrategy();
        if (strategy.equals("none")) {
            return;
        }
        for (Node node : cluster.nodes) {
            int score = health(node, strategy);
            if (score != 0) {
                for (Resource resource : cluster.resources) {
                    apply(
                            new LocationConstraint(
                                    strategy,
                                    resource,
                                    Role.UNKNOWN,
                                    Candidate.Discovery.ALWAYS,
                                    Map.of(node, score)));
                }
            }
        }
    }

    private int health(Node node, String strategy) {
        Scores.Colours colours =
                switch (strategy) {
                    case "migrate-on-red" -> new Scores.Colours(-Scores.INFINITY, 0, 0);
                    case "only-green" -> new Scores.Colours(-Scores.INFINITY, -Scores.INFINITY, 0);
                    case "progressive" -> cluster.settings.health();
                    default -> Scores.Colours.NONE;
                };
        int base = strategy.equals("progressive") ? cluster.settings.healthBase() : 0;
        int sum = base;
        for (Map.Entry<String, String> attribute : node.attributes.entrySet()) {
            if (attribute.getKey().toLowerCase(java.util.Locale.ROOT).startsWith("#health")) {
                sum = Scores.add(sum, Scores.parse(attribute.getValue(), colours));
            }
        }
        return sum;
    }

    void applyAll() {
        if (cluster.settings.shutdownLock()) {
            cluster.resources.forEach(resource -> resource.eachPrimitive(this::applyLock));
        }
        List.copyOf(cluster.locations).forEach(this::apply);
        cluster.resources.forEach(resource -> resource.eachPrimitive(this::applyStickiness));
        for (Node node : cluster.nodes) {
            for (Resource resource : cluster.resources) {
                resource.eachPrimitive(
                        primitive -> {
                            if (!isForgiven(primitive, node)
                                    && failures.overThreshold(primitive, node)) {
                                Resource banned = primitive.banned();
                                cluster.prefer(banned, node, -Scores.INFINITY);
                                banned.eachInTree(
                                        each ->
                                                each.note(
                                                        Contribution.Cause.FAILURES,
                                                        primitive.id,
                                                        node,
                                                        -Scores.INFINITY));
                            }
                        });
                applyDiscovery(resource, node);
            }
        }
    }

    /** What is cleared in this transition no longer counts. */
    private static boolean isForgiven(Primitive resource, Node node) {
        String key = Task.key(resource.id, Task.CLEAR_FAILURES, 0);
        return !ActionFactory.all(resource, key, node).isEmpty();
    }

    private void apply(LocationConstraint location) {
        apply(location.resource(), location, location.scores());
    }

    private void apply(Resource resource, LocationConstraint location, Map<Node, Integer> scores) {
        applyOwn(resource, location, scores);
        Map<Node, Integer> forNext = scores;
        for (Resource child : resource.children()) {
            apply(child, location, forNext);
            if (resource instanceof Group group && group.colocated) {
                // the first member's scores stand for all
                Map<Node, Integer> zeros = new java.util.LinkedHashMap<>();
                scores.keySet().forEach(node -> zeros.put(node, 0));
                forNext = zeros;
            }
        }
    }

    private static void applyOwn(
            Resource resource, LocationConstraint location, Map<Node, Integer> scores) {
        if (location.role() != Role.UNKNOWN && location.role() != resource.nextRole) {
            return;
        }
        Contribution.Cause cause =
                location.fromHealth() ? Contribution.Cause.HEALTH : Contribution.Cause.LOCATION;
        scores.forEach(
                (node, score) -> {
                    resource.note(cause, location.id(), node, score);
                    Candidate candidate = resource.allowed.get(node);
                    if (candidate == null) {
                        candidate = new Candidate(node, score);
                        resource.allowed.put(node, candidate);
                    } else {
                        candidate.add(score);
                    }
                    if (candidate.discovery.compareTo(location.discovery()) < 0) {
                        candidate.discovery = location.discovery();
                    }
                });
    }

    /** Being where one is counts for something. */
    private void applyStickiness(Primitive resource) {
        if (!resource.managed || resource.stickiness < 1 || resource.runningOn.size() != 1) {
            return;
        }
        Node node = resource.runningOn.getFirst();
        if (cluster.settings.symmetric() || resource.allowed.containsKey(node)) {
            cluster.prefer(resource, node, resource.stickiness);
            resource.note(Contribution.Cause.STICKINESS, "", node, resource.stickiness);
        }
    }

    private static void applyDiscovery(Resource resource, Node node) {
        resource.children().forEach(child -> applyDiscovery(child, node));
        if (resource.exclusiveDiscovery || resource.top().exclusiveDiscovery) {
            Candidate candidate = resource.allowed.get(node);
            if (candidate != null && candidate.discovery != Candidate.Discovery.EXCLUSIVE) {
                candidate.score = -Scores.INFINITY;
            }
        }
    }

    /** A resource waits for its node that was shut down in good order. */
    private void applyLock(Primitive resource) {
        if (resource.cloneSet() != null) {
            return;
        }
        if (resource.lockedTo != null) {
            if (!resource.runningOn.isEmpty()) {
                resource.lockedTo = null;
            }
        } else if (resource.runningOn.size() == 1) {
            Node node = resource.runningOn.getFirst();
            if (node.shutdown) {
                if (node.unclean) {
                    return;
                }
                resource.lockedTo = node;
            }
        }
        if (resource.lockedTo == null) {
            return;
        }
        for (Node node : cluster.nodes) {
            if (node != resource.lockedTo) {
                cluster.prefer(resource, node, -Scores.INFINITY);
                resource.note(
                        Contribution.Cause.SHUTDOWN_LOCK,
                        resource.lockedTo.name,
                        node,
                        -Scores.INFINITY);
            }
        }
    }
}
