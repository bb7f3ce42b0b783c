package io.aplomb.formats;

import java.nio.file.Path;

/** Files of expected results, and where the repository is. */
public final class GoldenFiles {

    private GoldenFiles() {}

    /** Whether the expected files are to be written anew instead of compared. */
    public static boolean isRecording() {
        return "true".equals(System.getenv("APLOMB_GOLDEN_RECORD"));
    }

    /** The root of the repository, seen from a module's directory. */
    public static Path repositoryRoot() {
        return Path.of("").toAbsolutePath().resolveSibling("");
    }
}
