package io.aplomb.app.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aplomb.app.proxy.HaproxyCommandLine.UsageException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HAProxy management.txt section 3, "Starting HAProxy". */
class HaproxyCommandLineTest {
    @Test
    void files_repeatedAndAfterTwoDashes_keepTheirOrder() throws UsageException {
        var arguments = parse("-f", "a.cfg", "-f", "conf.d", "--", "b.cfg", "-c");
        assertThat(arguments.files()).containsExactly("a.cfg", "conf.d", "b.cfg", "-c");
        assertThat(arguments.flags()).isEmpty();
    }

    @Test
    void optionsOfTwoLetters_areOneOptionEach() throws UsageException {
        var arguments = parse("-db", "-vv", "-Ws", "-dW");
        assertThat(arguments.flags())
                .containsExactlyInAnyOrder(
                        HaproxyOption.FOREGROUND,
                        HaproxyOption.VERSION_FULL,
                        HaproxyOption.MASTER_SYSTEMD,
                        HaproxyOption.ZERO_WARNING);
        assertThat(arguments.foreground()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-dM", "-dM0x50", "-dMno-merge", "-de", "-dS", "-dL", "-dKall"})
    void debugFlags_ofHaproxysEngine_areKeptAndHaveNoOtherEffect(String flag)
            throws UsageException {
        var arguments = parse("-f", "a", flag);
        assertThat(arguments.debugFlags()).containsExactly(flag);
        assertThat(arguments.flags()).isEmpty();
    }

    @Test
    void arguments_ofOptions_areTakenAsTheyAre() throws UsageException {
        var arguments =
                parse(
                        "-p",
                        "-strange name",
                        "-C",
                        "",
                        "-L",
                        "peer 1",
                        "-n",
                        "2000",
                        "-m",
                        "512",
                        "-N",
                        "100");
        assertThat(arguments.pidFile()).contains("-strange name");
        assertThat(arguments.directory()).contains("");
        assertThat(arguments.peer()).contains("peer 1");
        assertThat(arguments.maxConnections()).hasValue(2000);
        assertThat(arguments.memoryMb()).hasValue(512);
        assertThat(arguments.defaultMaxConnections()).hasValue(100);
    }

    @Test
    void pids_afterSf_areReadUntilTheNextOption() throws UsageException {
        var arguments = parse("-sf", "12", "345", "-f", "a.cfg", "-x", "/run/s", "-st");
        assertThat(arguments.formerPids()).containsExactly(12, 345);
        assertThat(arguments.files()).containsExactly("a.cfg");
        assertThat(arguments.flags())
                .containsExactlyInAnyOrder(
                        HaproxyOption.FINISH, HaproxyOption.TRANSFER, HaproxyOption.TERMINATE);
    }

    @Test
    void verbose_besideQuiet_wins() throws UsageException {
        assertThat(parse("-q").quiet(false)).isTrue();
        assertThat(parse("-q", "-V").quiet(true)).isFalse();
        assertThat(parse().quiet(true)).isTrue();
    }

    @Test
    void wrongWords_areNamed() {
        refuses("option '-f' needs an argument", "-f");
        refuses("option '-n' needs a number, not 'many'", "-n", "many");
        refuses("option '-n' needs a number, not '-1'", "-n", "-1");
        refuses("unknown option '-Z'", "-Z");
        refuses("unknown option '-fa.cfg'", "-fa.cfg");
        refuses("unexpected 'a.cfg': a configuration file is given with -f, or after --", "a.cfg");
        refuses("unexpected '': a configuration file is given with -f, or after --", "");
    }

    private static void refuses(String message, String... words) {
        assertThatThrownBy(() -> parse(words))
                .isInstanceOf(UsageException.class)
                .hasMessage(message);
    }

    private static HaproxyArguments parse(String... words) throws UsageException {
        return HaproxyCommandLine.parse(List.of(words));
    }
}
