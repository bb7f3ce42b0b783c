package io.aplomb.control.agent;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.cluster.live.AgentName;
import io.aplomb.cluster.live.OperationResult;
import io.aplomb.cluster.live.OperationResult.Status;
import io.aplomb.control.guard.Hold;
import io.aplomb.control.guard.Step;
import io.aplomb.linux.ChildProcess;
import io.aplomb.linux.ProcessStatus;
import io.aplomb.linux.ProcessTable;
import io.aplomb.linux.Processes;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Operations with agents that are programs, of this test's own making. */
@Timeout(120)
class ExecutorTest {

    private static final AgentName TOOL = new AgentName("ocf", "test", "tool");
    private static final AgentName DAEMON = new AgentName("ocf", "test", "daemon");

    @TempDir Path home;
    private ExecutorRoom room;

    @BeforeEach
    void open() throws IOException {
        Path agents = home.resolve("ocf/resource.d/test");
        ExecutorRoom.program(
                agents.resolve("tool"),
                """
                #!/bin/sh
                case "$1" in
                  start) env; echo started >&2; exit 0;;
                  stop) exit 0;;
                  monitor)
                    echo 'ocf-exit-reason:first' >&2
                    echo 'ocf-exit-reason:the disk is on fire' >&2
                    exit ${OCF_RESKEY_rc:-7};;
                  hang) trap '' TERM; sleep 1000 & wait; sleep 1000;;
                  chatter) i=0; while [ $i -lt 20000 ]; do echo "line $i of much"; i=$((i+1)); done
                    exit 0;;
                  leave) sleep 1000 & exit 0;;
                  *) exit 3;;
                esac
                """);
        ExecutorRoom.program(
                agents.resolve("daemon"),
                """
                #!/bin/sh
                pid=$HA_RSCTMP/daemon.pid
                case "$1" in
                  start) setsid sh -c 'echo $$ >"$0"; exec sleep 1000' "$pid" >/dev/null 2>&1 &
                    while [ ! -s "$pid" ]; do sleep 0.01; done; exit 0;;
                  stop) kill "$(cat "$pid")" 2>/dev/null; rm -f "$pid"; exit 0;;
                  monitor) [ -s "$pid" ] || exit 7
                    [ -d "/proc/$(cat "$pid")" ] && exit 0
                    echo 'ocf-exit-reason:daemon died' >&2; exit 1;;
                esac
                """);
        room = new ExecutorRoom(home, home.resolve("ocf"));
    }

    @AfterEach
    void close() throws IOException {
        room.close();
        for (String resource : new String[] {"a", "d"}) {
            for (int pid : MarkedProcesses.of(room.places(), resource).keySet()) {
                boolean _ = Processes.signal(pid, ChildProcess.SIGKILL);
            }
        }
    }

    @Test
    void start_givesTheAgentTheEnvironmentOfOcf() throws Exception {
        OperationResult result =
                room.run(
                        "a:1",
                        TOOL,
                        "start",
                        Map.of(
                                "ip", "é\nb",
                                "CRM_meta_on-fail", "restart",
                                "OCF_CHECK_LEVEL", "10",
                                "crm_feature_set", "3.16.2"));
        assertThat(result.succeeded()).isTrue();
        PastRun run = room.executor().outputs("a:1").getFirst();
        assertThat(run.output().lines())
                .contains(
                        "OCF_ROOT=" + home.resolve("ocf"),
                        "OCF_RA_VERSION_MAJOR=1",
                        "OCF_RA_VERSION_MINOR=1",
                        "OCF_EXIT_REASON_PREFIX=ocf-exit-reason:",
                        "OCF_RESOURCE_INSTANCE=a:1",
                        "OCF_RESOURCE_TYPE=tool",
                        "OCF_RESOURCE_PROVIDER=test",
                        "OCF_RESKEY_ip=é",
                        "OCF_RESKEY_CRM_meta_on_fail=restart",
                        "OCF_CHECK_LEVEL=10",
                        "OCF_RESKEY_crm_feature_set=3.16.2",
                        "HA_RSCTMP=" + room.places().temporary());
        assertThat(run.output()).contains("PATH=" + room.places().tools() + ":");
        assertThat(run.error()).isEqualTo("started\n");
    }

    @Test
    void exitReason_isTheLastThatTheAgentGave() throws Exception {
        OperationResult result = room.run("a", TOOL, "monitor", Map.of("rc", "1"));
        assertThat(result.rc()).isEqualTo(Ocf.GENERIC_ERROR);
        assertThat(result.status()).isEqualTo(Status.DONE);
        assertThat(result.exitReason()).isEqualTo("the disk is on fire");
    }

    @Test
    void agentThatIsNotThere_isNotInstalled() throws Exception {
        for (AgentName name :
                new AgentName[] {
                    new AgentName("ocf", "test", "nothing"),
                    new AgentName("ocf", "..", "tool"),
                    new AgentName("lsb", null, "nothing"),
                    new AgentName("aplomb", null, "Nothing"),
                    new AgentName("upstart", null, "x")
                }) {
            OperationResult result = room.run("a", name, "monitor", Map.of());
            assertThat(result.rc()).as(name.toString()).isEqualTo(Ocf.NOT_INSTALLED);
            assertThat(result.status()).isEqualTo(Status.NOT_INSTALLED);
        }
        assertThat(room.held()).isEmpty();
    }

