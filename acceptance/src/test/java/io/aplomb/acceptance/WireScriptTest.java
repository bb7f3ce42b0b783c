package io.aplomb.acceptance;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.aplomb.testkit.RequiredTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The scripts of {@code src/test/vtc}, played by the varnishtest program: it starts what
 * HAPROXY_PROGRAM names exactly as it starts HAProxy, so a script that passes proves that Aplomb
 * takes HAProxy's place. Each script is played against HAProxy itself too, which proves that the
 * script is right.
 */
@Timeout(240)
class WireScriptTest {
    private static final Path SCRIPTS =
            ProjectFolder.root().resolve("acceptance/src/test/vtc").toAbsolutePath();

    /** One script; generous because a Java machine starts on a busy computer. */
    private static final int LIMIT_S = 60;

    @TempDir private Path folder;

    @TestFactory
    Stream<DynamicTest> script_playedAgainstAplomb_passes() throws IOException {
        RequiredTool.path("varnishtest");
        return tests(Launcher.built());
    }

    @TestFactory
    Stream<DynamicTest> script_playedAgainstHaproxy_passes() throws IOException {
        RequiredTool.path("varnishtest");
        return tests(RequiredTool.path("haproxy"));
    }

    private Stream<DynamicTest> tests(Path program) throws IOException {
        // The name decides which command the launcher is.
        Path haproxy = folder.resolve("haproxy");
        var _ = Files.createSymbolicLink(haproxy, program);
        return scripts().stream()
                .map(
                        script ->
                                DynamicTest.dynamicTest(
                                        script.getFileName().toString(),
                                        () -> play(script, haproxy)));
    }

    private static List<Path> scripts() throws IOException {
        try (Stream<Path> files = Files.list(SCRIPTS)) {
            List<Path> scripts =
                    files.filter(file -> file.toString().endsWith(".vtc")).sorted().toList();
            assertThat(scripts).hasSizeGreaterThan(20);
            return scripts;
        }
    }

    private void play(Path script, Path haproxy) throws IOException, InterruptedException {
        Path log = Files.createTempFile(folder, "script", ".log");
        ProcessBuilder builder =
                new ProcessBuilder(
                                RequiredTool.path("varnishtest").toString(),
                                "-t",
                                Integer.toString(LIMIT_S),
                                script.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        builder.environment().put("HAPROXY_PROGRAM", haproxy.toString());
        Process process = builder.start();
        if (!process.waitFor(2 * LIMIT_S, SECONDS)) {
            process.destroyForcibly();
            fail(script + " did not end\n" + Files.readString(log));
        }
        if (process.exitValue() != 0) {
            fail(script + " failed\n" + Files.readString(log));
        }
    }
}
