package io.aplomb.cluster.schedule;

import io.aplomb.cluster.rules.Scores;
import io.aplomb.model.cib.Element;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads which resources go together, and which apart. */
final class ColocationReader {
    private final Cluster cluster;
    private final ConstraintReader names;

    ColocationReader(Cluster cluster, ConstraintReader names) {
        this.cluster = cluster;
        this.names = names;
    }

    void read(Element constraint) {
        int score = Scores.parse(constraint.attribute("score"));
        String influence = constraint.attribute("influence");
        List<Element> sets = constraint.children("resource_set");
        Element last = null;
        for (Element set : sets) {
            within(set, score, influence);
            if (last != null) {
                between(constraint.id(), last, set, score, influence);
            }
            last = set;
        }
        if (last != null) {
            return;
        }
        Resource dependent = names.resource(constraint.attribute("rsc"));
        Resource primary = names.resource(constraint.attribute("with-rsc"));
        if (dependent == null || primary == null) {
            return;
        }
        Colocations.add(
                cluster,
                new Colocation(
                        constraint.id(),
                        constraint.attribute("node-attribute", "#uname"),
                        dependent,
                        primary,
                        role(constraint.attribute("rsc-role")),
                        role(constraint.attribute("with-rsc-role")),
                        score,
                        influence(influence, dependent)));
    }

    private static boolean influence(@Nullable String text, Resource dependent) {
        return Settings.isTrue(text, dependent.critical);
    }

    /** Being started is the least there is, and asks for nothing. */
    private static Role role(@Nullable String text) {
        Role role = Role.parse(text);
        return role == Role.STARTED ? Role.UNKNOWN : role;
    }

    private void add(
            String id,
            int score,
            Resource dependent,
            Resource primary,
            Role dependentRole,
            Role primaryRole,
            @Nullable String influence) {
        Colocations.add(
                cluster,
                new Colocation(
                        id,
                        "#uname",
                        dependent,
                        primary,
                        dependentRole,
                        primaryRole,
                        score,
                        influence(influence, dependent)));
    }

    private void within(Element set, int outerScore, @Nullable String influence) {
        if (!ConstraintReader.isSequential(set)) {
            return;
        }
        String own = set.attribute("score");
        int score = own == null ? outerScore : Scores.parse(own);
        Role role = role(set.attribute("role"));
        boolean listed = "listed".equalsIgnoreCase(set.attribute("ordering"));
        List<Resource> members = names.members(set);
        for (int i = 1; i < members.size(); i++) {
            Resource member = members.get(i);
            Resource previous = members.get(i - 1);
            if (score <= 0) {
                // nobody in the set may be with anybody else in it
                for (Resource before : members.subList(0, i)) {
                    add(set.id(), score, member, before, role, role, influence);
                }
            } else if (listed) {
                add(set.id(), score, previous, member, role, role, influence);
            } else {
                add(set.id(), score, member, previous, role, role, influence);
            }
        }
    }

    private void between(
            String id,
            Element dependents,
            Element primaries,
            int score,
            @Nullable String influence) {
        List<Resource> from = names.members(dependents);
        List<Resource> to = names.members(primaries);
        if (from.isEmpty() || to.isEmpty()) {
            return;
        }
        if (ConstraintReader.isSequential(dependents)) {
            from = List.of(from.getFirst());
        }
        if (ConstraintReader.isSequential(primaries)) {
            to = List.of(to.getLast());
        }
        Role dependentRole = role(dependents.attribute("role"));
        Role primaryRole = role(primaries.attribute("role"));
        for (Resource dependent : from) {
            for (Resource primary : to) {
                add(id, score, dependent, primary, dependentRole, primaryRole, influence);
            }
        }
    }
}
