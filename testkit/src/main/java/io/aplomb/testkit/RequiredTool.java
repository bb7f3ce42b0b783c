package io.aplomb.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.opentest4j.TestAbortedException;

/**
 * A program of the machine that a test needs: {@code haproxy}, {@code varnishtest}.
 *
 * <p>On a developer's machine a missing one skips the test. In CI ({@code CI=true}), where {@code
 * .ci/setup} installs them all, it fails: a check that is silently skipped there would prove
 * nothing.
 */
public final class RequiredTool {
    private RequiredTool() {}

    /**
     * The path of the program, found on PATH or in the system folders.
     *
     * @throws TestAbortedException when it is missing, which JUnit counts as skipped
     * @throws AssertionError when it is missing in CI
     */
    public static Path path(String program) {
        return path(program, System.getenv());
    }

    static Path path(String program, Map<String, String> environment) {
        // Servers live in sbin, which ordinary users often do not have on PATH.
        String folders = environment.getOrDefault("PATH", "") + ":/usr/local/sbin:/usr/sbin:/sbin";
        for (String folder : folders.split(":")) {
            Path file = Path.of(folder, program);
            if (!folder.isEmpty() && Files.isRegularFile(file) && Files.isExecutable(file)) {
                return file;
            }
        }
        String missing = program + " is not installed; .ci/setup installs what the tests use";
        if (Boolean.parseBoolean(environment.get("CI"))) {
            throw new AssertionError(missing);
        }
        return Assumptions.abort(missing);
    }
}
