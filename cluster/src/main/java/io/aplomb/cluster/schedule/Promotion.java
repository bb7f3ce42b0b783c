package io.aplomb.cluster.schedule;

import io.aplomb.cluster.rules.Scores;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Chooses which instances of a clone are promoted.
 *
 * <p>Source: Pacemaker Explained, "Promotable clones"; scores are the node attributes {@code
 * master-RESOURCE} that {@code crm_master} sets.
 */
final class Promotion {
    private final Cluster cluster;
    private final Colocations colocations;
    private final Map<Resource, Integer> rank = new HashMap<>();

    Promotion(Cluster cluster, Colocations colocations) {
        this.cluster = cluster;
        this.colocations = colocations;
    }

    /** Where an instance may be promoted it is better placed. */
    void addScores(CloneSet clone) {
        for (Resource instance : clone.instances) {
            for (Candidate candidate : instance.allowed.values()) {
                if (!candidate.node.available()) {
                    continue;
                }
                Integer score = score(clone, instance, candidate.node);
                if (score == null) {
                    continue;
                }
                if (score > 0) {
                    candidate.add(score);
                }
                instance.priority = Math.max(instance.priority, score);
            }
        }
    }

    /** The promotion score of an instance on a node; null where nobody set one. */
    private @Nullable Integer score(CloneSet clone, Resource instance, Node node) {
        if (instance instanceof Primitive primitive) {
            return primitiveScore(clone, primitive, node);
        }
        Integer sum = null;
        for (Resource member : instance.children()) {
            Integer score = score(clone, member, node);
            if (score != null) {
                sum = (sum == null ? 0 : sum) + score;
            }
        }
        return sum;
    }

    private @Nullable Integer primitiveScore(CloneSet clone, Primitive instance, Node node) {
        if (!applies(clone, instance, node)) {
            return null;
        }
        String name = instance.historyName == null ? instance.id : instance.historyName;
        String value = node.attribute("master-" + name);
        if (value == null && !instance.unique) {
            value = node.attribute("master-" + FailCounts.withoutInstance(instance.id));
        }
        return value == null ? null : Scores.parse(value);
    }

    /** Whether what a node says of the resource is said of this instance. */
    private static boolean applies(CloneSet clone, Primitive instance, Node node) {
        boolean known = false;
        if (!instance.unique) {
            Primitive active = activeOn(clone, instance.baseId(), node);
            known =
                    active == instance
                            || (active == null && knownOn(clone, instance.baseId(), node));
        }
        known =
                known
                        || (instance.runningOn.isEmpty() && instance.knownOn.isEmpty())
                        || instance.knownOn.contains(node)
                        || instance.runningOn.contains(node);
        Candidate candidate = instance.allowed.get(node);
        return known && candidate != null && candidate.score >= 0;
    }

    private static @Nullable Primitive activeOn(CloneSet clone, String base, Node node) {
        Primitive[] found = new Primitive[1];
        clone.eachPrimitive(
                primitive -> {
                    if (found[0] == null
                            && primitive.baseId().equals(base)
                            && primitive.runningOn.contains(node)) {
                        found[0] = primitive;
                    }
                });
        return found[0];
    }

    private static boolean knownOn(CloneSet clone, String base, Node node) {
        boolean[] known = new boolean[1];
        clone.eachPrimitive(
                primitive ->
                        known[0] |=
                                primitive.baseId().equals(base)
                                        && primitive.knownOn.contains(node));
        return known[0];
    }

    void chooseRoles(CloneSet clone) {
        clone.allowed.values().forEach(candidate -> candidate.count = 0);
        for (Resource instance : clone.instances) {
            setPriority(clone, instance);
        }
        sort(clone);
        int promoted = 0;
        for (Resource instance : clone.instances) {
            promoted += choose(clone, instance, promoted) ? 1 : 0;
        }
    }

    private void setPriority(CloneSet clone, Resource instance) {
        if (instance.roleNow() == Role.STARTED) {
            instance.eachInTree(
                    each -> each.role = each.role == Role.STARTED ? Role.UNPROMOTED : each.role);
        }
        rank.put(instance, 0);
        Node place = onlyPlace(instance);
        if (place == null) {
            return;
        }
        Role next = instance.roleNext();
        switch (next) {
            case STARTED, UNKNOWN -> {
                Integer score = score(clone, instance, place);
                instance.priority = score == null ? -1 : score;
            }
            case UNPROMOTED, STOPPED -> instance.priority = -Scores.INFINITY;
            case PROMOTED -> {}
        }
        addLocations(instance, instance.locations, place);
        addLocations(instance, clone.locations, place);
        for (Colocation colocation : List.copyOf(instance.withOthers)) {
            colocations.apply(instance, colocation.primary(), colocation);
        }
        rank.put(instance, next == Role.PROMOTED ? Scores.INFINITY : instance.priority);
    }

