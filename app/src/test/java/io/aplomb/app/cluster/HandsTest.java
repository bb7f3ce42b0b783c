package io.aplomb.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.app.cluster.client.ClusterRun;
import io.aplomb.app.cluster.daemon.ClusterDaemon;
import io.aplomb.app.cluster.daemon.DaemonSettings;
import io.aplomb.app.cluster.tool.StateDirectory;
import io.aplomb.cluster.live.Membership;
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
    void withoutMajority_aChangeIsRefusedWithTheReason() throws Exception {
        node.losesQuorum("only node1 of 3 voters is there");
        try (ClusterDaemon _ = daemon()) {
            assertThat(pcs("resource", "meta", "vip", "resource-stickiness=100")).isEqualTo(1);
            assertThat(said(err)).contains("Error: only node1 of 3 voters is there");
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
        return new ClusterRun(
                        Map.of("APLOMB_STATE", directory.toString(), "USER", "anna"),
                        InputStream.nullInputStream(),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        AgentCatalog.none())
                .run("pcs", List.of(words));
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
            throw new UnsupportedOperationException("nothing to recover");
        }
    }
}
