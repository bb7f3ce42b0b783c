package io.aplomb.control.vip;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.SourcePosition;
import io.aplomb.linux.RunningProcess;
import io.aplomb.model.vrrp.TrackProcess;
import io.aplomb.model.vrrp.TrackProcess.ParameterMatch;
import java.util.List;
import org.junit.jupiter.api.Test;

/** keepalived.conf(5), "VRRP track processes". */
final class ProcessPatternTest {

    @Test
    void name_isComparedWhole() {
        ProcessPattern ssh = new ProcessPattern(named("ssh"));
        assertThat(ssh.matches(new RunningProcess(1, "ssh", List.of("x")))).isTrue();
        assertThat(ssh.matches(new RunningProcess(1, "sshd", List.of("ssh")))).isFalse();
        assertThat(ssh.matches(new RunningProcess(1, "ssh", List.of()))).isTrue();
    }

    @Test
    void name_longerThanTheKernelKeeps_isCut() {
        ProcessPattern pattern = new ProcessPattern(named("a_very_long_process_name"));
        assertThat(pattern.matches(new RunningProcess(1, "a_very_long_pro", List.of()))).isTrue();
    }

    @Test
    void commandLine_isComparedByItsFirstWord() {
        ProcessPattern pattern = pattern(ParameterMatch.NONE);
        assertThat(pattern.matches(line("/bin/x"))).isTrue();
        assertThat(pattern.matches(line("/bin/x", "more"))).isTrue();
        assertThat(pattern.matches(line("x"))).isFalse();
        assertThat(pattern.matches(line())).isFalse();
    }

    @Test
    void parameters_areComparedAsConfigured() {
        ProcessPattern exact = pattern(ParameterMatch.EXACT, "-a", "b");
        assertThat(exact.matches(line("/bin/x", "-a", "b"))).isTrue();
        assertThat(exact.matches(line("/bin/x", "-a", "b", "c"))).isFalse();
        assertThat(pattern(ParameterMatch.EXACT).matches(line("/bin/x", "a"))).isFalse();

        ProcessPattern partial = pattern(ParameterMatch.PARTIAL, "-a", "b");
        assertThat(partial.matches(line("/bin/x", "-a", "b", "c"))).isTrue();
        assertThat(partial.matches(line("/bin/x", "-a", "bc"))).isFalse();
        assertThat(partial.matches(line("/bin/x", "-a"))).isFalse();

        ProcessPattern initial = pattern(ParameterMatch.INITIAL, "-a", "b");
        assertThat(initial.matches(line("/bin/x", "-a", "bc"))).isTrue();
        assertThat(initial.matches(line("/bin/x", "-a", "bc", "d"))).isTrue();
        assertThat(initial.matches(line("/bin/x", "-aa", "b"))).isFalse();
        assertThat(initial.matches(line("/bin/x", "-a"))).isFalse();
    }

    private static RunningProcess line(String... words) {
        return new RunningProcess(1, "x", List.of(words));
    }

    private static TrackProcess named(String name) {
        return process(name, ParameterMatch.NONE, false);
    }

    private static ProcessPattern pattern(ParameterMatch match, String... parameters) {
        return new ProcessPattern(process("/bin/x", match, true, parameters));
    }

    private static TrackProcess process(
            String command, ParameterMatch match, boolean full, String... parameters) {
        return new TrackProcess(
                "p",
                command,
                List.of(parameters),
                match,
                full,
                0,
                false,
                1,
                Integer.MAX_VALUE,
                0,
                0,
                new SourcePosition("t", 1, 1));
    }
}
