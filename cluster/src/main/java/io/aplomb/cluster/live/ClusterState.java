package io.aplomb.cluster.live;

import io.aplomb.cluster.alert.Bulletin;
import io.aplomb.cluster.schedule.NodeStates;
import io.aplomb.model.cib.Element;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that the cluster has agreed on. Changed by {@link StateMachine} alone, in the same way on
 * every node.
 *
 * @param cib the cluster information base: configuration, and status as the scheduler reads it
 * @param membership who belongs to the cluster
 * @param sessions of nodes, by name
 * @param pending orders without an answer, in the order in which they were given
 * @param history states that the configuration had, the newest last
 * @param fencings what was fenced, the newest last
 * @param documents configurations of other parts, by name
 * @param leader the node that leads; empty before the first
 * @param term since which it does
 * @param bulletin what is to be told to recipients of alerts
 */
public record ClusterState(
        Element cib,
        Membership membership,
        Map<String, NodeSession> sessions,
        List<PendingOrder> pending,
        List<ConfigurationVersion> history,
        List<FencingRecord> fencings,
        Map<String, StoredDocument> documents,
        String leader,
        long term,
        Bulletin bulletin) {

    /** Older states of the configuration are forgotten beyond this many. */
    static final int MAX_HISTORY = 100;

    /** Older attempts to fence are forgotten beyond this many. */
    static final int MAX_FENCINGS = 100;

    /** Keeps copies. */
    public ClusterState {
        sessions = Collections.unmodifiableMap(new LinkedHashMap<>(sessions));
        pending = List.copyOf(pending);
        history = List.copyOf(history);
        fencings = List.copyOf(fencings);
        documents = Collections.unmodifiableMap(new LinkedHashMap<>(documents));
    }

    /** That of a cluster in which nothing has happened yet. */
    public static ClusterState initial(Membership membership) {
        return new ClusterState(
                Cibs.empty(membership),
                membership,
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                "",
                0,
                Bulletin.EMPTY);
    }

    /** The configuration's version: {@code admin_epoch.epoch}. */
    public String version() {
        return cib.attribute("admin_epoch", "0") + '.' + cib.attribute("epoch", "0");
    }

    /** The configuration section. */
    public Element configuration() {
        return cib.childOrEmpty("configuration");
    }

    /** The session of a node, or null before it came first. */
    public @Nullable NodeSession session(String node) {
        return sessions.get(node);
    }

    /** How often a node has come so far. */
    public long sessionNumber(String node) {
        NodeSession session = sessions.get(node);
        return session == null ? 0 : session.number();
    }

    /** Whether a node is there. */
    public boolean isUp(String node) {
        NodeSession session = sessions.get(node);
        return session != null && session.up();
    }

    /** A property of the cluster, or null. */
    public @Nullable String property(String name) {
        return Cibs.property(cib, name);
    }

    ClusterState with(Element changed) {
        return new ClusterState(
                changed,
                membership,
                sessions,
                pending,
                history,
                fencings,
                documents,
                leader,
                term,
                bulletin);
    }

    ClusterState with(Bulletin changed) {
        return new ClusterState(
                cib,
                membership,
                sessions,
                pending,
                history,
                fencings,
                documents,
                leader,
                term,
                changed);
    }

    ClusterState with(Membership changed) {
        return new ClusterState(
                cib, changed, sessions, pending, history, fencings, documents, leader, term,
                bulletin);
    }

    ClusterState withSession(String node, NodeSession session) {
        Map<String, NodeSession> changed = new LinkedHashMap<>(sessions);
        changed.put(node, session);
        return new ClusterState(
                cib,
                membership,
                changed,
                pending,
                history,
                fencings,
                documents,
                leader,
                term,
                bulletin);
    }

    ClusterState withPending(List<PendingOrder> changed) {
        return new ClusterState(
                cib,
                membership,
                sessions,
                changed,
                history,
                fencings,
                documents,
                leader,
                term,
                bulletin);
    }

    ClusterState withHistory(List<ConfigurationVersion> changed) {
        return new ClusterState(
                cib,
                membership,
                sessions,
                pending,
                changed,
                fencings,
                documents,
                leader,
                term,
                bulletin);
    }

    ClusterState withFencings(List<FencingRecord> changed) {
        return new ClusterState(
                cib,
                membership,
                sessions,
                pending,
                history,
                changed,
                documents,
                leader,
                term,
                bulletin);
    }

    ClusterState withDocument(StoredDocument document) {
        Map<String, StoredDocument> changed = new LinkedHashMap<>(documents);
        changed.put(document.name(), document);
        return new ClusterState(
                cib,
                membership,
                sessions,
                pending,
                history,
                fencings,
                changed,
                leader,
                term,
                bulletin);
    }

    ClusterState ledBy(String node, long since) {
        return new ClusterState(
                cib,
                membership,
                sessions,
                pending,
                history,
                fencings,
                documents,
                node,
                since,
                bulletin);
    }

    /** The same with what is known of a node changed; one update more is counted. */
    ClusterState withNode(String node, java.util.function.UnaryOperator<Element> change) {
        String id = Cibs.nodeId(cib, membership, node);
        return with(Cibs.counted(NodeStates.changed(cib, id, node, change)));
    }
}
