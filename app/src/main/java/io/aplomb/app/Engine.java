package io.aplomb.app;

import io.aplomb.app.cluster.daemon.DaemonRun;
import io.aplomb.app.engine.HaproxyProgram;
import io.aplomb.app.process.ProcessSignals;
import io.aplomb.app.proxy.ProxyProgram;
import io.aplomb.cluster.live.Membership;
import io.aplomb.control.node.ClusterNode;
import io.aplomb.control.node.ClusterNodes;
import io.aplomb.formats.pcs.AgentCatalog;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The engines of this build. */
final class Engine {
    private Engine() {}

    /** What {@code aplomb proxy} runs. */
    static Optional<ProxyProgram> program() {
        return Optional.of(new HaproxyProgram(ProgramVersion.number()));
    }

    /** Runs {@code aplomb daemon} on a state directory, empty for the usual one. */
    static int daemon(Map<String, String> environment, PrintStream err, String directory) {
        return new DaemonRun(
                        ProgramVersion.number(),
                        environment,
                        new NoNodes(),
                        AgentCatalog.none(),
                        ProcessSignals::installForCluster,
                        err)
                .run(directory.isEmpty() ? Optional.empty() : Optional.of(directory));
    }

    private static final class NoNodes implements ClusterNodes {
        @Override
        public ClusterNode start(Path stateDirectory) throws IOException {
            throw new IOException(stateDirectory + ": no cluster is set up there");
        }

        @Override
        public void recover(Path stateDirectory, Membership survivors) throws IOException {
            throw new IOException(stateDirectory + ": no cluster is set up there");
        }
    }
}
