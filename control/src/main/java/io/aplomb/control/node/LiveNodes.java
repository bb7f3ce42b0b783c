package io.aplomb.control.node;

import io.aplomb.cluster.live.Membership;
import java.io.IOException;
import java.nio.file.Path;

/** Starts real nodes. */
public final class LiveNodes implements ClusterNodes {
    private final NodeSettings settings;

    /**
     * @param settings for all of them
     */
    public LiveNodes(NodeSettings settings) {
        this.settings = settings;
    }

    @Override
    public ClusterNode start(Path stateDirectory) throws IOException {
        return new SupervisedNode(stateDirectory, settings);
    }

    @Override
    public void recover(Path stateDirectory, Membership survivors) throws IOException {
        Recovery.begin(stateDirectory, settings, survivors);
    }
}
