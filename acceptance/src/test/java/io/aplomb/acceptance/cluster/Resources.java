package io.aplomb.acceptance.cluster;

import java.nio.file.Files;
import java.nio.file.Path;

/** The scripts of the lab, where they lie in the project: copies would not be executable. */
final class Resources {
    private static final String FOLDER = "acceptance/src/test/lab";

    private Resources() {}

    static Path folder() {
        Path above = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(above.resolve(FOLDER))) {
            above = above.getParent();
            if (above == null) {
                throw new IllegalStateException("not inside the project");
            }
        }
        return above.resolve(FOLDER);
    }
}