    @Test
    void agentThatHangs_isKilledWithAllItStarted_afterItsTimeout() throws Exception {
        room.order("a", TOOL, "hang", 0, 300, Map.of());
        OperationResult result = room.next();
        assertThat(result.status()).isEqualTo(Status.TIMEOUT);
        assertThat(result.exitReason()).isEqualTo("Resource agent did not complete within 300ms");
        assertThat(result.executedMs()).isGreaterThanOrEqualTo(300 + OperationSchedule.GRACE_MS);
        // Whoever was killed takes a moment to die.
        for (int pid : MarkedProcesses.of(room.places(), "a").keySet()) {
            Optional<ProcessHandle> dying = ProcessHandle.of(pid);
            if (dying.isPresent()) {
                var _ = dying.get().onExit().get(60, SECONDS);
            }
        }
        assertThat(MarkedProcesses.of(room.places(), "a")).isEmpty();
    }

    @Test
    void agentThatLeavesAProcessWithItsOutput_isOverAllTheSame() throws Exception {
        assertThat(room.run("a", TOOL, "leave", Map.of()).succeeded()).isTrue();
        assertThat(MarkedProcesses.of(room.places(), "a")).hasSize(1);
    }

    @Test
    void agentThatPrintsMuch_isKeptTheEndOf() throws Exception {
        assertThat(room.run("a", TOOL, "chatter", Map.of()).succeeded()).isTrue();
        PastRun run = room.executor().outputs("a").getFirst();
        assertThat(run.output()).endsWith("line 19999 of much\n").hasSizeLessThan(10_000);
    }

    @Test
    void hold_isThereBeforeTheStart_andGoneAfterTheStop() throws Exception {
        assertThat(room.run("a", TOOL, "monitor", Map.of()).rc()).isEqualTo(Ocf.NOT_RUNNING);
        assertThat(room.held()).isEmpty();
        room.run("a", TOOL, "start", Map.of("ip", "x"));
        room.run("b", TOOL, "start", Map.of());
        Hold hold = room.hold("a");
        Step.Command stop = (Step.Command) hold.stop().getFirst();
        assertThat(stop.words())
                .containsExactly(home.resolve("ocf/resource.d/test/tool").toString(), "stop");
        assertThat(stop.environment())
                .containsEntry("OCF_RESKEY_ip", "x")
                .containsEntry("OCF_RESOURCE_INSTANCE", "a");
        assertThat(hold.demote()).isEmpty();
        assertThat(room.hold("b").needs()).containsExactly("a");
        room.run("a", TOOL, "monitor", Map.of("rc", "8"));
        assertThat(room.hold("a").demote()).hasSize(1);
        room.run("a", TOOL, "stop", Map.of());
        assertThat(room.released().poll(60, SECONDS)).isEqualTo("a");
        assertThat(room.executor().held()).containsExactly("b");
        assertThat(room.hold("b").needs()).isEmpty();
    }

    @Test
    void stopAll_stopsWhatIsHeld_andEndsMonitors() throws Exception {
        room.run("a", TOOL, "start", Map.of());
        room.run("b", TOOL, "start", Map.of());
        room.order("a", TOOL, "monitor", 10_000, 5_000, Map.of("rc", "0"));
        assertThat(room.next().rc()).isZero();
        assertThat(room.executor().recurring()).hasSize(1);
        assertThat(room.executor().stopAll()).isEmpty();
        assertThat(room.next().status()).isEqualTo(Status.CANCELLED);
        assertThat(room.executor().recurring()).isEmpty();
        assertThat(room.released()).containsExactly("b", "a");
    }

    @Test
    void daemonThatDies_isNoticedWithoutWaitingForTheInterval() throws Exception {
        assertThat(room.run("d", DAEMON, "start", Map.of()).succeeded()).isTrue();
        room.order("d", DAEMON, "monitor", 3_600_000, 20_000, Map.of());
        assertThat(room.next().rc()).isZero();
        int pid =
                Integer.parseInt(
                        Files.readString(room.places().temporary().resolve("daemon.pid")).strip());
        assertThat(ProcessTable.find(pid)).isPresent();
        assertThat(room.followed()).isEqualTo(Map.entry("d", Set.of(pid)));
        assertThat(Processes.signal(pid, ChildProcess.SIGKILL)).isTrue();
        OperationResult failed = room.next();
        assertThat(failed.rc()).isEqualTo(Ocf.GENERIC_ERROR);
        assertThat(failed.exitReason()).isEqualTo("daemon died");
    }

    @Test
    void manyRuns_leaveNoDescriptorAndNoZombie() throws Exception {
        room.run("a", TOOL, "stop", Map.of());
        long before = descriptors();
        Set<ProcessStatus> dead = zombies();
        for (int i = 0; i < 100; i++) {
            room.order("r" + i % 10, TOOL, "stop", 0, 20_000, Map.of());
        }
        for (int i = 0; i < 100; i++) {
            assertThat(room.next().succeeded()).isTrue();
        }
        assertThat(descriptors()).isLessThanOrEqualTo(before + 4);
        assertThat(dead).containsAll(zombies());
    }

    /** Dead children of this program that nobody has waited for. */
    private static Set<ProcessStatus> zombies() throws IOException {
        Set<ProcessStatus> dead = new HashSet<>();
        for (int pid : ProcessTable.pids()) {
            ProcessTable.status(pid)
                    .filter(one -> one.parent() == ProcessHandle.current().pid() && !one.runs())
                    .ifPresent(dead::add);
        }
        return dead;
    }

    private static long descriptors() throws IOException {
        long count = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path _ : all) {
                count++;
            }
        }
        return count;
    }
}
