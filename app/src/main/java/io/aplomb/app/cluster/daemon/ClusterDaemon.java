package io.aplomb.app.cluster.daemon;

import io.aplomb.app.cluster.programs.Programs;
import io.aplomb.app.cluster.tool.LiveCluster;
import io.aplomb.app.cluster.tool.StateDirectory;
import io.aplomb.app.cluster.tool.Tool;
import io.aplomb.app.cluster.tool.ToolCall;
import io.aplomb.control.admin.AdminRequest;
import io.aplomb.control.admin.AdminServer;
import io.aplomb.control.admin.Caller;
import io.aplomb.control.enrol.EnrolHandler;
import io.aplomb.control.enrol.EnrolServer;
import io.aplomb.control.enrol.EnrolTokens;
import io.aplomb.control.node.ClusterNode;
import io.aplomb.control.node.ClusterNodes;
import io.aplomb.formats.pcs.AgentCatalog;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** The daemon of one state directory: its node and its socket. */
public final class ClusterDaemon implements AutoCloseable {
    /** For resources to stop or to go elsewhere; what takes longer is stopped where it is. */
    private static final Duration LEAVE = Duration.ofSeconds(150);

    private final NodeKeeper keeper;
    private final InstantSource clock;
    private final Programs programs;
    private final EnrolServer enrolment;
    private final AdminServer server;

    private ClusterDaemon(
            DaemonSettings settings, ClusterNodes nodes, AgentCatalog agents, InstantSource clock)
            throws IOException {
        StateDirectory state = settings.state();
        this.keeper = new NodeKeeper(state, nodes);
        this.clock = clock;
        EnrolTokens tokens =
                new EnrolTokens(
                        state.path(), settings.provisioned(), settings.environment(), clock);
        LocalMachine machine = new LocalMachine(settings.name(), settings.version(), state, keeper);
        OtherMachines others = new OtherMachines(settings.name(), state.path(), tokens);
        MachineWords words =
                new MachineWords(
                        state, keeper, nodes, tokens, new JoinWord(machine, others, keeper));
        ClusterMachines machines =
                new ClusterMachines(machine, others, state, keeper, words, clock);
        this.programs = Programs.of(machines, agents, clock);
        // first: who sees the socket may count on other machines reaching this one
        this.enrolment = enrolment(settings, tokens, new Admission(machine, machines));
        try {
            this.server = AdminServer.open(state.socket(), this::carryOut);
        } catch (IOException refused) {
            enrolment.close();
            throw refused;
        }
    }

    private static EnrolServer enrolment(
            DaemonSettings settings, EnrolTokens tokens, EnrolHandler handler) throws IOException {
        try {
            return EnrolServer.start(
                    settings.name(), settings.state().path(), settings.listen(), tokens, handler);
        } catch (BindException taken) {
            throw new IOException(
                    "port %d, where other machines reach this one: %s; is it pcsd's? stop that"
                            .formatted(settings.listen().getPort(), taken.getMessage()),
                    taken);
        }
    }

    /**
     * Opens the socket, and starts the node where it is enabled.
     *
     * @throws IOException for a person: another daemon runs there, or the directory cannot be used
     */
    public static ClusterDaemon start(
            DaemonSettings settings, ClusterNodes nodes, AgentCatalog agents, InstantSource clock)
            throws IOException {
        StateDirectory state = settings.state();
        if (!Files.exists(state.path())) {
            Files.createDirectories(
                    state.path(),
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
        ClusterDaemon daemon = new ClusterDaemon(settings, nodes, agents, clock);
        try {
            if (daemon.keeper.isEnabled()) {
                daemon.keeper.start();
            }
            return daemon;
        } catch (IOException | RuntimeException failed) {
            daemon.close();
            throw failed;
        }
    }

    /** The node of this machine. */
    public NodeKeeper keeper() {
        return keeper;
    }

    private int carryOut(Caller caller) throws InterruptedException {
        AdminRequest request = caller.request();
        List<String> words = request.words();
        if (words.isEmpty() || !Programs.names().contains(words.getFirst())) {
            caller.err().println("Error: the daemon knows no program of that name");
            return 1;
        }
        return Tool.carryOut(
                programs.find(words.getFirst()),
                new ToolCall(
                        caller,
                        words.subList(1, words.size()),
                        new LiveCluster(
                                keeper::node,
                                author(request),
                                clock,
                                warning -> caller.err().println(warning))));
    }

    private String author(AdminRequest request) {
        String person = request.environment("SUDO_USER", request.environment("USER", "root"));
        return keeper.node().map(ClusterNode::self).map(node -> person + '@' + node).orElse(person);
    }

    /** Leaves the cluster in order, then ends. */
    @Override
    public void close() throws IOException {
        try {
            boolean _ = keeper.stop(LEAVE);
        } finally {
            server.close();
            enrolment.close();
        }
    }
}
