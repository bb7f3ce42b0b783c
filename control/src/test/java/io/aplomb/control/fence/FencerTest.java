package io.aplomb.control.fence;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.cluster.fence.FenceAnswer;
import io.aplomb.cluster.fence.FenceConfiguration;
import io.aplomb.cluster.fence.FenceDevice;
import io.aplomb.cluster.fence.FenceLevel;
import io.aplomb.cluster.fence.FenceMetadata;
import io.aplomb.cluster.live.FencingRecord;
import io.aplomb.cluster.live.OperationResult.Status;
import io.aplomb.testkit.RequiredTool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Agents that are really run: of the distribution, and some of the test's own. */
@Timeout(180)
class FencerTest {
    private static final int LIMIT_S = 60;
    private static final long LIMIT_MS = 60_000;
    private static final Duration LIMIT = Duration.ofSeconds(LIMIT_S);

    /** Writes down what it is told, and does as its parameters say. */
    private static final String AGENT =
            """
            #!/bin/sh
            while read -r line; do
              case $line in
                action=*) action=${line#*=} ;;
                port=*) port=${line#*=} ;;
                fail=*) fail=${line#*=} ;;
              esac
            done
            if [ "$action" = metadata ]; then
              echo '<resource-agent name="fence_test"><parameters><parameter name="port"/></parameters>'
              echo '<actions><action name="on"/><action name="off"/><action name="reboot"/>'
              echo '<action name="status"/><action name="list"/><action name="monitor"/></actions>'
              echo '</resource-agent>'
              exit 0
            fi
            echo "$action $port" >> FOLDER/calls
            case $action in
              list) echo '1,n1'; echo '2,n2' ;;
              $fail) echo "the plug does not answer" >&2; exit 1 ;;
            esac
            case $port in
              hang) sleep 5006 & echo $! > FOLDER/pid; wait ;;
            esac
            exit 0
            """;

    @TempDir private Path folder;
    private FenceAgents agents;

    @BeforeEach
    void agent() throws Exception {
        Path file = folder.resolve("fence_test");
        Files.writeString(file, AGENT.replace("FOLDER", folder.toString()));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        agents = new FenceAgents(List.of(folder));
    }

    @Test
    void fenceDummy_ofTheDistribution_switchesOff_andOn() throws Exception {
        var _ = RequiredTool.path("fence_dummy");
        Path status = folder.resolve("status");
        Files.writeString(status, "on");
        Map<String, String> parameters =
                Map.of(
                        "status_file", status.toString(),
                        "pcmk_host_list", "n1",
                        "stonith_status_sleep", "1");
        try (Fencer fencer = fencer(FenceAgents.ofThisMachine())) {
            fencer.configure(of(new FenceDevice("dummy", "fence_dummy", parameters, 0)));
            FencingRecord off = fence(fencer, "n1", "off");
            assertThat(off.succeeded()).as(off.detail()).isTrue();
            assertThat(off.device()).isEqualTo("dummy");
            assertThat(off.by()).isEqualTo("n9");
            assertThat(Files.readString(status)).isEqualTo("off");
            FencingRecord on = fence(fencer, "n1", "on");
            assertThat(on.succeeded()).as(on.detail()).isTrue();
            assertThat(Files.readString(status)).isEqualTo("on");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fence_dummy",
                "fence_ipmilan",
                "fence_apc",
                "fence_scsi",
                "fence_virsh",
                "fence_sbd",
            })
    void metadataOfTheDistribution_isUnderstood(String agent) throws Exception {
        var _ = RequiredTool.path(agent);
        FenceAnswer answer =
                FenceAgents.ofThisMachine().run(agent, Map.of("action", "metadata"), LIMIT_MS);
        assertThat(answer.succeeded()).as(answer.text()).isTrue();
        FenceMetadata metadata = FenceMetadata.parse(answer.output());
        assertThat(metadata.supports("off")).isTrue();
        assertThat(metadata.supports("monitor")).isTrue();
        assertThat(metadata.unfences()).isEqualTo(agent.equals("fence_scsi"));
        assertThat(metadata.supports("reboot")).isEqualTo(!agent.equals("fence_scsi"));
    }

    @Test
    void listOfAnAgent_decidesWhomItCanFence() throws Exception {
        try (Fencer fencer = fencer(agents)) {
            fencer.configure(of(device(Map.of("pcmk_host_map", "node-a:1;node-b:7"))));
            fencer.configure(of(device(Map.of())));
            assertThat(fence(fencer, "n2", "reboot").succeeded()).isTrue();
            FencingRecord unknown = fence(fencer, "n3", "reboot");
            assertThat(unknown.succeeded()).isFalse();
            assertThat(unknown.detail()).isEqualTo("test: it does not list it");
            assertThat(calls()).containsExactly("list ", "reboot n2");
        }
    }

    @Test
    void failure_isTriedTwice_andTold() throws Exception {
        try (Fencer fencer = fencer(agents)) {
            fencer.configure(of(device(Map.of("pcmk_host_list", "n1", "fail", "off"))));
            FencingRecord record = fence(fencer, "n1", "off");
            assertThat(record.succeeded()).isFalse();
            assertThat(record.detail())
                    .isEqualTo("test: off: exit status 1 (the plug does not answer)");
            assertThat(calls()).containsExactly("off n1", "off n1");
            assertThat(fencer.pending()).isEmpty();
        }
    }

