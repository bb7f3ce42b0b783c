package io.aplomb.cluster.schedule;

import io.aplomb.cluster.rules.Scores;
import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Goes the way of a graph on paper: what is done in which order, and what is then known of nodes.
 */
final class Simulation {
    private final Cluster cluster;
    private final Graph graph;
    private final StringBuilder text = new StringBuilder();
    private final SimulatedStatus status;
    private final Set<Action> done = java.util.Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Graph.Synapse> fired =
            java.util.Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<String> failing;
    private final Set<Action> failed = java.util.Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean aborted;

    Simulation(Cluster cluster, Graph graph, List<String> failing) {
        this.cluster = cluster;
        this.graph = graph;
        this.failing = failing;
        this.status = new SimulatedStatus(cluster);
    }

    /** The lines of what was done. */
    String text() {
        return text.toString();
    }

    /** The information base as it is then. */
    Element cib() {
        return status.settled();
    }

    /** The same, as it is told. */
    Element told() {
        return status.told();
    }

    /** Whether all was done that was to be done, or that a failure left to be done. */
    boolean complete() {
        return aborted || fired.size() == graph.synapses().size();
    }

    void run() {
        boolean progress = true;
        while (progress) {
            progress = false;
            for (Graph.Synapse synapse : graph.synapses()) {
                boolean leftOut = aborted && !isMade(synapse);
                if (!leftOut && !fired.contains(synapse) && isReady(synapse)) {
                    fired.add(synapse);
                    progress = true;
                    fire(synapse.action());
                    if (!failed.contains(synapse.action())) {
                        done.add(synapse.action());
                    }
                }
            }
        }
    }

    /** What waits for a step that failed waits for ever, unless it is of the highest priority. */
    private boolean isReady(Graph.Synapse synapse) {
        boolean first = synapse.priority() >= Scores.INFINITY;
        return wanted(synapse).stream()
                .allMatch(action -> done.contains(action) || (first && failed.contains(action)));
    }

    /** Whether a step is made even after another failed. */
    private static boolean isMade(Graph.Synapse synapse) {
        return synapse.action().pseudo || synapse.priority() >= Scores.INFINITY;
    }

    private static List<Action> wanted(Graph.Synapse synapse) {
        return synapse.inputs();
    }

    private void fire(Action action) {
        if (action.is(Task.FENCE) && !action.pseudo) {
            String operation = action.meta.getOrDefault("stonith_action", "reboot");
            Node node = java.util.Objects.requireNonNull(action.node);
            line("Fencing " + node.name + " (" + operation + ")");
            if (!operation.equals("on")) {
                status.fenced(node);
            }
        } else if (action.pseudo) {
            String where = action.is(Task.FENCE) && action.node != null ? " on " + action.node : "";
            line("Pseudo action:   " + shownKey(action) + where);
        } else if (action.is(Task.SHUTDOWN)
                || action.is(Task.CLEAR_FAILURES)
                || action.is(Task.HISTORY_DELETE)) {
            String about = action.resource == null ? "" : " for " + ownName(action.resource);
            line("Cluster action:  " + action.task + about + " on " + action.node);
        } else {
            fireResource(action);
        }
    }

    private static String shownKey(Action action) {
        Resource resource = action.resource;
        if (resource == null || resource.historyName == null) {
            return action.key;
        }
        return action.is(Task.NOTIFY)
                ? Task.notifyKey(
                        resource.historyName,
                        action.meta.getOrDefault("notify_type", ""),
                        action.meta.getOrDefault("notify_operation", ""))
                : Task.key(resource.historyName, action.task, action.intervalMs);
    }

    private static String ownName(Resource resource) {
        return resource.unique ? resource.id : resource.baseId();
    }

    private void fireResource(Action action) {
        if (!(action.resource instanceof Primitive resource) || action.node == null) {
            return;
        }
        String name = shownName(action);
        boolean recurring = action.intervalMs > 0;
        String task = recurring ? action.task + '=' + action.intervalMs : action.task;
        line("Resource action: %-15s %s on %s".formatted(name, task, action.node));
        if (action.is(Task.DELETE)) {
            return;
        }
        int expected = Settings.number(action.meta.get("op_target_rc"), 0);
        Optional<Failure> failure = failure(resource, action);
        int rc = failure.map(Failure::rc).orElse(expected);
        status.done(resource, action, expected, rc);
        if (failure.isEmpty()) {
            return;
        }
        text.append("Pretending action ")
                .append(action.number)
                .append(" failed with rc=")
                .append(rc)
                .append('\n');
        status.failed(failure.get().resource(), action, rc).forEach(this::line);
        failed.add(action);
        aborted = true;
    }

    /**
     * How an action is to fail.
     *
     * @param resource the name by which the resource was called
     */
    private record Failure(String resource, int rc) {}

    private Optional<Failure> failure(Primitive resource, Action action) {
        for (String spec : failing) {
            int equals = spec.lastIndexOf('=');
            String what = equals < 0 ? spec : spec.substring(0, equals);
            for (String name : names(resource)) {
                String wanted = Task.key(name, action.task, action.intervalMs) + '@' + action.node;
                if (what.equalsIgnoreCase(wanted) && equals > 0) {
                    int rc = Settings.number(spec.substring(equals + 1), 1);
                    return Optional.of(new Failure(name, rc));
                }
            }
        }
        return Optional.empty();
    }

    private static List<String> names(Primitive resource) {
        String known = resource.historyName == null ? resource.id : resource.historyName;
        return List.of(known, resource.id, resource.baseId());
    }

    private void line(String what) {
        text.append("  * ").append(what).append('\n');
    }

    /** The name by which a node is told of a resource. */
    private String shownName(Action action) {
        if (!(action.resource instanceof Primitive resource)) {
            return action.resource == null ? "" : action.resource.id;
        }
        if (resource.orphan && resource.historyName != null) {
            return resource.historyName;
        }
        if (resource.unique) {
            return resource.id;
        }
        if (cluster.find(resource.baseId()) != null) {
            return resource.baseId();
        }
        return resource.historyName == null ? resource.id : resource.historyName;
    }

    List<Graph.Synapse> notDone() {
        List<Graph.Synapse> left = new ArrayList<>(graph.synapses());
        left.removeIf(fired::contains);
        return left;
    }
}
