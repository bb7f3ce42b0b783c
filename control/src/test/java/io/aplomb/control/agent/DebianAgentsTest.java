package io.aplomb.control.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.cluster.live.AgentName;
import io.aplomb.cluster.live.OperationResult;
import io.aplomb.control.vip.NetworkThread;
import io.aplomb.testkit.RequiredRights;
import io.aplomb.testkit.RequiredTool;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The resource agents that Debian has (package resource-agents), as they are. */
@Timeout(180)
class DebianAgentsTest {

    private static final Path ROOT = Path.of("/usr/lib/ocf");

    @TempDir Path home;

    @BeforeEach
    void agents() {
        var _ = RequiredTool.path("ocf-tester"); // of the same package, and on PATH
    }

    @Test
    void dummy_keepsItsStateWithTheNode() throws Exception {
        AgentName dummy = new AgentName("ocf", "heartbeat", "Dummy");
        try (ExecutorRoom room = new ExecutorRoom(home, ROOT)) {
            assertThat(room.run("d", dummy, "monitor", Map.of()).rc()).isEqualTo(Ocf.NOT_RUNNING);
            assertThat(room.run("d", dummy, "start", Map.of()).succeeded()).isTrue();
            assertThat(room.run("d", dummy, "monitor", Map.of()).rc()).isZero();
            assertThat(Path.of("/run/Dummy-d.state")).doesNotExist();
            assertThat(Path.of("/run/resource-agents/Dummy-d.state")).doesNotExist();
            assertThat(room.run("d", dummy, "stop", Map.of()).succeeded()).isTrue();
            assertThat(room.run("d", dummy, "monitor", Map.of()).rc()).isEqualTo(Ocf.NOT_RUNNING);
        }
    }

    @Test
    void stateful_setsItsPromotionScoreThroughTheTools() throws Exception {
        AgentName stateful = new AgentName("ocf", "heartbeat", "Stateful");
        FakeServices cluster = new FakeServices();
        Map<String, String> parameters =
                Map.of("crm_feature_set", "3.16.2", "CRM_meta_timeout", "20000");
        try (ExecutorRoom room = new ExecutorRoom(home, ROOT);
                AgentSpool _ = AgentSpool.open(room.places(), cluster, Path.of("/bin/false"))) {
            assertThat(room.run("s", stateful, "start", parameters).succeeded()).isTrue();
            assertThat(cluster.attributes).containsEntry("alpha/TRANSIENT/master-s", "5");
            assertThat(room.run("s", stateful, "promote", parameters).succeeded()).isTrue();
            assertThat(cluster.attributes).containsEntry("alpha/TRANSIENT/master-s", "10");
            assertThat(room.run("s", stateful, "monitor", parameters).rc())
                    .isEqualTo(Ocf.RUNNING_PROMOTED);
            assertThat(room.run("s", stateful, "demote", parameters).succeeded()).isTrue();
            assertThat(room.run("s", stateful, "stop", parameters).succeeded()).isTrue();
            assertThat(cluster.attributes).isEmpty();
        }
    }

    @Test
    void address_comesAndGoesInANetworkOfItsOwn() throws Exception {
        RequiredRights.root();
        AgentName address = new AgentName("ocf", "heartbeat", "IPaddr2");
        Map<String, String> parameters = Map.of("ip", "192.0.2.80", "arp_count", "1");
        try (NetworkThread machine = new NetworkThread()) {
            machine.ip("link add left type veth peer name right");
            machine.ip("link set right up");
            machine.ip("link set left up");
            machine.ip("address add 192.0.2.9/24 dev left");
            ExecutorRoom room = machine.run(() -> new ExecutorRoom(home, ROOT));
            try (room) {
                assertThat(room.run("ip", address, "monitor", parameters).rc())
                        .isEqualTo(Ocf.NOT_RUNNING);
                OperationResult started = room.run("ip", address, "start", parameters);
                assertThat(started.succeeded())
                        .as("%s %s", started, room.executor().outputs("ip"))
                        .isTrue();
                assertThat(machine.ip("address show dev left")).contains("192.0.2.80/24");
                assertThat(room.run("ip", address, "monitor", parameters).rc()).isZero();
                assertThat(room.run("ip", address, "stop", parameters).succeeded()).isTrue();
                assertThat(machine.ip("address show dev left")).doesNotContain("192.0.2.80");
            }
        }
    }

    @Test
    void debug_tellsWhatTheAgentDoes() throws Exception {
        try (ExecutorRoom room = new ExecutorRoom(home, ROOT)) {
            AgentName dummy = new AgentName("ocf", "heartbeat", "Dummy");
            AgentAnswer quiet =
                    room.executor().debug(dummy, "d", "monitor", Map.of(), false, 20_000);
            assertThat(quiet.rc()).isEqualTo(Ocf.NOT_RUNNING);
            AgentAnswer traced =
                    room.executor().debug(dummy, "d", "monitor", Map.of(), true, 20_000);
            assertThat(traced.output().error()).contains("dummy_monitor");
            assertThat(traced.output().error().length())
                    .isGreaterThan(quiet.output().error().length());
        }
    }
}
