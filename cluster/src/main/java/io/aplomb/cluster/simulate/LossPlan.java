package io.aplomb.cluster.simulate;

import io.aplomb.cluster.schedule.Decision;
import io.aplomb.cluster.schedule.Picture;
import io.aplomb.cluster.schedule.Scheduler;
import io.aplomb.model.cib.Element;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What becomes of a cluster when nodes are lost: each online node by itself, then each pair, as
 * {@code --node-fail} loses them, followed until the scheduler finds nothing more to do.
 *
 * <p>Quorum is counted as corosync's votequorum does with a vote for each node: more than half of
 * all nodes have to be left. Two nodes are taken for a cluster with {@code two_node: 1}, in which
 * one of them is enough.
 */
public final class LossPlan {
    /** A state that still changes after so many transitions changes for ever. */
    private static final int MAX_TRANSITIONS = 8;

    private final Element cib;
    private final OffsetDateTime now;
    private final Picture before;

    /** What it comes to without any loss: what stops even so is not the fault of one. */
    private final Picture settled;

    private LossPlan(Element cib, OffsetDateTime now) {
        this.cib = cib;
        this.now = now;
        this.before = Picture.of(cib, now);
        this.settled = Picture.of(follow(cib), now);
    }

    /** Whether the nodes that are lost can be made sure of. */
    public enum Fencing {
        /** They are fenced. */
        DONE,
        /** The configuration does not want it. */
        SWITCHED_OFF,
        /** There is no device. */
        NO_DEVICE,
        /** A partition without quorum may not. */
        NO_QUORUM,
        /** There is a device, yet the scheduler does not have it done. */
        NOT_DONE
    }

    /**
     * More on a node than there should be.
     *
     * @param kind the kind of capacity; empty where resources are counted
     * @param used how much is needed, or how many resources are there
     * @param limit the capacity, or an even share of the resources
     */
    public record Overload(String node, String kind, int used, int limit) {}

    /**
     * One loss and what comes of it.
     *
     * @param lost the nodes
     * @param quorumLost whether the rest has no quorum, though the whole had
     * @param stopped what would run without the loss and does not run after it; {@code db
     *     (promoted)} for a clone that has lost all promoted instances
     * @param overloads what is too much
     * @param twice what may run in two places
     */
    public record Loss(
            List<String> lost,
            boolean quorumLost,
            Fencing fencing,
            List<String> stopped,
            List<Overload> overloads,
            List<String> twice) {
        public Loss {
            lost = List.copyOf(lost);
            stopped = List.copyOf(stopped);
            overloads = List.copyOf(overloads);
            twice = List.copyOf(twice);
        }

        /** Whether nothing is wrong with it. */
        public boolean isHarmless() {
            return !quorumLost && stopped.isEmpty() && overloads.isEmpty() && twice.isEmpty();
        }
    }

    /**
     * All losses.
     *
     * @param nodes those online, which are lost in turn
     * @param byUtilization whether the state says what nodes can bear, or resources are counted
     */
    public record Plan(List<String> nodes, boolean byUtilization, List<Loss> losses) {
        public Plan {
            nodes = List.copyOf(nodes);
            losses = List.copyOf(losses);
        }
    }

    /** Loses every node and every pair of nodes of a state. */
    public static Plan of(Element cib, OffsetDateTime now) {
        return new LossPlan(cib, now).plan();
    }

    private Plan plan() {
        List<String> nodes =
                before.machines().stream()
                        .filter(Picture.Machine::online)
                        .map(Picture.Machine::name)
                        .toList();
        List<Loss> losses = new ArrayList<>();
        nodes.forEach(node -> losses.add(lose(List.of(node))));
        for (int i = 0; i < nodes.size(); i++) {
            for (int j = i + 1; j < nodes.size(); j++) {
                losses.add(lose(List.of(nodes.get(i), nodes.get(j))));
            }
        }
        return new Plan(nodes, byUtilization(), losses);
    }

    private boolean byUtilization() {
        return before.machines().stream().anyMatch(machine -> !machine.capacity().isEmpty());
    }

    private Loss lose(List<String> lost) {
        long left =
                before.machines().stream()
                        .filter(machine -> machine.online() && !lost.contains(machine.name()))
                        .count();
        boolean quorum = before.quorum() && isQuorum(left, before.machines().size());
        List<Change> changes = new ArrayList<>();
        changes.add(new Change(Change.What.QUORUM, Boolean.toString(quorum)));
        lost.forEach(node -> changes.add(new Change(Change.What.NODE_FAIL, node)));
        Element state = Injection.apply(cib, changes, now.toEpochSecond()).cib();
        Picture after = left == 0 ? nothingLeft() : Picture.of(follow(state), now);
        Fencing fencing = left == 0 ? Fencing.NOT_DONE : fencing(after, lost, quorum);
        List<String> twice = left == 0 ? List.of() : twice(after, lost, fencing);
        return new Loss(
                lost,
                before.quorum() && !quorum,
                fencing,
                stopped(after, lost),
                left == 0 ? List.of() : overloads(after),
                twice);
    }

    private static boolean isQuorum(long left, int all) {
        return left * 2 > all || (all == 2 && left == 1);
    }

    private Picture nothingLeft() {
        return new Picture(false, before.fencing(), List.of(), List.of());
    }

    private Element follow(Element start) {
        Element state = start;
        for (int i = 0; i < MAX_TRANSITIONS; i++) {
            Decision decision = Scheduler.decide(state, now);
            if (decision.isEmpty()) {
                return state;
            }
            state = decision.simulate(List.of()).cib();
        }
        return state;
    }

