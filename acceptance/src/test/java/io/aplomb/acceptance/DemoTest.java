package io.aplomb.acceptance;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration a newcomer starts first. */
@Timeout(240)
class DemoTest {
    private static final int LIMIT_S = 180;

    @TempDir private Path folder;

    @Test
    void demo_playedOnce_losesNoRequest() throws Exception {
        assertThat(playOnce(System.getenv("PATH"))).contains("lb2 has taken the address over");
    }

    @Test
    void demo_whereNobodyMayHaveANetwork_takesOverOnLoopback() throws Exception {
        var _ = Files.createSymbolicLink(folder.resolve("unshare"), Path.of("/bin/false"));
        assertThat(playOnce(folder + ":" + System.getenv("PATH")))
                .contains("adverts go over UDP", "lb2 has taken the address over");
    }

    @Test
    void demo_killedAtOnce_leavesNothing() throws Exception {
        Process demo =
                new ProcessBuilder(Launcher.built().toString(), "demo", "--once")
                        .redirectErrorStream(true)
                        .start();
        List<ProcessHandle> children;
        try (BufferedReader told = demo.inputReader()) {
            boolean _ = told.lines().anyMatch(line -> line.contains("All servers are well"));
            children = demo.descendants().toList();
        } finally {
            var _ = demo.destroyForcibly();
        }
        assertThat(children).hasSizeGreaterThanOrEqualTo(5);
        for (ProcessHandle child : children) {
            var _ = child.onExit().get(LIMIT_S, SECONDS);
        }
    }

    private String playOnce(String path) throws Exception {
        Path log = folder.resolve("demo.log");
        ProcessBuilder builder =
                new ProcessBuilder(Launcher.built().toString(), "demo", "--once")
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        builder.environment().put("PATH", path);
        Process demo = builder.start();
        boolean ended = demo.waitFor(LIMIT_S, SECONDS);
        demo.destroy();
        String told = Files.readString(log);
        assertThat(ended).as(told).isTrue();
        assertThat(demo.exitValue()).as(told).isZero();
        return told;
    }
}
