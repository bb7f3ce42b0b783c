package io.aplomb.cluster.schedule;

import io.aplomb.cluster.rules.NameValues;
import io.aplomb.model.cib.Element;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads which nodes are there, and what ran on them. */
final class StatusReader {
    private final Cluster cluster;
    private final Fencing fencing;
    private final HistoryReader history;

    StatusReader(Cluster cluster) {
        this.cluster = cluster;
        this.fencing = new Fencing(cluster);
        this.history = new HistoryReader(cluster, fencing);
    }

    void read() {
        for (Element child : cluster.status().children()) {
            switch (child.name()) {
                case "tickets" -> child.children("ticket_state").forEach(this::readTicket);
                case "node_state" -> readNode(child);
                default -> {}
            }
        }
        for (Node node : cluster.nodes) {
            if (node.unseen && node.pingOnly) {
                node.unclean = false;
            }
        }
        readHistories();
    }

    private void readTicket(Element state) {
        String id = state.id();
        cluster.tickets.put(
                id,
                new TicketConstraint.Ticket(
                        id,
                        Settings.isTrue(state.attribute("granted"), false),
                        Settings.isTrue(state.attribute("standby"), false)));
    }

    private void readNode(Element state) {
        Node node = find(state);
        if (node == null) {
            return;
        }
        for (Element transients : state.children("transient_attributes")) {
            ConfigurationReader.addAttributes(
                    cluster, node, transients, NameValues.Conflict.REPLACE);
        }
        node.unclean = false;
        node.unseen = false;
        node.standby = node.attributeIsTrue("standby");
        node.maintenance = node.attributeIsTrue("maintenance");
        node.expectedUp = "member".equals(state.attribute("expected"));
        node.shutdown = Settings.number(node.attribute("shutdown"), 0) != 0 || longShutdown(node);
        if (node.pingOnly || node.remote) {
            return;
        }
        boolean online =
                cluster.settings.fencingEnabled()
                        ? isOnlineWithFencing(state, node)
                        : isOnlineWithoutFencing(state, node);
        node.online = online;
        if (!online || node.shutdown) {
            node.baseScore = -io.aplomb.cluster.rules.Scores.INFINITY;
        }
        if (!cluster.haveQuorum
                && online
                && cluster.settings.noQuorumPolicy() == Settings.QuorumPolicy.SUICIDE) {
            fencing.markUnclean(node, "cluster does not have quorum", false);
        }
    }

    private static boolean longShutdown(Node node) {
        String text = node.attribute("shutdown");
        return text != null && text.matches("[1-9]\\d*");
    }

    private @Nullable Node find(Element state) {
        Node byId = cluster.nodesById.get(state.id());
        return byId != null
                ? byId
                : cluster.nodesByName.get(state.attribute("uname", "").toLowerCase(Locale.ROOT));
    }

    private boolean isOnlineWithoutFencing(Element state, Node node) {
        if (!isMember(state)) {
            return false;
        }
        if ("online".equalsIgnoreCase(state.attribute("crmd"))) {
            return "member".equalsIgnoreCase(state.attribute("join"));
        }
        if (node.expectedUp) {
            fencing.markUnclean(node, "peer is unexpectedly down", false);
        }
        return false;
    }

    private static boolean isMember(Element state) {
        return Settings.isTrue(state.attribute("in_ccm"), false);
    }

    private boolean isOnlineWithFencing(Element state, Node node) {
        boolean member = isMember(state);
        boolean controller = "online".equalsIgnoreCase(state.attribute("crmd"));
        boolean terminate = mustTerminate(node);
        String join = state.attribute("join", "").toLowerCase(Locale.ROOT);
        boolean expectedDown =
                state.attribute("expected", "down").toLowerCase(Locale.ROOT).equals("down");
        if (node.shutdown) {
            return controller;
        }
        if (state.attribute("in_ccm") == null) {
            fencing.markUnclean(node, "peer has not been seen by the cluster", false);
        } else if (join.equals("nack")) {
            fencing.markUnclean(node, "peer failed Pacemaker membership criteria", false);
        } else if (!terminate && expectedDown) {
            if (member || controller) {
                node.standby = true;
                node.pending = true;
            }
        } else if (terminate && join.equals("down") && !member && !controller) {
            return false;
        } else if (!member) {
            fencing.markUnclean(node, "peer is no longer part of the cluster", true);
        } else if (!controller) {
            fencing.markUnclean(node, "peer process is no longer available", false);
        } else if (terminate) {
            fencing.markUnclean(node, "termination was requested", false);
        } else if (join.equals("pending") || join.equals("down")) {
            node.standby = true;
            node.pending = true;
        } else if (!join.equals("member")) {
            fencing.markUnclean(node, "peer was in an unknown state", false);
        }
        return member;
    }

    private static boolean mustTerminate(Node node) {
        String terminate = node.attribute("terminate");
        if (terminate == null || terminate.isEmpty()) {
            return false;
        }
        char first = terminate.charAt(0);
        return Settings.isTrue(terminate, false) || (first >= '1' && first <= '9');
    }

    /**
     * A node that is gone runs nothing; but where nodes are fenced, what ran there may start
     * elsewhere only after that.
     */
    private void readHistories() {
        boolean ofAll = cluster.settings.fencingEnabled() || cluster.settings.shutdownLock();
        for (Element state : cluster.status().children("node_state")) {
            Node node = find(state);
            if (node == null || node.remote || node.historyRead || (!ofAll && !node.online)) {
                continue;
            }
            node.historyRead = true;
            List<Element> entries =
                    state.childOrEmpty("lrm")
                            .childOrEmpty("lrm_resources")
                            .children("lrm_resource");
            history.read(node, entries);
        }
    }
}
