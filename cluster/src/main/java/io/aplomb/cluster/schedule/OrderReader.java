package io.aplomb.cluster.schedule;

import io.aplomb.cluster.rules.Scores;
import io.aplomb.model.cib.Element;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads what comes before what. */
final class OrderReader {
    private enum Strength {
        OPTIONAL,
        MANDATORY,
        SERIALIZE
    }

    private enum Symmetry {
        ASYMMETRIC,
        SYMMETRIC,
        INVERSE
    }

    private final ConstraintReader names;
    private final Orderings orderings;
    private final ActionFactory actions;

    OrderReader(Cluster cluster, ConstraintReader names) {
        this.names = names;
        this.orderings = new Orderings(cluster);
        this.actions = new ActionFactory(cluster);
    }

    void read(Element order) {
        Strength strength = strength(order);
        String symmetrical = order.attribute("symmetrical");
        Symmetry symmetry = symmetry(order, strength, null);
        Element last = null;
        for (Element set : order.children("resource_set")) {
            within(set, strength, symmetrical);
            if (last != null) {
                between(last, set, strength, symmetry);
                if (symmetry == Symmetry.SYMMETRIC) {
                    between(set, last, strength, Symmetry.INVERSE);
                }
            }
            last = set;
        }
        if (last == null) {
            readSimple(order, strength, symmetry);
        }
    }

    private static Strength strength(Element order) {
        String kind = order.attribute("kind");
        if (kind == null) {
            String score = order.attribute("score");
            return score != null && Scores.parse(score) == 0
                    ? Strength.OPTIONAL
                    : Strength.MANDATORY;
        }
        return switch (kind.toLowerCase(Locale.ROOT)) {
            case "optional" -> Strength.OPTIONAL;
            case "serialize" -> Strength.SERIALIZE;
            default -> Strength.MANDATORY;
        };
    }

    private static Symmetry symmetry(Element order, Strength outer, @Nullable String outerText) {
        boolean own = order.attribute("kind") != null || order.attribute("score") != null;
        Strength strength = own ? strength(order) : outer;
        String text = order.attribute("symmetrical");
        if (text == null) {
            text = outerText;
        }
        boolean serialize = strength == Strength.SERIALIZE;
        if (text == null) {
            return serialize ? Symmetry.ASYMMETRIC : Symmetry.SYMMETRIC;
        }
        return Settings.isTrue(text, false) && !serialize
                ? Symmetry.SYMMETRIC
                : Symmetry.ASYMMETRIC;
    }

    private static int kind(Strength strength, String first, Symmetry symmetry) {
        return switch (strength) {
            case OPTIONAL -> Kind.ORDERED;
            case SERIALIZE -> Kind.SERIALIZE;
            case MANDATORY ->
                    Kind.ORDERED
                            | switch (symmetry) {
                                case ASYMMETRIC -> Kind.ASYMMETRIC;
                                case SYMMETRIC ->
                                        first.equals(Task.START) || first.equals(Task.PROMOTE)
                                                ? Kind.FIRST_IMPLIES_THEN | Kind.FIRST_BLOCKS
                                                : Kind.FIRST_IMPLIES_THEN;
                                case INVERSE -> Kind.THEN_NEEDS_FIRST;
                            };
        };
    }

    private static String inverse(String task) {
        return switch (task) {
            case Task.START -> Task.STOP;
            case Task.STOP -> Task.START;
            case Task.PROMOTE -> Task.DEMOTE;
            case Task.DEMOTE -> Task.PROMOTE;
            case Task.STARTED -> Task.STOPPED;
            case Task.STOPPED -> Task.STARTED;
            case Task.PROMOTED -> Task.DEMOTED;
            case Task.DEMOTED -> Task.PROMOTED;
            default -> task;
        };
    }

    private void readSimple(Element order, Strength strength, Symmetry symmetry) {
        Resource first = names.resource(order.attribute("first"));
        Resource then = names.resource(order.attribute("then"));
        if (first == null || then == null) {
            return;
        }
        String firstTask = order.attribute("first-action", Task.START);
        String thenTask = order.attribute("then-action", firstTask);
        int kind = kind(strength, firstTask, symmetry);
        boolean restarts = strength == Strength.OPTIONAL && then.restartsWithOptional;
        if (restarts) {
            kind |= Kind.FIRST_IMPLIES_THEN;
        }
        int enough = minimum(first, order);
        if (enough > 0) {
            orderAfterMinimum(
                    order.id(), (CloneSet) first, firstTask, then, thenTask, kind, enough);
        } else {
            orderings.tasks(first, firstTask, then, thenTask, kind);
        }
        if (symmetry == Symmetry.SYMMETRIC) {
            String inverseFirst = inverse(firstTask);
            int inverseKind = kind(strength, inverseFirst, Symmetry.INVERSE);
            if (restarts) {
                inverseKind |= Kind.THEN_NEEDS_FIRST;
            }
            orderings.tasks(then, inverse(thenTask), first, inverseFirst, inverseKind);
        }
    }

