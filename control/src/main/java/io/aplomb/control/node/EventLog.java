package io.aplomb.control.node;

import io.aplomb.cluster.live.ClusterEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happened lately, for who asks, and as it happens for who listens. Any thread. */
final class EventLog {
    private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);

    private final Deque<NodeEvent> newest = new ArrayDeque<>();
    private final List<Consumer<NodeEvent>> listeners = new CopyOnWriteArrayList<>();

    ClusterNode.Subscription subscribe(Consumer<NodeEvent> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    List<NodeEvent> newest() {
        synchronized (newest) {
            return List.copyOf(newest);
        }
    }

    void add(ClusterEvent event) {
        NodeEvent.Kind kind = kind(event.kind());
        add(new NodeEvent(event.wallMs(), kind, event.node(), event.resource(), event.text()));
    }

    void add(NodeEvent event) {
        synchronized (newest) {
            newest.addLast(event);
            if (newest.size() > NodeView.MAX_EVENTS) {
                newest.removeFirst();
            }
        }
        LOG.info("{} {} {} {}", event.kind(), event.node(), event.subject(), event.text());
        listeners.forEach(each -> tell(each, event));
    }

    private static void tell(Consumer<NodeEvent> listener, NodeEvent event) {
        try {
            listener.accept(event);
        } catch (RuntimeException fault) {
            LOG.error("a listener of events failed", fault);
        }
    }

    private static NodeEvent.Kind kind(ClusterEvent.Kind kind) {
        return switch (kind) {
            case NODE_UP, NODE_SUSPECT, NODE_LOST, NODE_LEFT -> NodeEvent.Kind.NODE;
            case LEADER -> NodeEvent.Kind.LEADER;
            case LEASE_LAPSED, DEGRADED -> NodeEvent.Kind.QUORUM;
            case FENCED, FENCING_FAILED -> NodeEvent.Kind.FENCING;
            case DECISION -> NodeEvent.Kind.TRANSITION;
            case OPERATION, OPERATION_FAILED -> NodeEvent.Kind.RESOURCE;
            case CONFIGURATION, MEMBERSHIP, ATTRIBUTE -> NodeEvent.Kind.CONFIGURATION;
        };
    }
}