    private static @Nullable Node onlyPlace(Resource instance) {
        Set<Node> places = instance.nodesNext();
        return places.isEmpty() ? null : places.iterator().next();
    }

    private static void addLocations(
            Resource instance, List<LocationConstraint> locations, Node place) {
        for (LocationConstraint location : locations) {
            Integer score = location.scores().get(place);
            if (location.role() == Role.PROMOTED && score != null) {
                instance.priority = Scores.add(instance.priority, score);
            }
        }
    }

    private int rankOf(Resource instance) {
        return rank.getOrDefault(instance, -1);
    }

    /** The first of the clone are those to be promoted first. */
    private void sort(CloneSet clone) {
        if (clone.promoted >= 0) {
            return;
        }
        clone.promoted = 0;
        clone.merging = true;
        for (Resource instance : clone.instances) {
            Candidate candidate = Instances.inTop(instance, onlyPlace(instance));
            if (rankOf(instance) >= 0 && candidate != null) {
                candidate.add(rankOf(instance));
            }
        }
        addColocations(clone);
        for (Resource instance : clone.instances) {
            Candidate candidate = Instances.inTop(instance, onlyPlace(instance));
            if (!instance.managed && instance.nextRole == Role.PROMOTED) {
                rank.put(instance, Scores.INFINITY);
            } else if (candidate != null && rankOf(instance) >= 0) {
                rank.put(instance, candidate.score);
            }
        }
        StableSort.sort(clone.instances, (a, b) -> compare(clone, a, b));
        clone.merging = false;
    }

    private void addColocations(CloneSet clone) {
        for (Colocation colocation : List.copyOf(clone.withOthers)) {
            if (colocation.dependentRole() == Role.PROMOTED) {
                ScoreMerge.merge(
                        colocation.primary(),
                        clone.allowed,
                        colocation.attribute(),
                        colocation.score() / (float) Scores.INFINITY,
                        new ScoreMerge.Mode(false, !colocation.mandatory(), false));
            }
        }
        for (Colocation colocation : List.copyOf(clone.othersWith)) {
            if (colocation.primaryRole() == Role.PROMOTED && colocation.influence()) {
                ScoreMerge.merge(
                        colocation.dependent(),
                        clone.allowed,
                        colocation.attribute(),
                        colocation.score() / (float) Scores.INFINITY,
                        new ScoreMerge.Mode(true, true, false));
            }
        }
        for (TicketConstraint ticketed : clone.tickets) {
            boolean usable = ticketed.ticket().granted() && !ticketed.ticket().standby();
            if (ticketed.role() == Role.PROMOTED && !usable) {
                cluster.preferEverywhere(clone, -Scores.INFINITY);
            }
        }
    }

    private int compare(CloneSet clone, Resource one, Resource other) {
        int byRank = Integer.compare(rankOf(other), rankOf(one));
        if (byRank != 0) {
            return byRank;
        }
        int byRole = other.roleNow().compareTo(one.roleNow());
        return byRole != 0 ? byRole : InstanceOrder.compare(clone, one, other);
    }

    private boolean choose(CloneSet clone, Resource instance, int promoted) {
        cluster.scores.addPromotion(instance, onlyPlace(instance), rankOf(instance));
        Candidate place = null;
        if (rankOf(instance) >= 0 && (promoted < clone.promotedMax || !clone.managed)) {
            place = placeToPromote(clone, instance);
        }
        boolean frozen =
                instance.role.below(Role.PROMOTED)
                        && cluster.quorumPolicy() == Settings.QuorumPolicy.FREEZE;
        if (place == null || frozen) {
            instance.eachInTree(
                    each ->
                            each.nextRole =
                                    each.nodesNext().isEmpty() ? Role.STOPPED : Role.UNPROMOTED);
            return false;
        }
        place.count++;
        instance.eachInTree(
                each ->
                        each.nextRole =
                                each.nextRole == Role.UNKNOWN ? Role.PROMOTED : each.nextRole);
        return true;
    }

    private static @Nullable Candidate placeToPromote(CloneSet clone, Resource instance) {
        for (Resource member : instance.children()) {
            if (placeToPromote(clone, member) == null) {
                return null;
            }
        }
        Node node = onlyPlace(instance);
        if (node == null) {
            return null;
        }
        if (!instance.managed) {
            if (instance.roleNow() != Role.PROMOTED) {
                return null;
            }
        } else if (instance.priority < 0 || !node.available()) {
            return null;
        }
        Candidate candidate = clone.allowed.get(node);
        if (candidate == null) {
            return null;
        }
        boolean full = candidate.count >= clone.promotedMaxPerNode && instance.managed;
        return full ? null : candidate;
    }
}
