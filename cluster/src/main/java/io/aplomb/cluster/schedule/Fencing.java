package io.aplomb.cluster.schedule;

import org.jspecify.annotations.Nullable;

/** Asks for nodes to be fenced. */
final class Fencing {
    private final Cluster cluster;
    private final ActionFactory actions;

    Fencing(Cluster cluster) {
        this.cluster = cluster;
        this.actions = new ActionFactory(cluster);
    }

    /** From now on the node cannot be trusted; it is fenced, where that is possible. */
    void markUnclean(Node node, String reason, boolean delayed) {
        if (node.unclean) {
            return;
        }
        node.unclean = true;
        var _ = request(node, null, true, reason, delayed);
    }

    /** The fencing of a node with this operation, or the one that is configured. */
    Action request(
            Node node,
            @Nullable String operation,
            boolean optional,
            @Nullable String reason,
            boolean delayed) {
        String wanted = operation == null ? cluster.settings.fencingAction() : operation;
        String key = "stonith-" + node.name + '-' + wanted;
        Action action = cluster.ofCluster.get(key);
        if (action == null) {
            action = actions.ofCluster(key, Task.FENCE, node);
            action.optional = true;
            action.meta.put("on_node", node.name);
            action.meta.put("on_node_uuid", node.id);
            action.meta.put("stonith_action", wanted);
        }
        if (delayed && cluster.settings.priorityFencingDelayMs() > 0) {
            action.meta.put(
                    "priority-fencing-delay",
                    Long.toString(cluster.settings.priorityFencingDelayMs() / 1000));
        }
        if (!optional && cluster.canFence(node)) {
            action.optional = false;
        }
        if (action.reason == null) {
            action.reason = reason;
        }
        return action;
    }
}
