package io.aplomb.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.app.cluster.client.ClusterRun;
import io.aplomb.app.cluster.daemon.ClusterDaemon;
import io.aplomb.app.cluster.daemon.DaemonSettings;
import io.aplomb.app.cluster.tool.StateDirectory;
import io.aplomb.cluster.live.Membership;
import io.aplomb.control.node.AgentRun;
import io.aplomb.control.node.ClusterNode;
import io.aplomb.control.node.ClusterNodes;
import io.aplomb.formats.pcs.AgentCatalog;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Words typed, to a daemon with a node and back. */
@Timeout(60)
class HandsTest {
    private final FakeNode node = new FakeNode();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir private Path directory;

    @Test
    void configuration_isChangedByTheCluster_andRemembered() throws Exception {
        try (ClusterDaemon _ = daemon()) {
            assertThat(pcs("resource", "meta", "vip", "resource-stickiness=100")).isZero();
            assertThat(node.state().history()).hasSize(2);
            assertThat(node.state().history().getLast().comment())
                    .isEqualTo("pcs resource meta vip resource-stickiness=100");
        }
    }

    @Test
    void oneWord_listsWhatIsConfigured() throws Exception {
        try (ClusterDaemon _ = daemon()) {
            assertThat(pcs("constraint", "location", "vip", "prefers", "node1")).isZero();
            assertThat(pcs("constraint")).isZero();
            assertThat(said(out)).contains("Node: node1 (score:INFINITY)");
        }
    }

    @Test
    void move_isJudgedByWhereThingsComeToRest() throws Exception {
        try (ClusterDaemon _ = daemon()) {
            assertThat(pcs("resource", "move", "vpi", "node1")).isEqualTo(1);
            assertThat(node.waits()).isEqualTo(1);
            assertThat(pcs("resource", "meta", "vip", "resource-stickiness=100")).isZero();
            assertThat(node.waits()).as("nothing else waits").isEqualTo(1);
        }
    }

    @Test
    void withoutMajority_aChangeIsRefusedWithTheReason() throws Exception {
        node.losesQuorum("only node1 of 3 voters is there");
        try (ClusterDaemon _ = daemon()) {
            assertThat(pcs("resource", "meta", "vip", "resource-stickiness=100")).isEqualTo(1);
            assertThat(said(err)).contains("Error: only node1 of 3 voters is there");
        }
    }

    @Test
    void withoutMajority_whatIsReadIsOfThisNode_andItIsSaid() throws Exception {
        try (ClusterDaemon _ = daemon()) {
            assertThat(pcs("cluster", "cib")).isZero();
            assertThat(said(err)).isEmpty();
            String before = said(out);
            out.reset();
            node.losesQuorum("only node1 of 3 voters is there");
            assertThat(pcs("cluster", "cib")).isZero();
            assertThat(said(out)).isEqualTo(before);
            assertThat(said(err)).contains("Warning: the cluster does not answer");
            err.reset();
            assertThat(pcs("config", "history")).isZero();
            assertThat(said(err)).contains("Warning: the cluster does not answer");
        }
    }

    @Test
    void withoutDaemon_theCommandToStartItIsTold() {
        assertThat(pcs("resource", "meta", "vip", "x=1")).isEqualTo(1);
        assertThat(said(err)).contains("no daemon runs here", "aplomb daemon --state " + directory);
    }

    @Test
    void withoutNode_theCommandToStartItIsTold() throws Exception {
        try (ClusterDaemon daemon = daemon()) {
            boolean _ = daemon.keeper().stop(java.time.Duration.ZERO);
            assertThat(pcs("resource", "meta", "vip", "x=1")).isEqualTo(1);
            assertThat(said(err)).contains("not currently running", "aplomb cluster start");
        }
    }

    @Test
    void file_isChangedWithoutAnyDaemon() throws Exception {
        Path file = directory.resolve("cib.xml");
        Files.writeString(file, io.aplomb.formats.cib.CibWriter.write(node.state().cib()));
        assertThat(pcs("-f", file.toString(), "resource", "meta", "vip", "resource-stickiness=7"))
                .isZero();
        assertThat(Files.readString(file)).contains("resource-stickiness", "value=\"7\"");
    }

