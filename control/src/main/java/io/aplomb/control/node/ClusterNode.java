package io.aplomb.control.node;

import io.aplomb.cluster.live.ClusterState;
import io.aplomb.cluster.live.Command;
import io.aplomb.cluster.live.FencingRecord;
import io.aplomb.cluster.live.Membership;
import io.aplomb.cluster.live.Reply;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * This machine's part of a running cluster, as those see it who carry out a person's words.
 *
 * <p>Every method may be called from any thread. None blocks but {@link #stop}. Futures complete on
 * threads of the node, where nothing may block; with an {@link UnavailableException} where the
 * cluster cannot answer now, never later than after some seconds unless the method says otherwise.
 */
public interface ClusterNode {

    /** This node's name. */
    String self();

    /** The last state that was applied here. It may be older than what others have seen. */
    ClusterState state();

    /** A state in which everything is that was accepted anywhere before this call. */
    CompletableFuture<ClusterState> settled();

    /**
     * Has a command committed by the cluster; completes when it is applied here.
     *
     * <p>Where it completes with an exception the command may have been committed nevertheless.
     */
    CompletableFuture<Reply> submit(Command command);

    /**
     * Changes who belongs to the cluster: the group of the store and the agreed membership, in the
     * order that loses no quorum. Refused where a step would.
     */
    CompletableFuture<Reply> changeMembership(Membership membership);

    /** How this node and the links between the members stand, now. */
    NodeView view();

    /**
     * Completes as soon as the leader has nothing left to do and nothing is under way, counted from
     * a state that holds everything accepted before this call; {@code true} then, {@code false}
     * when the time was not enough.
     */
    CompletableFuture<Boolean> idle(Duration limit);

    /**
     * Runs one operation of a resource agent on this node, for a person to look at. The cluster
     * does not hear of it.
     */
    CompletableFuture<AgentRun> debug(AgentCall call);

    /**
     * Has a node fenced, by whoever can do it.
     *
     * @param action {@code off}, {@code reboot} or {@code on}
     */
    CompletableFuture<FencingRecord> fence(String target, String action, Duration limit);

    /** Tells what happens from now on, in order, until the subscription is closed. */
    Subscription subscribe(Consumer<NodeEvent> listener);

    /**
     * Leaves the cluster: asks for a shutdown, so that resources go elsewhere first, then ends.
     * Blocks.
     *
     * @param limit after which it ends all the same; resources that still run are stopped here
     * @return whether it left in order
     */
    boolean stop(Duration limit);

    /** Listens until closed. */
    interface Subscription extends AutoCloseable {
        /** Ends it. An event may be under way. */
        @Override
        void close();
    }

    /** The cluster cannot answer now: no quorum, no leader, or not in time. */
    final class UnavailableException extends RuntimeException {
        private static final long serialVersionUID = 1;

        /**
         * @param message why, for a person
         */
        public UnavailableException(String message) {
            super(message);
        }
    }
}
