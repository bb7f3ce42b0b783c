package io.aplomb.app.proxy;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signals and the background, with real processes around a scripted engine. */
@Timeout(60)
class ProxyProcessTest {
    @TempDir private Path folder;

    @BeforeEach
    void configuration() throws IOException {
        var _ = Files.writeString(folder.resolve("a.cfg"), "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "USR1"})
    void signal_thatEnds_givesExitCodeZeroWithinTwoSeconds(String signal) throws Exception {
        Process proxy = start("serve", "-db", "-f", "a.cfg", "-p", "proxy.pid");
        awaitPid("proxy.pid");
        long start = System.nanoTime();
        kill(signal, proxy.pid());
        assertThat(proxy.waitFor(10, SECONDS)).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        assertThat(proxy.exitValue()).isZero();
    }

    @Test
    void signal_ignoredByTheParent_isObeyedAllTheSame() throws Exception {
        Process proxy =
                startInShell(
                        "trap '' INT HUP; exec \"$@\"",
                        "serve",
                        "-db",
                        "-f",
                        "a.cfg",
                        "-p",
                        "proxy.pid");
        awaitPid("proxy.pid");
        kill("INT", proxy.pid());
        assertThat(proxy.waitFor(10, SECONDS)).isTrue();
        assertThat(proxy.exitValue()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HUP", "USR2"})
    void signal_thatReloads_leavesTheProxyRunning(String signal) throws Exception {
        Process proxy = start("serve", "-db", "-f", "a.cfg", "-p", "proxy.pid");
        awaitPid("proxy.pid");
        kill(signal, proxy.pid());
        var lines = proxy.errorReader(StandardCharsets.UTF_8);
        String line = lines.readLine();
        while (line != null && !line.contains("[x.cfg:3] nonsense")) {
            line = lines.readLine();
        }
        assertThat(line).isNotNull();
        assertThat(proxy.isAlive()).isTrue();
        kill("TERM", proxy.pid());
        assertThat(proxy.waitFor()).isZero();
    }

    @Test
    void daemon_byOption_servesInItsOwnSessionWithInheritedDescriptors() throws Exception {
        Process parent =
                startInShell(
                        "exec \"$@\" 9< a.cfg", "serve", "-D", "-f", "a.cfg", "-p", "proxy.pid");
        assertThat(parent.waitFor()).isZero();
        long pid = awaitPid("proxy.pid");
        ProcessHandle daemon = ProcessHandle.of(pid).orElseThrow();
        try {
            assertThat(pid).isNotEqualTo(parent.pid());
            assertThat(session(pid)).isEqualTo(pid);
            assertThat(link(pid, "9")).isEqualTo(folder.resolve("a.cfg").toString());
            for (String stream : List.of("0", "1", "2")) {
                assertThat(link(pid, stream)).isEqualTo("/dev/null");
            }
        } finally {
            kill("TERM", pid);
        }
        daemon.onExit().get(5, SECONDS);
    }

    @Test
    void daemon_byConfiguration_staysInTheForegroundWithDb() throws Exception {
        Process parent = start("daemon", "-f", "a.cfg");
        assertThat(parent.waitFor()).isZero();
        long pid = awaitPid("configured.pid");
        kill("TERM", pid);
        Files.delete(folder.resolve("configured.pid"));

        Process foreground = start("daemon", "-db", "-f", "a.cfg");
        assertThat(awaitPid("configured.pid")).isEqualTo(foreground.pid());
        kill("TERM", foreground.pid());
        assertThat(foreground.waitFor()).isZero();
    }

    @Test
    void daemon_thatCannotStart_failsTheParentAndIsHeard() throws Exception {
        Process parent = start("fail", "-D", "-f", "a.cfg", "-p", "proxy.pid");
        String said = new String(parent.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(parent.waitFor()).isEqualTo(1);
        assertThat(said).contains("cannot bind socket");
        assertThat(folder.resolve("proxy.pid")).doesNotExist();
    }

    private Process start(String... words) throws IOException {
        return startInShell("exec \"$@\"", words);
    }

    private Process startInShell(String script, String... words) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "/bin/sh",
                                "-c",
                                script,
                                "sh",
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-XX:TieredStopAtLevel=1",
                                "-Xshare:auto",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                ScriptedMain.class.getName()));
        command.addAll(List.of(words));
        return new ProcessBuilder(command).directory(folder.toFile()).start();
    }

    private long awaitPid(String name) throws Exception {
        Path file = folder.resolve(name);
        while (!Files.exists(file) || Files.readString(file).isEmpty()) {
            Thread.onSpinWait();
        }
        return Long.parseLong(Files.readString(file).strip());
    }

    private static void kill(String signal, long pid) throws Exception {
        assertThat(
                        new ProcessBuilder("/bin/kill", "-" + signal, Long.toString(pid))
                                .start()
                                .waitFor())
                .isZero();
    }

    private static long session(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(afterName[3]);
    }

    private static String link(long pid, String fd) throws IOException {
        return Files.readSymbolicLink(Path.of("/proc/" + pid + "/fd/" + fd)).toString();
    }
}
