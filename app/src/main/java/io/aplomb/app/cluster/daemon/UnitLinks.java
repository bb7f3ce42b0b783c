package io.aplomb.app.cluster.daemon;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Whether systemd starts the daemon with the machine: by a link, as {@code systemctl enable} sets.
 */
final class UnitLinks {
    /** Where they are. */
    static final Path SYSTEM = Path.of("/etc/systemd/system");

    private static final String UNIT = "aplomb-cluster.service";

    private UnitLinks() {}

    /**
     * @param units {@link #SYSTEM} but in tests
     */
    static boolean areThere(Path units) {
        try (DirectoryStream<Path> wants = Files.newDirectoryStream(units, "*.wants")) {
            for (Path folder : wants) {
                if (Files.exists(folder.resolve(UNIT), LinkOption.NOFOLLOW_LINKS)) {
                    return true;
                }
            }
            return false;
        } catch (IOException none) {
            // a machine without systemd
            return false;
        }
    }
}
