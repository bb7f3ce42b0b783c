package io.aplomb.app.cluster.tool;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where a node keeps what it must not forget. Several nodes on one machine have one each.
 *
 * @param path absolute
 */
public record StateDirectory(Path path) {
    /** Where nothing else is said. */
    public static final Path DEFAULT = Path.of("/var/lib/aplomb/cluster");

    /** The option that names another. */
    public static final String OPTION = "--state";

    /** The variable that names another. */
    public static final String VARIABLE = "APLOMB_STATE";

    /** That of the environment, or the usual one. */
    public static StateDirectory of(Map<String, String> environment) {
        String named = environment.getOrDefault(VARIABLE, "");
        return new StateDirectory(
                named.isEmpty() ? DEFAULT : Path.of(named).toAbsolutePath().normalize());
    }

    /** That of a path as it was typed. */
    public static StateDirectory at(String named) {
        return new StateDirectory(Path.of(named).toAbsolutePath().normalize());
    }

    /** Where the daemon answers. */
    public Path socket() {
        return path.resolve("admin.sock");
    }

    /** There as long as the node is to start with the daemon. */
    public Path enabled() {
        return path.resolve("enabled");
    }
}
