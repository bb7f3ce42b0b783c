package io.aplomb.cluster.schedule;

import io.aplomb.model.cib.Element;
import java.util.List;

/** What the scheduler decided. */
public final class Decision {
    private final Cluster cluster;
    private final Graph graph;
    private final String before;

    Decision(Cluster cluster, Graph graph, String before) {
        this.cluster = cluster;
        this.graph = graph;
        this.before = before;
    }

    /** The status it was decided on, as text. */
    public String statusBefore() {
        return before;
    }

    /** What will be done, a line for each resource. */
    public String summary() {
        return SummaryText.of(cluster);
    }

    /** Whether there is nothing to do. */
    public boolean isEmpty() {
        return graph.synapses().isEmpty();
    }

    /** The way, gone on paper. */
    public Outcome simulate(List<String> failing) {
        Simulation simulation = new Simulation(cluster, graph, failing);
        simulation.run();
        return new Outcome(simulation.text(), simulation.cib(), simulation.complete());
    }

    /**
     * What a simulation came to.
     *
     * @param text the actions in their order
     * @param cib the information base then
     * @param complete whether no action was left waiting
     */
    public record Outcome(String text, Element cib, boolean complete) {}

    Cluster cluster() {
        return cluster;
    }

    Graph graph() {
        return graph;
    }
}
