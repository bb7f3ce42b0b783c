package io.aplomb.cluster.schedule;

import java.util.List;

/** The way: steps, each with those that have to be done before it. */
record Graph(List<Synapse> synapses) {

    /**
     * One step.
     *
     * @param priority a step of lower priority is left out where one of a higher failed
     */
    record Synapse(Action action, List<Action> inputs, int priority) {}
}
