package io.aplomb.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Rights that a test needs of the user who runs it. */
public final class RequiredRights {
    private static final int ROOT = 0;

    private RequiredRights() {}

    /** Skips the test, with the reason, unless root runs it: it makes network namespaces. */
    public static void root() {
        try {
            Object user = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
            Assumptions.assumeTrue(
                    Integer.valueOf(ROOT).equals(user), "only root may make network namespaces");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
