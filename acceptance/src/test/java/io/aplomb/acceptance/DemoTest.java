package io.aplomb.acceptance;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration a newcomer starts first. */
@Timeout(150)
class DemoTest {
    @TempDir private Path folder;

    @Test
    void demo_playedOnce_losesNoRequest() throws Exception {
        Path log = folder.resolve("demo.log");
        Process demo =
                new ProcessBuilder(Launcher.built().toString(), "demo", "--once")
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        boolean ended = demo.waitFor(120, SECONDS);
        demo.destroy();
        assertThat(ended).as(Files.readString(log)).isTrue();
        String told = Files.readString(log);
        assertThat(demo.exitValue()).as(told).isZero();
        assertThat(told)
                .containsAnyOf("lb2 has taken the address over", "Left out: this user may not");
    }
}
