package io.aplomb.cluster.schedule;

import io.aplomb.cluster.rules.Scores;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes colocations count: first for the place of the dependent, then for its role. */
final class Colocations {
    private final Cluster cluster;
    private final Placement placement;

    Colocations(Cluster cluster, Placement placement) {
        this.cluster = cluster;
        this.placement = placement;
    }

    /** Adds a constraint to the cluster and to its two resources. */
    static void add(Cluster cluster, Colocation colocation) {
        if (colocation.score() == 0) {
            return;
        }
        insert(colocation.dependent().withOthers, colocation, Colocation::primary);
        insert(colocation.primary().othersWith, colocation, Colocation::dependent);
        cluster.colocations.add(colocation);
        if (colocation.forbids()) {
            keepApart(
                    cluster,
                    colocation.dependent(),
                    colocation.dependentRole(),
                    colocation.primary(),
                    colocation.primaryRole());
            keepApart(
                    cluster,
                    colocation.primary(),
                    colocation.primaryRole(),
                    colocation.dependent(),
                    colocation.dependentRole());
        }
    }

    /** The one leaves a node before the other comes there. */
    private static void keepApart(
            Cluster cluster, Resource first, Role firstRole, Resource then, Role thenRole) {
        List<String> leaving =
                switch (firstRole) {
                    case PROMOTED -> List.of(Task.DEMOTE);
                    case UNPROMOTED -> List.of(Task.STOP, Task.PROMOTE);
                    default -> List.of(Task.STOP);
                };
        List<String> coming =
                switch (thenRole) {
                    case PROMOTED -> List.of(Task.PROMOTE);
                    case UNPROMOTED -> List.of(Task.START, Task.DEMOTE);
                    default -> List.of(Task.START);
                };
        Orderings orderings = new Orderings(cluster);
        for (String leave : leaving) {
            for (String come : coming) {
                orderings.tasks(first, leave, then, come, Kind.ANTI_COLOCATION);
            }
        }
    }

    /** By the priority of the other resource, clones first, then by name. */
    static void insert(
            List<Colocation> list, Colocation added, Function<Colocation, Resource> other) {
        Comparator<Colocation> order =
                Comparator.<Colocation>comparingInt(c -> -other.apply(c).priority)
                        .thenComparingInt(c -> -size(other.apply(c)))
                        .thenComparing(c -> !isPromotable(other.apply(c)))
                        .thenComparing(Colocation::id);
        int at = 0;
        while (at < list.size() && order.compare(added, list.get(at)) >= 0) {
            at++;
        }
        list.add(at, added);
    }

    private static boolean isPromotable(Resource resource) {
        return resource instanceof CloneSet && resource.promotable;
    }

    private static int size(Resource resource) {
        return switch (resource) {
            case Primitive _ -> 1;
            case Group _ -> 2;
            case CloneSet _ -> 3;
        };
    }

    private enum Effect {
        NOTHING,
        PLACE,
        ROLE
    }

    /** Makes a constraint count for its dependent, whatever the two are made of. */
    void apply(Resource dependent, Resource primary, Colocation colocation) {
        switch (dependent) {
            case Primitive primitive -> applyTo(primitive, primary, colocation);
            case Group group -> {
                if (group.colocated) {
                    apply(group.first(), primary, colocation);
                } else if (!colocation.mandatory()) {
                    group.members.forEach(member -> apply(member, primary, colocation));
                }
            }
            case CloneSet _ -> {}
        }
    }

    private void applyTo(Primitive dependent, Resource primary, Colocation colocation) {
        switch (primary) {
            case Primitive single -> applySingle(dependent, single, colocation);
            case Group group -> {
                if (group.provisional || group.members.isEmpty()) {
                    return;
                }
                if (group.colocated) {
                    applySingle(
                            dependent,
                            colocation.mandatory() ? group.last() : group.first(),
                            colocation);
                } else if (!colocation.mandatory()) {
                    group.members.forEach(member -> applySingle(dependent, member, colocation));
                }
            }
            case CloneSet clone -> applyClone(dependent, clone, colocation);
        }
    }

    private void applySingle(Primitive dependent, Primitive primary, Colocation colocation) {
        switch (effect(dependent, primary, colocation)) {
            case NOTHING -> {}
            case PLACE -> applyToPlace(dependent, primary, colocation);
            case ROLE -> applyToRole(dependent, primary, colocation);
        }
    }

    private static Effect effect(Primitive dependent, Primitive primary, Colocation colocation) {
        if (primary.provisional) {
            return Effect.NOTHING;
        }
        if (!colocation.dependentRole().below(Role.UNPROMOTED)
                && dependent.parent != null
                && dependent.parent.promotable
                && !dependent.provisional) {
            return Effect.ROLE;
        }
        if (!dependent.provisional) {
            return Effect.NOTHING;
        }
        boolean otherRole =
                (colocation.dependentRole() != Role.UNKNOWN
                                && colocation.dependentRole() != dependent.nextRole)
                        || (colocation.primaryRole() != Role.UNKNOWN
                                && colocation.primaryRole() != primary.nextRole);
        return otherRole ? Effect.NOTHING : Effect.PLACE;
    }

    static @Nullable String value(@Nullable Node node, Colocation colocation) {
        if (node == null) {
            return null;
        }
        return colocation.onNodes() ? node.name : node.attribute(colocation.attribute());
    }

