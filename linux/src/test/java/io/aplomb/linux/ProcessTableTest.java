package io.aplomb.linux;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aplomb.testkit.RequiredTool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class ProcessTableTest {

    @TempDir private Path folder;

    @Test
    void process_withAnOddName_isFoundUntilItEnds() throws Exception {
        Path program = folder.resolve("odd) name (x");
        Files.copy(RequiredTool.path("sleep"), program);
        Process process = new ProcessBuilder(program.toString(), "300").start();
        int pid = (int) process.pid();
        try (ProcessDescriptor descriptor = ProcessDescriptor.open(pid);
                Poller poller = Poller.open()) {
            assertThat(ProcessTable.pids()).contains(pid);
            assertThat(ProcessTable.find(pid))
                    .contains(
                            new RunningProcess(
                                    pid, "odd) name (x", List.of(program.toString(), "300")));
            assertThat(poller.await(List.of(descriptor.fd()), 0)).isEmpty();

            process.destroyForcibly();

            assertThat(poller.await(List.of(descriptor.fd()), SECONDS.toNanos(60)))
                    .containsExactly(descriptor.fd());
            assertThat(ProcessTable.find(pid)).isEmpty();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void thisProcess_andThreadsOfTheKernel_haveTheirWords() {
        int self = (int) ProcessHandle.current().pid();
        assertThat(ProcessTable.find(self))
                .hasValueSatisfying(each -> assertThat(each.commandLine()).isNotEmpty());
        assertThat(ProcessTable.find(Integer.MAX_VALUE)).isEmpty();
    }

    @Test
    void descriptor_ofNoProcess_isRefused() {
        assertThatThrownBy(() -> ProcessDescriptor.open(Integer.MAX_VALUE))
                .isInstanceOfSatisfying(
                        SystemCallException.class,
                        refused -> assertThat(refused.errnoName()).isEqualTo("ESRCH"));
    }
}
