package io.aplomb.control.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreProcessTest {
    @Test
    void killedWhileWriting_hasAllThatWasAcknowledged(@TempDir Path root) throws Exception {
        long acknowledged = 0;
        for (int round = 0; round < 3; round++) {
            Process process = start(root.resolve("store"));
            CompletableFuture.delayedExecutor(120, TimeUnit.SECONDS)
                    .execute(process::destroyForcibly);
            try (BufferedReader out = process.inputReader()) {
                String begun = next(out, "begun ");
                long atStart = begun.isEmpty() ? 0 : Long.parseLong(begun);
                // One more than was read may have been done, and none less.
                assertThat(atStart).isBetween(acknowledged, acknowledged + 1_000_000);
                for (int i = 0; i < 100; i++) {
                    String before = next(out, "after ");
                    acknowledged = before.isEmpty() ? 1 : Long.parseLong(before) + 1;
                }
                process.destroyForcibly(); // SIGKILL
            } finally {
                process.destroyForcibly();
                assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            }
        }
        assertThat(acknowledged).isGreaterThanOrEqualTo(300);
    }

    private static Process start(Path directory) throws IOException {
        return new ProcessBuilder(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-Xmx128m",
                                "--sun-misc-unsafe-memory-access=allow",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                StoreProcess.class.getName(),
                                directory.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static String next(BufferedReader out, String beginning) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(beginning)) {
                return line.substring(beginning.length());
            }
        }
        throw new AssertionError("the process ended before it said '" + beginning + "'");
    }
}
