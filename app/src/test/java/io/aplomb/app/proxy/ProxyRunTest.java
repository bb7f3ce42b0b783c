package io.aplomb.app.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.app.process.ProcessSignals;
import io.aplomb.app.process.ProcessSignals.Request;
import io.aplomb.app.proxy.ProxyProgram.Notice;
import io.aplomb.app.proxy.ProxyProgram.Severity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProxyRunTest {
    private static final Notice WARNING =
            new Notice(Severity.WARNING, "parsing [a.cfg:1] : odd\nreally");
    private static final Notice ALERT = new Notice(Severity.ALERT, "parsing [a.cfg:2] : wrong");

    private final ScriptedProgram program = new ScriptedProgram();
    private final ProcessSignals signals = ProcessSignals.detached();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir private Path folder;

    @BeforeEach
    void configuration() throws IOException {
        var _ = Files.writeString(folder.resolve("a.cfg"), "");
    }

    @Test
    void check_ofValidConfiguration_saysSoAsHaproxyDoes() {
        assertThat(run("-c", "-f", "a.cfg")).isZero();
        assertThat(text(out)).isEqualTo("Configuration file is valid\n");
        assertThat(text(err)).isEmpty();
        assertThat(program.calls()).containsExactly("load");
    }

    @Test
    void check_inQuietMode_saysNothing() {
        assertThat(run("-q", "-c", "-f", "a.cfg")).isZero();
        assertThat(text(out)).isEmpty();
    }

    @Test
    void check_withWarnings_isValidUnlessWarningsAreForbidden() {
        program.saying(WARNING);
        assertThat(run("-c", "-f", "a.cfg")).isZero();
        assertThat(text(out)).isEqualTo("Warnings were found.\nConfiguration file is valid\n");
        assertThat(text(err))
                .contains("[WARNING]  (", ") : config : parsing [a.cfg:1] : odd\n   | really\n");
        assertThat(run("-c", "-dW", "-f", "a.cfg")).isEqualTo(1);
    }

    @Test
    void check_ofWrongConfiguration_showsEveryNoticeAndFails() {
        program.saying(WARNING, ALERT);
        assertThat(run("-c", "-f", "a.cfg")).isEqualTo(1);
        assertThat(text(out)).isEmpty();
        assertThat(text(err))
                .contains("[NOTICE]   (", "odd", "[ALERT]    (", "parsing [a.cfg:2] : wrong")
                .endsWith("config : Fatal errors found in configuration.\n");
    }

    @Test
    void configuration_withoutListener_isRightButDoesNotStart() {
        program.withoutListener();
        assertThat(run("-c", "-f", "a.cfg")).isEqualTo(2);
        assertThat(text(out)).contains("has no error but will not start (no listener)");
        assertThat(run("-db", "-f", "a.cfg")).isEqualTo(1);
        assertThat(text(err)).contains("No enabled listener found (check for 'bind' directives)");
        assertThat(program.calls()).containsExactly("load", "load");
    }

    @Test
    void folder_asConfiguration_standsForItsCfgFilesInOrder() throws IOException {
        Path conf = Files.createDirectory(folder.resolve("conf.d"));
        for (String name : List.of("b.cfg", "B.cfg", "10.cfg", "notes.txt", ".hidden.cfg")) {
            var _ = Files.writeString(conf.resolve(name), "");
        }
        assertThat(run("-c", "-f", "conf.d", "-f", "a.cfg", "-n", "7")).isZero();
        assertThat(program.setup().files().stream().map(file -> file.getFileName().toString()))
                .containsExactly("10.cfg", "B.cfg", "b.cfg", "a.cfg");
        assertThat(program.setup().directory()).isEqualTo(folder);
        assertThat(program.setup().maxConnections()).hasValue(7);
        assertThat(program.setup().environment()).containsEntry("NAME", "value");
    }

    @Test
    void file_thatIsMissing_isNamed() {
        assertThat(run("-c", "-f", "none.cfg")).isEqualTo(1);
        assertThat(text(err))
                .contains(
                        "Cannot open configuration file/directory none.cfg : No such file or directory");
    }

    @Test
    void commandLine_withoutFiles_printsTheUsage() {
        assertThat(run("-c")).isEqualTo(1);
        assertThat(text(err)).contains("no configuration file given", "Usage: aplomb proxy");
    }

    @Test
    void masterMode_isRefusedWithTheReason() {
        assertThat(run("-W", "-f", "a.cfg")).isEqualTo(1);
        assertThat(text(err)).contains("-W: no master process", "SIGUSR2 or SIGHUP");
        assertThat(program.calls()).isEmpty();
    }

    @Test
    void handover_isAcceptedWithARemark() {
        assertThat(run("-c", "-f", "a.cfg", "-sf", "1", "2")).isZero();
        assertThat(text(err)).contains("-sf has no effect");
    }

    @Test
    void version_goesToStandardOutput() {
        assertThat(run("-v")).isZero();
        assertThat(text(out)).startsWith("Aplomb version 1.2.3");
        assertThat(run("-vv")).isZero();
        assertThat(text(out)).contains("Java ");
    }

    @Test
    void stop_endsTheRunningProxyWithZeroAndLeavesThePidFile() throws IOException {
        signals.request(Request.STOP);
        assertThat(run("-db", "-f", "a.cfg", "-p", "proxy.pid")).isZero();
        assertThat(program.calls()).containsExactly("load", "start", "settle", "stop");
        assertThat(Files.readString(folder.resolve("proxy.pid")))
                .isEqualTo(ProcessHandle.current().pid() + "\n");
    }

    @Test
    void drain_endsTheRunWhenTheLastConnectionIsOver() {
        signals.request(Request.DRAIN);
        assertThat(run("-d", "-f", "a.cfg")).isZero();
        assertThat(program.calls()).containsExactly("load", "start", "settle", "drain");
        assertThat(program.setup().debug()).isTrue();
    }

    @Test
    void reload_thatIsRefused_leavesTheProxyRunning() {
        signals.request(Request.RELOAD);
        signals.request(Request.DRAIN);
        assertThat(run("-db", "-f", "a.cfg")).isZero();
        assertThat(program.calls()).containsExactly("load", "start", "settle", "reload", "drain");
        assertThat(text(err)).contains("[x.cfg:3] nonsense");
    }

    @Test
    void start_thatFails_saysWhy() {
        program.failingToStart(
                "Binding [a.cfg:2] for frontend f: cannot bind socket (Address already in use)");
        assertThat(run("-db", "-f", "a.cfg")).isEqualTo(1);
        assertThat(text(err)).contains("cannot bind socket");
    }

    @Test
    void build_withoutEngine_saysSoAndFails() {
        assertThat(run(Optional.empty(), "-c", "-f", "a.cfg")).isEqualTo(1);
        assertThat(text(err)).contains("the proxy engine is not in this build");
    }

    private int run(String... words) {
        return run(Optional.of(program), words);
    }

    private int run(Optional<ProxyProgram> engine, String... words) {
        var all = new ArrayList<>(List.of("-C", folder.toString()));
        all.addAll(List.of(words));
        return new ProxyRun(
                        engine,
                        Map.of("NAME", "value"),
                        () -> signals,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        "1.2.3")
                .run(all);
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
