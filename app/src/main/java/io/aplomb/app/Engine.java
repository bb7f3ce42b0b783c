package io.aplomb.app;

import io.aplomb.app.cluster.daemon.DaemonRun;
import io.aplomb.app.cluster.daemon.LocalAgents;
import io.aplomb.app.cluster.tool.StateDirectory;
import io.aplomb.app.engine.HaproxyProgram;
import io.aplomb.app.process.ProcessSignals;
import io.aplomb.app.proxy.ProxyProgram;
import io.aplomb.control.agent.AgentLibrary;
import io.aplomb.control.agent.AgentPlaces;
import io.aplomb.control.node.LiveNodes;
import io.aplomb.control.node.NodeSettings;
import io.aplomb.formats.pcs.AgentCatalog;
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
        StateDirectory state =
                directory.isEmpty() ? StateDirectory.of(environment) : StateDirectory.at(directory);
        return new DaemonRun(
                        ProgramVersion.number(),
                        environment,
                        new LiveNodes(NodeSettings.usual(launcher())),
                        agents(state),
                        ProcessSignals::installForCluster,
                        err)
                .run(state);
    }

    /** The agents of this machine. */
    static AgentCatalog agents(Map<String, String> environment) {
        return agents(StateDirectory.of(environment));
    }

    private static AgentCatalog agents(StateDirectory state) {
        return new LocalAgents(new AgentLibrary(AgentPlaces.of("", state.path())));
    }

    /** What agents call to speak to the cluster. */
    private static Path launcher() {
        return Path.of(System.getProperty("aplomb.program", "aplomb"));
    }
}
