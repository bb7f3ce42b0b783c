package io.aplomb.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aplomb.linux.ChildProcess.Command;
import io.aplomb.linux.ChildProcess.End;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class ChildProcessTest {

    @TempDir Path home;

    private Command sh(String script) {
        return new Command(
                "/bin/sh",
                List.of("sh", "-c", script),
                Map.of("PATH", "/usr/bin:/bin", "A", "é"),
                home.toString(),
                null);
    }

    private static End awaitEnd(ChildProcess child) throws SystemCallException {
        try (Poller poller = Poller.open()) {
            List<Integer> ready =
                    poller.await(List.of(child.processFd()), TimeUnit.SECONDS.toNanos(60));
            assertThat(ready).containsExactly(child.processFd());
        }
        return child.reap().orElseThrow();
    }

    @Test
    void child_hasWhatItWasGiven_andNothingElse() throws Exception {
        String script = "echo $A; pwd; cat; echo oops >&2; ls /proc/$$/fd | tr '\\n' ' '; exit 7";
        try (ChildProcess child = ChildProcess.start(sh(script))) {
            assertThat(awaitEnd(child)).isEqualTo(new End.Exited(7));
            assertThat(new String(Descriptors.read(child.outputFd(), 4096), UTF_8))
                    .isEqualTo("é\n" + home + "\n0 1 2 ");
            assertThat(new String(Descriptors.read(child.errorFd(), 4096), UTF_8))
                    .isEqualTo("oops\n");
        }
    }

    @Test
    void signal_reachesItsWholeGroup_untilItIsReaped() throws Exception {
        try (ChildProcess child = ChildProcess.start(sh("sleep 1000 & wait"))) {
            assertThat(Children.own()).contains(child.pid());
            ProcessStatus status = ProcessTable.status(child.pid()).orElseThrow();
            assertThat(status.session()).isEqualTo(child.pid());
            assertThat(status.group()).isEqualTo(child.pid());
            assertThat(child.reap()).isEmpty();
            assertThat(child.signal(ChildProcess.SIGKILL)).isTrue();
            assertThat(awaitEnd(child)).isEqualTo(new End.Signalled(ChildProcess.SIGKILL));
            assertThat(child.signal(ChildProcess.SIGKILL)).isFalse();
            assertThat(Children.own()).doesNotContain(child.pid());
        }
    }

    @Test
    void log_isAddedTo() throws Exception {
        Path log = home.resolve("log");
        Files.writeString(log, "before\n");
        Command command = sh("echo out; echo err >&2");
        try (ChildProcess child =
                ChildProcess.start(
                        new Command(
                                command.executable(),
                                command.arguments(),
                                command.environment(),
                                command.directory(),
                                log.toString()))) {
            assertThat(awaitEnd(child)).isEqualTo(new End.Exited(0));
        }
        assertThat(log).hasContent("before\nout\nerr\n");
    }

    @Test
    void programThatIsNotThere_isAnError() {
        Command none = new Command("/no/such", List.of("such"), Map.of(), "/", null);
        assertThatThrownBy(() -> ChildProcess.start(none))
                .isInstanceOfSatisfying(
                        SystemCallException.class,
                        refused -> assertThat(refused.errno()).isEqualTo(2));
    }

    @Test
    void childOfSomebodyElse_isNotForgotten() throws Exception {
        assertThat(Processes.forget(1)).isFalse();
        try (ChildProcess child = ChildProcess.start(sh("sleep 1000"))) {
            assertThat(Processes.forget(child.pid())).as("it runs").isFalse();
            assertThat(child.signal(ChildProcess.SIGKILL)).isTrue();
            assertThat(awaitEnd(child)).isEqualTo(new End.Signalled(ChildProcess.SIGKILL));
        }
    }
}
