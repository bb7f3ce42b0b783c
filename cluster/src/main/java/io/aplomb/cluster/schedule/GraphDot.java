package io.aplomb.cluster.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Draws a graph in the DOT language: bold and green is what will be done, orange letters are
 * moments of the cluster itself, dashed is what will not be done, red what cannot.
 *
 * <p>Source: {@code crm_simulate --save-dotfile} of Pacemaker 2.1.5, its output.
 */
final class GraphDot {
    private GraphDot() {}

    static String of(Cluster cluster, Graph graph, boolean all) {
        Map<Action, Graph.Synapse> steps = new HashMap<>();
        graph.synapses().forEach(step -> steps.put(step.action(), step));
        List<Action> shown = new ArrayList<>();
        for (Action action : cluster.actions) {
            boolean wanted = steps.containsKey(action) || all || !action.optional;
            boolean idle = action.optional && action.pseudo && !all;
            if (wanted && !idle) {
                shown.add(action);
            }
        }
        StringBuilder text = new StringBuilder(" digraph \"g\" {\n");
        shown.forEach(action -> node(action, steps.containsKey(action), text));
        Set<Action> drawn = new HashSet<>(shown);
        for (Action action : shown) {
            Graph.Synapse step = steps.get(action);
            Set<Action> done = step == null ? Set.of() : new HashSet<>(step.inputs());
            Set<Action> told = new HashSet<>();
            for (Action.Input input = action.inputs; input != null; input = input.next) {
                boolean bold = done.contains(input.action);
                if ((bold || (all && drawn.contains(input.action))) && told.add(input.action)) {
                    edge(input.action, action, bold, text);
                }
            }
        }
        return text.append("}\n").toString();
    }

    private static void node(Action action, boolean done, StringBuilder text) {
        String style = done ? "bold" : "dashed";
        String colour = done ? "green" : action.runnable ? "blue" : "red";
        String letters = action.pseudo ? "orange" : "black";
        text.append(name(action))
                .append(
                        " [ style=%s color=\"%s\" fontcolor=\"%s\"]\n"
                                .formatted(style, colour, letters));
    }

    private static void edge(Action first, Action then, boolean bold, StringBuilder text) {
        text.append(name(first)).append(" -> ").append(name(then));
        text.append(" [ style = ").append(bold ? "bold" : "dashed").append("]\n");
    }

    private static String name(Action action) {
        String name;
        if (action.is(Task.FENCE) && action.node != null) {
            String operation = action.meta.getOrDefault("stonith_action", "reboot");
            name = "stonith '" + operation + "' " + action.node;
        } else if (action.pseudo || action.node == null) {
            name = action.key;
        } else {
            name = action.key + ' ' + action.node;
        }
        return '"' + name.replace("\"", "\\\"") + '"';
    }
}
