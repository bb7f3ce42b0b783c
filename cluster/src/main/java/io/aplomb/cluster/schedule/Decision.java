package io.aplomb.cluster.schedule;

import io.aplomb.model.cib.Element;
import java.util.List;
import java.util.Optional;

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

    /** The state that was decided on. */
    public Element cib() {
        return cluster.cib;
    }

    /** Whether there is nothing to do. */
    public boolean isEmpty() {
        return graph.synapses().isEmpty();
    }

    /** The way, gone on paper. */
    public Outcome simulate(List<String> failing) {
        Simulation simulation = new Simulation(cluster, graph, failing);
        simulation.run();
        return new Outcome(
                simulation.text(), simulation.cib(), simulation.told(), simulation.complete());
    }

    /**
     * What a simulation came to.
     *
     * @param text the actions in their order
     * @param cib the information base then
     * @param told the same with the entries crm_simulate writes for cancelled operations: it takes
     *     them for signs of life, and tells the status from them
     * @param complete whether no action was left waiting
     */
    public record Outcome(String text, Element cib, Element told, boolean complete) {}

    /**
     * The scores by which places were chosen, and what is left of capacities, a line each.
     *
     * @param scores whether those of scores are wanted
     * @param utilization whether those of capacities are wanted
     */
    public List<String> scores(boolean scores, boolean utilization) {
        return cluster.scores.texts(scores, utilization);
    }

    /** The way as Pacemaker's controller would get it: {@code transition_graph}. */
    public Element graphXml() {
        return GraphXml.of(cluster, graph);
    }

    /** The way, in steps that stand for themselves. */
    public List<Step> steps() {
        return Steps.of(cluster, graph);
    }

    /**
     * The way as a picture in the DOT language.
     *
     * @param all whether also to show what will not be done
     */
    public String graphDot(boolean all) {
        return GraphDot.of(cluster, graph, all);
    }

    /** What was decided for each resource that stands on its own, and why. */
    public List<Account> accounts() {
        return new Accounts(cluster).all();
    }

    /** What was decided for a resource and why; empty where there is none of that name. */
    public Optional<Account> account(String resource) {
        return Optional.ofNullable(new Accounts(cluster).of(resource));
    }

    /** The nodes and how they are. */
    public List<Account.Machine> machines() {
        return new Accounts(cluster).machines();
    }

    /** Whether enough nodes are together to decide anything. */
    public boolean hasQuorum() {
        return cluster.haveQuorum;
    }

    Cluster cluster() {
        return cluster;
    }

    Graph graph() {
        return graph;
    }
}
