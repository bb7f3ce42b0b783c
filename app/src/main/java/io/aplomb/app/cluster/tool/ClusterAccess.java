package io.aplomb.app.cluster.tool;

import io.aplomb.cluster.live.ClusterState;
import io.aplomb.control.node.ClusterNode;
import io.aplomb.model.cib.Element;

/** What a command works on: the running cluster, or a file with its information base. */
public interface ClusterAccess {

    /** Whether it is the running cluster. */
    boolean isLive();

    /**
     * The information base, configuration and status, with everything that was accepted before. Of
     * a cluster without a majority it is what this node knows, and the person is warned: a change
     * that is made on it is refused.
     *
     * @throws CommandFailure where there is none
     */
    Element cib() throws CommandFailure, InterruptedException;

    /**
     * All that the cluster has agreed on, with what {@link #cib} is a part of.
     *
     * @throws CommandFailure where no node runs, or the base is a file
     */
    ClusterState agreed() throws CommandFailure, InterruptedException;

    /**
     * Has the configuration replaced.
     *
     * @param base what the change was made on; refused where the configuration is another by now
     * @param changed with the new configuration
     * @param comment what was done, for the history
     */
    Stored store(Element base, Element changed, String comment)
            throws CommandFailure, InterruptedException;

    /**
     * This machine's node.
     *
     * @throws CommandFailure where none runs, or the base is a file
     */
    ClusterNode node() throws CommandFailure;

    /** What came of storing. */
    enum Stored {
        DONE,
        /** Somebody else was quicker: read again, and do it again. */
        OUTDATED
    }
}
