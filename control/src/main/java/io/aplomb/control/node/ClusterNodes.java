package io.aplomb.control.node;

import io.aplomb.cluster.live.Membership;
import java.io.IOException;
import java.nio.file.Path;

/** Brings this machine's node to life from its state directory. */
public interface ClusterNodes {
    /**
     * Starts the node. It is there when this returns; whether it has found the others, {@link
     * ClusterNode#view} tells.
     *
     * @param stateDirectory where a cluster was set up or joined
     * @throws IOException where that is not so, or the directory cannot be used; the message is for
     *     a person
     */
    ClusterNode start(Path stateDirectory) throws IOException;

    /**
     * Makes the group of voters anew from what this machine knows, because a majority is gone for
     * good. Only while no node runs on the directory.
     *
     * @param survivors who is left; others that are left get their voice back when they meet this
     *     node
     * @throws IOException where a majority is left, or the directory cannot be used; the message is
     *     for a person
     */
    void recover(Path stateDirectory, Membership survivors) throws IOException;
}
