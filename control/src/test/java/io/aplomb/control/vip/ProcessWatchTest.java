package io.aplomb.control.vip;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.SourcePosition;
import io.aplomb.linux.SystemCallException;
import io.aplomb.model.vrrp.TrackProcess;
import io.aplomb.testkit.RequiredTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that really begin and end, and are noticed in both ways. */
@Timeout(90)
class ProcessWatchTest {

    private static final String UP = " Up[]";
    private static final String DOWN = " Down[]";

    @TempDir private Path folder;
    private Path program;
    private final Told told = new Told();

    /** A name that nobody else has, also when two builds run at once. */
    @BeforeEach
    void copy() throws IOException {
        String name = "ap" + Long.toString(System.nanoTime() & 0xff_ffff_ffffL, 36);
        program = Files.copy(RequiredTool.path("sleep"), folder.resolve(name));
    }

    @Test
    void reportedProcesses_areNoticed() throws Exception {
        ProcessSource source;
        try {
            source = ReportedProcesses.open();
        } catch (SystemCallException refused) {
            Assumptions.abort("no process connector here: " + refused.getMessage());
            return;
        }
        beginsAndEnds(source);
    }

    @Test
    void scannedProcesses_areNoticed() throws Exception {
        beginsAndEnds(new ScannedProcesses());
    }

    private void beginsAndEnds(ProcessSource source) throws Exception {
        List<TrackProcess> wanted = List.of(process("one", 1), process("two", 2));
        try (ProcessWatch watch = new ProcessWatch(wanted, told::accept, source)) {
            watch.start();
            assertThat(List.of(told.next(), told.next()))
                    .containsExactly("one" + DOWN, "two" + DOWN);
            Process first = start();
            Process second = null;
            try {
                assertThat(told.next()).isEqualTo("one" + UP);
                second = start();
                assertThat(told.next()).isEqualTo("two" + UP);
                first.destroyForcibly();
                assertThat(told.next()).isEqualTo("two" + DOWN);
                second.destroyForcibly();
                assertThat(told.next()).isEqualTo("one" + DOWN);
            } finally {
                first.destroyForcibly();
                if (second != null) {
                    second.destroyForcibly();
                }
            }
        }
        assertThat(told.isEmpty()).isTrue();
    }

    @Test
    void processBeforeTheStart_isKnownFromTheStart() throws Exception {
        Process running = start();
        try (ProcessWatch watch =
                new ProcessWatch(
                        List.of(process("one", 1)), told::accept, new ScannedProcesses())) {
            watch.start();
            assertThat(told.isEmpty()).isFalse();
            assertThat(told.next()).isEqualTo("one" + UP);
        } finally {
            running.destroyForcibly();
        }
    }

    private Process start() throws IOException {
        return new ProcessBuilder(program.toString(), "300").start();
    }

    private TrackProcess process(String name, int quorum) {
        return new TrackProcess(
                name,
                program.getFileName().toString(),
                List.of(),
                TrackProcess.ParameterMatch.NONE,
                false,
                0,
                false,
                quorum,
                Integer.MAX_VALUE,
                0,
                0,
                new SourcePosition("t", 1, 1));
    }
}
