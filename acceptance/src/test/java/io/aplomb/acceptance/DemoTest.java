package io.aplomb.acceptance;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
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
