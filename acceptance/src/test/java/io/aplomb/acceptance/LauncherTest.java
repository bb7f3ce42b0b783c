package io.aplomb.acceptance;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** ./aplomb as a user calls it. */
@Timeout(300)
class LauncherTest {
    private static final Path LAUNCHER = ProjectFolder.root().resolve("aplomb");

    @TempDir private Path folder;

    private record Result(int exitCode, String out, String err) {}

    @BeforeAll
    static void builtOnce() throws Exception {
        // Where Maven has packaged the jar already, this only starts it.
        Process first =
                new ProcessBuilder(LAUNCHER.toString(), "--version")
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        assertThat(first.waitFor()).isZero();
    }

    @Test
    void launcher_throughAChainOfLinksFromAnotherFolder_findsItsHome() throws Exception {
        Path far = Files.createSymbolicLink(folder.resolve("far link"), LAUNCHER);
        Path near = Files.createSymbolicLink(folder.resolve("near"), Path.of("far link"));
        assertThat(far).exists();
        Result result = run(Map.of(), near.toString(), "--version");
        assertThat(result.out()).startsWith("aplomb ");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void launcher_foundOnPath_works() throws Exception {
        var _ = Files.createSymbolicLink(folder.resolve("aplomb"), LAUNCHER);
        Result result =
                run(Map.of("PATH", folder + ":/usr/bin:/bin"), "/bin/sh", "-c", "aplomb proxy -v");
        assertThat(result.out()).startsWith("Aplomb version ");
    }

    @Test
    void launcher_calledHaproxy_isTheProxy() throws Exception {
        Path haproxy = Files.createSymbolicLink(folder.resolve("haproxy"), LAUNCHER);
        Result result = run(Map.of(), haproxy.toString(), "-v");
        assertThat(result.out()).startsWith("Aplomb version ");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void launcher_calledKeepalived_isTheVirtualIp() throws Exception {
        Path keepalived = Files.createSymbolicLink(folder.resolve("keepalived"), LAUNCHER);
        Path file = Files.writeString(folder.resolve("k.conf"), "vrrp_instance V {\n}\n");
        Result result = run(Map.of(), keepalived.toString(), "-t", "-f", file.toString());
        assertThat(result.err()).contains("k.conf:1");
        assertThat(result.exitCode()).isEqualTo(1);
    }

    @Test
    void link_namedCrmSimulate_isTheScheduler() throws Exception {
        Path simulate = Files.createSymbolicLink(folder.resolve("crm_simulate"), LAUNCHER);
        Path state =
                Files.writeString(
                        folder.resolve("cib.xml"),
                        """
                        <cib validate-with="none"><configuration><crm_config/><nodes/><resources/>
                        <constraints/></configuration><status/></cib>
                        """);
        Result result = run(Map.of(), simulate.toString(), "-Sx", state.toString());
        assertThat(result.exitCode()).isZero();
        assertThat(result.out())
                .startsWith("Current cluster status:\n")
                .contains("\nTransition Summary:\n", "\nRevised Cluster Status:\n");
    }

    @Test
    void arguments_withBlanksQuotesAndNonAscii_arriveAsTheyAre() throws Exception {
        for (String name :
                List.of(
                        "two  words",
                        "it's \"quoted\" $HOME `x` \\",
                        "",
                        "*",
                        "caf\u00e9 \u65e5\u672c")) {
            Result result =
                    run(
                            Map.of("LC_ALL", "C"),
                            LAUNCHER.toString(),
                            "proxy",
                            "-c",
                            "-f",
                            "missing/" + name);
            assertThat(result.err()).contains("missing/" + name + " : No such file or directory");
            assertThat(result.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void exitCode_ofBadWords_isOne() throws Exception {
        Result result = run(Map.of(), LAUNCHER.toString(), "no-such-command");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("'no-such-command'");
    }

    @Test
    void javaOptions_ofTheUser_reachTheJavaMachine() throws Exception {
        Result result =
                run(
                        Map.of(
                                "APLOMB_JAVA_OPTS",
                                "-XX:+UseParallelGC -XX:-UseSerialGC -XshowSettings:properties"),
                        LAUNCHER.toString(),
                        "proxy",
                        "-v");
        assertThat(result.err()).contains("Property settings:");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void launcher_withoutAnyJdk_saysWhatToInstall() throws Exception {
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Path copy = Files.createDirectories(folder.resolve("copy/build-tools"));
        for (String script : List.of("find-jdk.sh", "build-jar.sh")) {
            String text = Files.readString(ProjectFolder.root().resolve("build-tools/" + script));
            var _ =
                    Files.writeString(
                            copy.resolve(script), text.replace("/usr/lib/jvm", bin.toString()));
        }
        Path launcher = Files.copy(LAUNCHER, folder.resolve("copy/aplomb"));
        Result result =
                run(
                        Map.of("PATH", bin.toString(), "JAVA_HOME", ""),
                        "/bin/sh",
                        launcher.toString(),
                        "--version");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("Java 25 is needed", "JAVA_HOME");
    }

    @Test
    void process_ofTheProgram_isTheLaunchersOwn() throws Exception {
        // The shell has become java: the id is the same, and no shell is left above it.
        Process program =
                new ProcessBuilder(
                                "/bin/sh",
                                "-c",
                                "echo $$; exec \"$0\" proxy -vv",
                                LAUNCHER.toString())
                        .directory(folder.toFile())
                        .start();
        String out = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(out).startsWith(program.pid() + "\nAplomb version ");
        assertThat(program.waitFor(10, SECONDS)).isTrue();
    }

    private Result run(Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        Path out = folder.resolve("stdout.txt");
        Path err = folder.resolve("stderr.txt");
        ProcessBuilder builder =
                new ProcessBuilder(new ArrayList<>(List.of(command)))
                        .directory(folder.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment().putAll(environment);
        int exitCode = builder.start().waitFor();
        return new Result(exitCode, Files.readString(out), Files.readString(err));
    }
}
