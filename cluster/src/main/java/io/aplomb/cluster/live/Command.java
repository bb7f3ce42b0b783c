package io.aplomb.cluster.live;

import io.aplomb.model.cib.Element;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A change to what the cluster has agreed on. Committed first, then applied on every node. */
public sealed interface Command {

    /**
     * Another configuration.
     *
     * @param expectedVersion refused where the version is another; null to replace whatever is
     *     there
     * @param atMs the author's clock, in milliseconds since 1970
     */
    record ReplaceConfiguration(
            Element configuration,
            @Nullable String expectedVersion,
            String author,
            String comment,
            long atMs)
            implements Command {}

    /** Others belong to the cluster from now on. */
    record ChangeMembership(Membership membership) implements Command {}

    /** A leader's first command in its term. */
    record TakeOffice(String node, long term) implements Command {}

    /** A node is there; what was known of it before counts no longer. */
    record NodeUp(String node, String incarnation, Map<String, String> attributes, long atMs)
            implements Command {
        public NodeUp {
            attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        }
    }

    /**
     * A node is believed lost, or was not lost after all.
     *
     * @param barred whether voters give the session no voice any more
     */
    record BarSession(String node, long session, boolean barred) implements Command {}

    /**
     * A session is over.
     *
     * @param clean nothing runs there any more: it left in order
     * @param cause in words
     */
    record NodeDown(String node, long session, boolean clean, String cause, long atMs)
            implements Command {}

    /** A node asks, or is asked, to leave in order; its resources go elsewhere first. */
    record RequestShutdown(String node, long atMs) implements Command {}

    /** Orders of the leader of a term, refused when that is no longer so. */
    record GiveOrders(long term, List<PendingOrder> orders) implements Command {
        public GiveOrders {
            orders = List.copyOf(orders);
        }
    }

    /**
     * What came of orders, or of recurring ones again.
     *
     * @param first the number of the first result in the node's session; one that is recorded
     *     already is passed over, one that leaves a gap refused
     */
    record RecordResults(
            String node, long session, long first, List<OperationResult> results, long atMs)
            implements Command {
        public RecordResults {
            results = List.copyOf(results);
        }
    }

    /** The leader does not wait for an answer any longer. */
    record ExpireOrder(String node, OperationOrder order, long atMs) implements Command {}

    /** A transient attribute of a node; null takes it away. */
    record SetAttribute(String node, String name, @Nullable String value) implements Command {}

    /**
     * Failures are forgotten, and what is known of a resource is found out anew.
     *
     * @param resource null for all
     * @param node null for all
     * @param operation only failures of this one, null for all
     * @param historyToo also results that are no failures
     */
    record CleanUp(
            @Nullable String resource,
            @Nullable String node,
            @Nullable String operation,
            boolean historyToo)
            implements Command {}

    /** The failures of a resource count no longer; its history stays. */
    record ClearFailures(String resource, String node) implements Command {}

    /** A node forgets a resource. */
    record ForgetResource(String node, String resource) implements Command {}

    /**
     * A node was fenced, or it was tried in vain.
     *
     * @param session the node's last one when it was begun: refused where the node has come again
     *     since, for what ran then says nothing of what runs now; {@link #ANY_SESSION} where a
     *     person says so
     */
    record RecordFencing(FencingRecord fencing, long session) implements Command {
        /** Of whatever session there is. */
        public static final long ANY_SESSION = -1;
    }

    /** A ticket is granted, revoked, put on standby. */
    record SetTicket(String ticket, String attribute, String value) implements Command {}

    /**
     * The configuration of another part.
     *
     * @param expectedVersion refused where the version is another; -1 to replace whatever is there
     */
    record PutDocument(
            String name,
            String content,
            long expectedVersion,
            String author,
            String comment,
            long atMs)
            implements Command {}

    /**
     * Recipients of alerts were told.
     *
     * @param marks by each the number of the last news it was told
     */
    record AlertsTold(Map<String, Long> marks) implements Command {
        public AlertsTold {
            marks = Collections.unmodifiableMap(new LinkedHashMap<>(marks));
        }
    }
}