    private static boolean same(@Nullable String one, @Nullable String other) {
        return one == null ? other == null : one.equalsIgnoreCase(other);
    }

    private static void applyToPlace(
            Primitive dependent, Primitive primary, Colocation colocation) {
        Node place = primary.assigned;
        int score = colocation.score();
        if (place == null && score < 0) {
            return;
        }
        String value = value(place, colocation);
        Map<Node, Candidate> scores = Candidate.copyOf(dependent.allowed);
        for (Candidate candidate : scores.values()) {
            if (place == null) {
                candidate.add(-score);
            } else if (same(value(candidate.node, colocation), value)) {
                if (!colocation.mandatory()) {
                    candidate.add(score);
                }
            } else if (colocation.mandatory()) {
                candidate.score = -Scores.INFINITY;
            }
        }
        if (colocation.mandatory() || colocation.forbids() || Candidate.anyUsable(scores)) {
            dependent.allowed.clear();
            dependent.allowed.putAll(scores);
        }
    }

    private static void applyToRole(Primitive dependent, Primitive primary, Colocation colocation) {
        if (primary.assigned == null || dependent.assigned == null) {
            return;
        }
        if (!same(value(dependent.assigned, colocation), value(primary.assigned, colocation))) {
            if (colocation.mandatory() && colocation.dependentRole() == Role.PROMOTED) {
                dependent.priority = -Scores.INFINITY;
            }
            return;
        }
        if (colocation.primaryRole() != Role.UNKNOWN
                && colocation.primaryRole() != primary.nextRole) {
            return;
        }
        int sign = colocation.dependentRole() == Role.UNPROMOTED ? -1 : 1;
        dependent.priority = Scores.add(sign * colocation.score(), dependent.priority);
    }

    private void applyClone(Primitive dependent, CloneSet primary, Colocation colocation) {
        if (primary.provisional) {
            return;
        }
        if (primary.promotable && colocation.primaryRole() != Role.UNKNOWN) {
            if (dependent.provisional) {
                placeWithRole(dependent, primary, colocation);
                return;
            }
            if (colocation.dependentRole() == Role.PROMOTED) {
                roleWithRole(dependent, primary, colocation);
                return;
            }
        }
        if (colocation.dependent() instanceof CloneSet whole
                && whole.metaIsTrue("interleave", false)
                && perNode(whole) == perNode(primary)) {
            interleave(dependent, primary, colocation);
        } else if (colocation.mandatory()) {
            Set<Node> places = new LinkedHashSet<>();
            for (Resource instance : primary.instances) {
                Node place = Instances.place(instance, false);
                if (place != null && !Instances.anyBlocked(instance)) {
                    places.add(place);
                }
            }
            keepTo(dependent, places);
        } else {
            primary.instances.forEach(instance -> applyTo(dependent, instance, colocation));
        }
    }

    private static int perNode(Resource resource) {
        return resource instanceof CloneSet clone && clone.unique ? clone.maxPerNode : 1;
    }

    private void interleave(Primitive dependent, CloneSet primary, Colocation colocation) {
        Resource partner = Instances.compatible(cluster, dependent, primary, Role.UNKNOWN, false);
        if (partner != null) {
            apply(dependent, partner, colocation);
        } else if (colocation.mandatory()) {
            placement.assign(dependent, null, true);
        }
    }

    private static void keepTo(Primitive dependent, Set<Node> places) {
        for (Candidate candidate : dependent.allowed.values()) {
            if (!places.contains(candidate.node)) {
                candidate.score = -Scores.INFINITY;
            }
        }
    }

    private static void placeWithRole(
            Primitive dependent, CloneSet primary, Colocation colocation) {
        Set<Node> places = new LinkedHashSet<>();
        for (Resource instance : primary.instances) {
            Node place = Instances.place(instance, false);
            if (place == null || instance.roleNext() != colocation.primaryRole()) {
                continue;
            }
            places.add(place);
            if (!colocation.mandatory()) {
                String value = value(place, colocation);
                for (Candidate candidate : dependent.allowed.values()) {
                    if (same(value(candidate.node, colocation), value)) {
                        candidate.add(colocation.score());
                    }
                }
            }
        }
        // promoted with promoted is no reason not to run at all
        boolean bothPromoted =
                colocation.dependentRole() == Role.PROMOTED
                        && colocation.primaryRole() == Role.PROMOTED;
        if (colocation.mandatory() && !bothPromoted) {
            for (Candidate candidate : dependent.allowed.values()) {
                if (places.contains(candidate.node)) {
                    candidate.add(scoreAt(primary, candidate.node));
                } else {
                    candidate.score = -Scores.INFINITY;
                }
            }
        }
    }

    private static int scoreAt(CloneSet primary, Node node) {
        for (Resource instance : primary.instances) {
            if (Instances.place(instance, false) == node) {
                Candidate candidate = instance.allowed.get(node);
                return candidate == null ? 0 : candidate.score;
            }
        }
        return 0;
    }

    private void roleWithRole(Primitive dependent, CloneSet primary, Colocation colocation) {
        Resource partner =
                Instances.compatible(cluster, dependent, primary, colocation.primaryRole(), false);
        if (partner != null) {
            dependent.priority = Scores.add(dependent.priority, colocation.score());
        } else if (colocation.mandatory()) {
            dependent.priority = -Scores.INFINITY;
        }
    }
}
