package io.aplomb.control.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.cluster.live.AgentName;
import io.aplomb.cluster.live.OperationResult;
import io.aplomb.cluster.live.OperationResult.Status;
import io.aplomb.control.guard.Step;
import io.aplomb.linux.ChildProcess;
import io.aplomb.linux.ProcessTable;
import io.aplomb.linux.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code aplomb:Process}. */
@Timeout(120)
class ProcessAgentTest {

    private static final AgentName NAME = new AgentName("aplomb", null, "Process");

    @TempDir Path home;
    private ExecutorRoom room;

    @BeforeEach
    void open() throws IOException {
        room = new ExecutorRoom(home, home.resolve("ocf"));
    }

    @AfterEach
    void close() throws IOException {
        room.close();
        for (int pid : MarkedProcesses.of(room.places(), "p").keySet()) {
            boolean _ = Processes.signal(pid, ChildProcess.SIGKILL);
        }
    }

    private OperationResult run(String operation, Map<String, String> parameters)
            throws InterruptedException {
        return room.run("p", NAME, operation, parameters);
    }

    private int pid() throws IOException {
        return new ProcessRecord(room.places(), "p").running().orElseThrow().pid();
    }

    @Test
    void process_startsStopsAndIsFoundAgain() throws Exception {
        Map<String, String> parameters =
                Map.of(
                        "command",
                        "sleep 1000",
                        "directory",
                        home.toString(),
                        "environment",
                        "A=1 'B=two words'",
                        "pidfile",
                        home.resolve("p.pid").toString());
        assertThat(run("monitor", parameters).rc()).isEqualTo(Ocf.NOT_RUNNING);
        assertThat(run("start", parameters).succeeded()).isTrue();
        int pid = pid();
        assertThat(ProcessTable.find(pid).orElseThrow().commandLine())
                .containsExactly("sleep", "1000");
        assertThat(ProcessTable.environment(pid)).contains("A=1", "B=two words");
        assertThat(Files.readString(home.resolve("p.pid"))).isEqualTo(pid + "\n");
        assertThat(Files.readSymbolicLink(Path.of("/proc/" + pid + "/cwd"))).isEqualTo(home);
        assertThat(room.hold("p").stop().getFirst())
                .isInstanceOfSatisfying(
                        Step.Kill.class,
                        kill ->
                                assertThat(kill.target())
                                        .isInstanceOfSatisfying(
                                                Step.Session.class,
                                                session ->
                                                        assertThat(session.leader())
                                                                .isEqualTo(pid)));
        try (ExecutorRoom successor = new ExecutorRoom(home, home.resolve("ocf"))) {
            assertThat(successor.run("p", NAME, "monitor", parameters).rc()).isZero();
        }
        assertThat(run("start", parameters).succeeded()).as("again").isTrue();
        assertThat(pid()).isEqualTo(pid);
        assertThat(run("stop", parameters).succeeded()).isTrue();
        assertThat(ProcessTable.find(pid)).isEmpty();
        assertThat(run("monitor", parameters).rc()).isEqualTo(Ocf.NOT_RUNNING);
        assertThat(run("stop", parameters).succeeded()).as("again").isTrue();
    }

    @Test
    void processThatDies_isReportedAtOnce_withHowItEnded() throws Exception {
        Map<String, String> parameters = Map.of("command", "sleep 1000");
        run("start", parameters);
        room.order("p", NAME, "monitor", 3_600_000, 20_000, parameters);
        assertThat(room.next().rc()).isZero();
        assertThat(room.followed()).isEqualTo(Map.entry("p", Set.of(pid())));
        assertThat(Processes.signal(pid(), ChildProcess.SIGKILL)).isTrue();
        OperationResult failed = room.next();
        assertThat(failed.rc()).isEqualTo(Ocf.NOT_RUNNING);
        assertThat(failed.exitReason()).isEqualTo("it was ended by signal 9");
    }

    @Test
    void stop_endsWhatTheProcessStarted_alsoInAnotherSession_andWhatDoesNotListen()
            throws Exception {
        Path ready = home.resolve("ready");
        String script =
                "trap '' TERM; setsid sleep 1000 & sleep 1000 & touch "
                        + ready
                        + "; while :; do sleep 1; done";
        Map<String, String> parameters =
                Map.of("command", script, "health", "test -e " + ready, "log", "/dev/null");
        assertThat(run("start", parameters).succeeded()).isTrue();
        assertThat(MarkedProcesses.of(room.places(), "p").size()).isGreaterThanOrEqualTo(3);
        room.order("p", NAME, "stop", 0, 1_000, parameters);
        OperationResult stopped = room.next();
        assertThat(stopped.succeeded()).as(stopped.toString()).isTrue();
        assertThat(MarkedProcesses.of(room.places(), "p")).isEmpty();
    }

    @Test
    void processThatEndsAtOnce_hasNotStarted() throws Exception {
        OperationResult result = run("start", Map.of("command", "sh -c 'echo oops; exit 3'"));
        assertThat(result.rc()).isEqualTo(Ocf.GENERIC_ERROR);
        assertThat(result.exitReason()).isEqualTo("it ended with exit status 3");
        assertThat(Files.readString(room.places().state().resolve("agent-logs/p.log")))
                .isEqualTo("oops\n");
    }

    @Test
    void processThatBecomesHealthyNever_timesOut_andIsStopped() throws Exception {
        Map<String, String> parameters = new HashMap<>();
        parameters.put("command", "sleep 1000");
        parameters.put("health", "sh -c 'echo not yet; exit 1'");
        room.order("p", NAME, "start", 0, 500, parameters);
        assertThat(room.next().status()).isEqualTo(Status.TIMEOUT);
        OperationResult monitor = run("monitor", parameters);
        assertThat(monitor.rc()).isEqualTo(Ocf.GENERIC_ERROR);
        assertThat(monitor.exitReason()).isEqualTo("not healthy: not yet");
        assertThat(run("stop", parameters).succeeded()).isTrue();
        assertThat(MarkedProcesses.of(room.places(), "p")).isEmpty();
    }

    @Test
    void configurationThatIsWrong_isRefused() throws Exception {
        assertThat(run("start", Map.of()).rc()).isEqualTo(Ocf.NOT_CONFIGURED);
        assertThat(run("start", Map.of("command", "no-such-program-here")).rc())
                .isEqualTo(Ocf.NOT_INSTALLED);
        assertThat(run("start", Map.of("command", "sleep 9", "user", "no-such-user")).exitReason())
                .isEqualTo("there is no user no-such-user");
        assertThat(run("start", Map.of("command", "sleep 9", "stop_signal", "XYZ")).rc())
                .isEqualTo(Ocf.NOT_CONFIGURED);
    }
}
