package io.aplomb.app.cluster.daemon;

import io.aplomb.app.cluster.tool.StateDirectory;
import io.aplomb.app.process.ProcessSignals;
import io.aplomb.control.node.ClusterNodes;
import io.aplomb.formats.pcs.AgentCatalog;
import java.io.IOException;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code aplomb daemon}: in the foreground until it is told to end. */
public final class DaemonRun {
    /** The word that leads here. */
    public static final String NAME = "daemon";

    /** In one line. */
    public static final String ABOUT =
            "The cluster's daemon on this machine: what pcsd, Corosync and Pacemaker are together.";

    private static final Logger LOG = LoggerFactory.getLogger("aplomb.daemon");

    private final Map<String, String> environment;
    private final ClusterNodes nodes;
    private final AgentCatalog agents;
    private final Supplier<ProcessSignals> signals;
    private final PrintStream err;
    private final String version;

    /**
     * @param version of the program
     */
    public DaemonRun(
            String version,
            Map<String, String> environment,
            ClusterNodes nodes,
            AgentCatalog agents,
            Supplier<ProcessSignals> signals,
            PrintStream err) {
        this.version = version;
        this.environment = environment;
        this.nodes = nodes;
        this.agents = agents;
        this.signals = signals;
        this.err = err;
    }

    /**
     * Runs until INT or TERM.
     *
     * @param state where the daemon keeps what it must not forget
     * @return 0, or 1 where it could not start
     */
    public int run(StateDirectory state) {
        ProcessSignals requests = signals.get();
        SystemdNotifier systemd = new SystemdNotifier(environment);
        try (ClusterDaemon daemon =
                ClusterDaemon.start(
                        DaemonSettings.of(state, version, environment),
                        nodes,
                        agents,
                        InstantSource.system())) {
            LOG.info("the daemon answers at {}", state.socket());
            systemd.ready(
                    daemon.keeper()
                            .node()
                            .map(node -> "node " + node.self())
                            .orElse("no node runs"));
            while (requests.take() != ProcessSignals.Request.STOP) {
                LOG.debug("a signal that means nothing here");
            }
            systemd.stopping();
            return 0;
        } catch (IOException refused) {
            err.println("Error: " + refused.getMessage());
            return 1;
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }
}