    @Test
    void programs_answerFromTheNode() throws Exception {
        try (ClusterDaemon _ = daemon()) {
            assertThat(run("crm_node", "-n")).isZero();
            assertThat(run("crm_node", "-q")).isZero();
            assertThat(said(out)).isEqualTo("node1\n1\n");
            out.reset();
            assertThat(run("corosync-cfgtool", "-s")).isZero();
            assertThat(said(out)).contains("nodeid:          2:\tconnected");
            out.reset();
            assertThat(run("corosync-cmapctl")).isZero();
            assertThat(said(out)).contains("runtime.members.2.status (str) = joined");
            out.reset();
            assertThat(run("attrd_updater", "-n", "ping", "-U", "100")).isZero();
            assertThat(run("attrd_updater", "-n", "ping", "-Q")).isZero();
            assertThat(said(out)).isEqualTo("name=\"ping\" host=\"node1\" value=\"100\"\n");
            out.reset();
            assertThat(run("crm_attribute", "-n", "batch-limit", "-v", "7")).isZero();
            assertThat(run("crm_attribute", "-n", "batch-limit", "-G", "-q")).isZero();
            assertThat(said(out)).isEqualTo("7\n");
        }
    }

    @Test
    void status_warnsOfWhatIsDangerous() throws Exception {
        try (ClusterDaemon _ = daemon()) {
            assertThat(pcs("status")).isZero();
            assertThat(said(out))
                    .contains(
                            "Cluster name: mycluster\n",
                            "Two nodes without a witness",
                            "aplomb quorum witness add",
                            "  * Online: [ node1 node2 ]\n",
                            "  * vip\t(ocf:heartbeat:IPaddr2):\t Stopped\n");
        }
    }

    @Test
    void oldConfiguration_isBroughtBack() throws Exception {
        try (ClusterDaemon _ = daemon()) {
            assertThat(pcs("resource", "meta", "vip", "resource-stickiness=7")).isZero();
            assertThat(pcs("config", "diff")).isZero();
            assertThat(said(out)).contains("+", "value=\"7\"");
            assertThat(pcs("config", "rollback", "1")).isZero();
            assertThat(node.state().configuration().toString()).doesNotContain("stickiness");
            assertThat(node.state().history()).hasSize(3);
            assertThat(pcs("config", "rollback", "99")).isEqualTo(1);
            assertThat(said(err)).contains("there is no version '99'");
        }
    }

    @Test
    void configuration_thatIsNotValidIsRefusedWhole() throws Exception {
        Path file = directory.resolve("bad.xml");
        Files.writeString(
                file,
                io.aplomb.formats.cib.CibWriter.write(node.state().cib()).replace("</cib>", ""));
        try (ClusterDaemon _ = daemon()) {
            assertThat(pcs("config", "apply", file.toString())).isEqualTo(1);
            assertThat(node.state().history()).hasSize(1);
        }
    }

    @Test
    void waiting_endsWithOneWhenTheClusterStaysBusy() throws Exception {
        node.staysBusy();
        try (ClusterDaemon _ = daemon()) {
            assertThat(pcs("resource", "disable", "vip", "--wait=1")).isEqualTo(1);
            assertThat(said(err)).contains("waiting timeout");
        }
    }

    @Test
    void agent_isRunForAPerson() throws Exception {
        node.answers(new AgentRun(7, false, "no address", "looked\n", ""));
        try (ClusterDaemon _ = daemon()) {
            assertThat(pcs("resource", "debug-monitor", "vip")).isEqualTo(7);
            assertThat(said(out))
                    .contains("(ocf:heartbeat:IPaddr2) returned: 'not running' (7): no address")
                    .contains(" >  stdout: looked");
            assertThat(node.debugged().getFirst().operation()).isEqualTo("monitor");
        }
    }

    @Test
    void top_isPlainTextWhereNobodyLooks() throws Exception {
        try (ClusterDaemon _ = daemon()) {
            assertThat(run("top")).isZero();
            assertThat(said(out)).contains("leader node1", "vip", "node2 joined");
        }
    }

    private ClusterDaemon daemon() throws Exception {
        StateDirectory state = new StateDirectory(directory);
        Files.writeString(state.enabled(), "");
        return ClusterDaemon.start(
                new DaemonSettings(
                        state,
                        "node1",
                        "1",
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        directory.resolve("no-token"),
                        Map.of()),
                new OneNode(node),
                AgentCatalog.none(),
                InstantSource.system());
    }

    private int pcs(String... words) {
        return run("pcs", words);
    }

    private int run(String program, String... words) {
        return new ClusterRun(
                        Map.of("APLOMB_STATE", directory.toString(), "USER", "anna"),
                        InputStream.nullInputStream(),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        AgentCatalog.none())
                .run(program, List.of(words));
    }

    private static String said(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }

    private record OneNode(ClusterNode node) implements ClusterNodes {
        @Override
        public ClusterNode start(Path stateDirectory) {
            return node;
        }

        @Override
        public void recover(Path stateDirectory, Membership survivors) {
            throw new AssertionError("asked to recover " + survivors);
        }
    }
}
