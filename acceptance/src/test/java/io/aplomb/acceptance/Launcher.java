package io.aplomb.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;

/** ./aplomb, built once before the first test that needs it. */
final class Launcher {
    private static final Path PATH = ProjectFolder.root().resolve("aplomb");

    private Launcher() {}

    /** The script, with the jar behind it up to date: the next call starts at once. */
    static synchronized Path built() {
        try {
            Process first =
                    new ProcessBuilder(PATH.toString(), "--version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            assertThat(first.waitFor()).isZero();
            return PATH;
        } catch (IOException failure) {
            throw new AssertionError("the launcher does not start", failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while the jar was built", stopped);
        }
    }
}