    private static Fencing fencing(Picture after, List<String> lost, boolean quorum) {
        boolean unsure =
                after.machines().stream()
                        .anyMatch(machine -> lost.contains(machine.name()) && machine.unclean());
        return switch (after.fencing()) {
            case SWITCHED_OFF -> Fencing.SWITCHED_OFF;
            case NO_DEVICE -> Fencing.NO_DEVICE;
            case POSSIBLE, NO_QUORUM ->
                    !unsure ? Fencing.DONE : quorum ? Fencing.NOT_DONE : Fencing.NO_QUORUM;
        };
    }

    /** What is active on nodes that are not lost, by name: a resource, a clone, its promoted. */
    private static Set<String> alive(Picture picture, List<String> lost) {
        Set<String> names = new TreeSet<>();
        for (Picture.Copy copy : picture.copies()) {
            if (lost.containsAll(copy.nodes())) {
                continue;
            }
            names.add(name(copy));
            if (copy.promoted()) {
                names.add(name(copy) + " (promoted)");
            }
        }
        return names;
    }

    /** A member of a clone by its own name, so that a group's members are told apart. */
    private static String name(Picture.Copy copy) {
        return copy.resource();
    }

    private List<String> stopped(Picture after, List<String> lost) {
        Set<String> names = alive(settled, List.of());
        names.removeAll(alive(after, lost));
        // a clone that is gone as a whole has no promoted instance either
        names.removeIf(
                name ->
                        name.endsWith(" (promoted)")
                                && names.contains(name.replace(" (promoted)", "")));
        return List.copyOf(names);
    }

    private List<Overload> overloads(Picture after) {
        return byUtilization() ? tooMuchNeeded(after) : tooMany(after);
    }

    private static List<Overload> tooMuchNeeded(Picture after) {
        List<Overload> overloads = new ArrayList<>();
        for (Picture.Machine machine : after.machines()) {
            Map<String, Integer> used = new TreeMap<>();
            for (Picture.Copy copy : after.copies()) {
                if (machine.online() && copy.nodes().contains(machine.name())) {
                    copy.needs().forEach((kind, amount) -> used.merge(kind, amount, Integer::sum));
                }
            }
            used.forEach(
                    (kind, amount) -> {
                        Integer limit = machine.capacity().get(kind);
                        if (limit != null && amount > limit) {
                            overloads.add(new Overload(machine.name(), kind, amount, limit));
                        }
                    });
        }
        return overloads;
    }

    /** Without capacities: nodes with more than twice an even share of the resources. */
    private static List<Overload> tooMany(Picture after) {
        Map<String, Integer> counts = new TreeMap<>();
        after.machines().stream()
                .filter(Picture.Machine::online)
                .forEach(machine -> counts.put(machine.name(), 0));
        for (Picture.Copy copy : after.copies()) {
            copy.nodes().forEach(node -> counts.computeIfPresent(node, (_, count) -> count + 1));
        }
        int all = counts.values().stream().mapToInt(Integer::intValue).sum();
        int share = counts.isEmpty() ? 0 : (all + counts.size() - 1) / counts.size();
        return counts.entrySet().stream()
                .filter(entry -> entry.getValue() > 2 * share)
                .map(entry -> new Overload(entry.getKey(), "", entry.getValue(), share))
                .toList();
    }

    /**
     * What is active in two places afterwards; and what was on a node that is lost but not fenced,
     * and is started elsewhere: the node may be alive, only cut off.
     */
    private List<String> twice(Picture after, List<String> lost, Fencing fencing) {
        Set<String> names = new TreeSet<>();
        for (Picture.Copy copy : after.copies()) {
            if (copy.nodes().size() > 1) {
                names.add(copy.id());
            }
        }
        if (fencing == Fencing.DONE) {
            return List.copyOf(names);
        }
        Set<String> onLost =
                before.copies().stream()
                        .filter(copy -> copy.cloneSet().isEmpty())
                        .filter(copy -> copy.nodes().stream().anyMatch(lost::contains))
                        .map(Picture.Copy::id)
                        .collect(Collectors.toSet());
        for (Picture.Copy copy : after.copies()) {
            if (onLost.contains(copy.id()) && !lost.containsAll(copy.nodes())) {
                names.add(copy.id());
            }
        }
        promotedTwice(after, lost).forEach(names::add);
        return List.copyOf(names);
    }

    private List<String> promotedTwice(Picture after, List<String> lost) {
        Set<String> onLost =
                before.copies().stream()
                        .filter(Picture.Copy::promoted)
                        .filter(copy -> copy.nodes().stream().anyMatch(lost::contains))
                        .map(Picture.Copy::resource)
                        .collect(Collectors.toSet());
        return after.copies().stream()
                .filter(copy -> copy.promoted() && onLost.contains(copy.resource()))
                .filter(copy -> copy.nodes().stream().noneMatch(lost::contains))
                .filter(copy -> !wasPromotedElsewhere(copy, lost))
                .map(copy -> copy.resource() + " (promoted)")
                .distinct()
                .toList();
    }

    private boolean wasPromotedElsewhere(Picture.Copy now, List<String> lost) {
        return before.copies().stream()
                .anyMatch(
                        copy ->
                                copy.promoted()
                                        && copy.resource().equals(now.resource())
                                        && copy.nodes().equals(now.nodes())
                                        && copy.nodes().stream().noneMatch(lost::contains));
    }
}
