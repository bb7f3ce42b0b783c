package io.aplomb.cluster.schedule;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A decision's graph with the question which step waits for which, over any number of steps. */
final class Way {
    private final Map<Action, List<Action>> inputs = new IdentityHashMap<>();
    private final Map<Action, Set<Action>> known = new HashMap<>();
    private final List<Action> steps;

    Way(Decision decision) {
        decision.graph()
                .synapses()
                .forEach(synapse -> inputs.put(synapse.action(), synapse.inputs()));
        steps = decision.graph().synapses().stream().map(Graph.Synapse::action).toList();
    }

    List<Action> steps() {
        return steps;
    }

    /** The steps that do this with a resource, on whatever node. */
    List<Action> steps(Resource resource, String task) {
        return steps.stream()
                .filter(step -> step.resource == resource && step.is(task) && step.intervalMs == 0)
                .toList();
    }

    @Nullable Action fencingOf(Node node) {
        for (Action step : steps) {
            boolean off = !"on".equals(step.meta.get("stonith_action"));
            if (step.is(Task.FENCE) && step.node == node && off) {
                return step;
            }
        }
        return null;
    }

    boolean waitsFor(Action later, Action earlier) {
        return known.computeIfAbsent(later, this::all).contains(earlier);
    }

    private Set<Action> all(Action step) {
        Set<Action> found = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Action> open = new ArrayDeque<>(List.of(step));
        while (!open.isEmpty()) {
            for (Action input : inputs.getOrDefault(open.pop(), List.of())) {
                if (found.add(input)) {
                    open.push(input);
                }
            }
        }
        return found;
    }
}