    /** How many instances are enough to go on; 0 where all are needed. */
    private static int minimum(Resource first, Element order) {
        if (!(first instanceof CloneSet)) {
            return 0;
        }
        String least = first.meta("clone-min");
        if (least != null) {
            return Math.max(0, Settings.number(least, 0));
        }
        return Settings.isTrue(order.attribute("require-all"), true) ? 0 : 1;
    }

    private void orderAfterMinimum(
            String id,
            CloneSet first,
            String firstTask,
            Resource then,
            String thenTask,
            int kind,
            int enough) {
        Action met = actions.momentOfCluster("clone-one-or-more:" + id);
        met.minRunnable = true;
        met.requiredRunnable = enough;
        for (Resource instance : first.instances) {
            orderings.taskThen(instance, firstTask, met, Kind.ONE_OR_MORE | Kind.THEN_IN_GRAPH);
        }
        orderings.actionThen(met, then, thenTask, kind | Kind.FIRST_BLOCKS);
    }

    private void within(Element set, Strength outer, @Nullable String symmetrical) {
        List<Resource> members = names.members(set);
        if (members.size() < 2) {
            return;
        }
        String task = set.attribute("action", Task.START);
        Strength strength = set.attribute("kind") == null ? outer : strength(set);
        Symmetry symmetry = symmetry(set, outer, symmetrical);
        int kind = kind(strength, task, symmetry);
        boolean sequential = ConstraintReader.isSequential(set);
        if (strength == Strength.SERIALIZE) {
            for (int i = 0; i < members.size(); i++) {
                for (int j = i + 1; j < members.size(); j++) {
                    orderings.tasks(members.get(i), task, members.get(j), task, kind);
                }
            }
        } else if (sequential) {
            for (int i = 1; i < members.size(); i++) {
                orderings.tasks(members.get(i - 1), task, members.get(i), task, kind);
            }
        }
        if (symmetry == Symmetry.ASYMMETRIC || !sequential) {
            return;
        }
        String inverse = inverse(task);
        int inverseKind = kind(strength, inverse, Symmetry.INVERSE);
        for (int i = 1; i < members.size(); i++) {
            orderings.tasks(members.get(i), inverse, members.get(i - 1), inverse, inverseKind);
        }
    }

    private void between(Element one, Element other, Strength strength, Symmetry symmetry) {
        List<Resource> first = names.members(one);
        List<Resource> then = names.members(other);
        if (first.isEmpty() || then.isEmpty()) {
            return;
        }
        boolean inverted = symmetry == Symmetry.INVERSE;
        String firstTask = one.attribute("action", Task.START);
        String thenTask = other.attribute("action", Task.START);
        if (inverted) {
            firstTask = inverse(firstTask);
            thenTask = inverse(thenTask);
        }
        boolean down = firstTask.equals(Task.STOP) || firstTask.equals(Task.DEMOTE);
        int kind = kind(strength, firstTask, symmetry);
        if (!down && !Settings.isTrue(one.attribute("require-all"), true)) {
            Action any = actions.momentOfCluster("one-or-more:" + one.id());
            any.minRunnable = true;
            for (Resource resource : first) {
                orderings.taskThen(resource, firstTask, any, Kind.ONE_OR_MORE | Kind.THEN_IN_GRAPH);
            }
            for (Resource resource : then) {
                orderings.actionThen(any, resource, thenTask, kind | Kind.FIRST_BLOCKS);
            }
            return;
        }
        // an explicit sequence is enough to be held by one end; without it everybody is held
        if ("true".equalsIgnoreCase(one.attribute("sequential"))) {
            first = List.of(inverted ? first.getFirst() : first.getLast());
        }
        if ("true".equalsIgnoreCase(other.attribute("sequential"))) {
            then = List.of(inverted ? then.getLast() : then.getFirst());
        }
        for (Resource each : first) {
            for (Resource after : then) {
                orderings.tasks(each, firstTask, after, thenTask, kind);
            }
        }
    }
}