    @Test
    void agentThatHangs_isKilledWithWhatItStarted() throws Exception {
        try (Fencer fencer = fencer(agents)) {
            Map<String, String> parameters =
                    Map.of("pcmk_host_map", "n1:hang", "pcmk_off_timeout", "10s");
            fencer.configure(of(device(parameters)));
            FencingRecord record = fence(fencer, "n1", "off");
            assertThat(record.succeeded()).isFalse();
            assertThat(record.detail()).isEqualTo("test: off: not done in time");
            long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
            var process = ProcessHandle.of(pid);
            if (process.isPresent()) {
                process.get().onExit().get(LIMIT_S, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void personConfirms_whoWaitsGoesOn() throws Exception {
        try (Fencer fencer = fencer(agents)) {
            fencer.configure(of(device(Map.of("pcmk_host_map", "n1:hang"))));
            var record = fencer.fence("n1", "off", Duration.ofHours(1), Duration.ZERO);
            fencer.confirm("n1");
            assertThat(record.get(LIMIT_S, TimeUnit.SECONDS))
                    .matches(done -> done.succeeded() && done.device().equals("human"));
        }
    }

    @Test
    void rebootByTwoOfOneLevel_isOffThenOn() throws Exception {
        FenceDevice one = device(Map.of("pcmk_host_map", "n1:a"));
        FenceDevice two =
                new FenceDevice("other", "fence_test", Map.of("pcmk_host_map", "n1:b"), 0);
        FenceLevel both = new FenceLevel(new FenceLevel.Name("n1"), 1, List.of("test", "other"));
        try (Fencer fencer = fencer(agents)) {
            fencer.configure(new FenceConfiguration(List.of(one, two), List.of(both), Map.of()));
            FencingRecord record = fence(fencer, "n1", "reboot");
            assertThat(record.succeeded()).as(record.detail()).isTrue();
            assertThat(record.device()).isEqualTo("test,other");
            assertThat(calls()).containsExactly("off a", "off b", "on a", "on b");
        }
    }

    @Test
    void registry_looksAtADevice_andTellsWhyItFails() throws Exception {
        try (Fencer fencer = fencer(agents)) {
            FencerRegistry registry = new FencerRegistry(fencer);
            assertThat(registry.register("d", "fence_test", Map.of(), LIMIT_MS).rc()).isZero();
            assertThat(registry.isRegistered("d")).isTrue();
            assertThat(registry.monitor("d", LIMIT_MS).rc()).isZero();
            var failing = registry.register("e", "fence_test", Map.of("fail", "monitor"), LIMIT_MS);
            assertThat(failing.rc()).isEqualTo(1);
            assertThat(failing.exitReason()).isEqualTo("exit status 1 (the plug does not answer)");
            assertThat(registry.isRegistered("e")).isFalse();
            registry.unregister("d");
            assertThat(registry.isRegistered("d")).isFalse();
            assertThat(registry.monitor("d", LIMIT_MS).exitReason()).contains("no such device");
            var missing = registry.register("f", "fence_nothing", Map.of(), LIMIT_MS);
            assertThat(missing.status()).isEqualTo(Status.NOT_INSTALLED);
            assertThat(missing.exitReason()).contains("fence_nothing is not installed");
        }
    }

    @Test
    void agentWithAPath_orAnotherName_isNotRun() throws Exception {
        for (String agent : List.of("../../bin/sh", "sh", "fence_../../../bin/sh")) {
            assertThat(agents.run(agent, Map.of(), LIMIT_MS).succeeded()).isFalse();
        }
        assertThat(agents.names()).containsExactly("fence_test");
        FenceAnswer twoLines = agents.run("fence_test", Map.of("a", "b\naction=off"), LIMIT_MS);
        assertThat(twoLines.succeeded()).isFalse();
        assertThat(folder.resolve("calls")).doesNotExist();
    }

    @Test
    void close_letsNobodyWait() throws Exception {
        Fencer fencer = fencer(agents);
        fencer.configure(of(device(Map.of("pcmk_host_map", "n1:hang"))));
        var record = fencer.fence("n1", "off", Duration.ofHours(1), Duration.ZERO);
        fencer.close();
        assertThat(record).isCancelled();
        assertThat(fencer.fence("n1", "off", LIMIT, Duration.ZERO)).isCancelled();
    }

    private static Fencer fencer(FenceAgents agents) {
        return new Fencer("n9", agents, new Random(1));
    }

    private static FenceConfiguration of(FenceDevice device) {
        return new FenceConfiguration(List.of(device), List.of(), Map.of());
    }

    private static FenceDevice device(Map<String, String> parameters) {
        return new FenceDevice("test", "fence_test", parameters, 0);
    }

    private static FencingRecord fence(Fencer fencer, String target, String action)
            throws Exception {
        return fencer.fence(target, action, LIMIT, Duration.ZERO).get(LIMIT_S, TimeUnit.SECONDS);
    }

    private List<String> calls() throws Exception {
        return Files.readAllLines(folder.resolve("calls"));
    }
}
