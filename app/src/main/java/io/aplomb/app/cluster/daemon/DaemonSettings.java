package io.aplomb.app.cluster.daemon;

import io.aplomb.app.cluster.tool.StateDirectory;
import io.aplomb.control.enrol.EnrolClient;
import io.aplomb.control.enrol.EnrolTokens;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a daemon is told.
 *
 * @param name of this machine as a node
 * @param listen where other machines reach it
 * @param provisioned the file with a token that an installation leaves on all its machines
 */
public record DaemonSettings(
        StateDirectory state,
        String name,
        String version,
        InetSocketAddress listen,
        Path provisioned,
        Map<String, String> environment) {
    private static final String NAME = "APLOMB_NODE";
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    /** Keeps a copy. */
    public DaemonSettings {
        environment = Map.copyOf(environment);
    }

    /**
     * The usual ones: the name is {@code $APLOMB_NODE}, else that of the machine.
     *
     * @throws IOException where the machine does not say its name
     */
    public static DaemonSettings of(
            StateDirectory state, String version, Map<String, String> environment)
            throws IOException {
        String named = environment.getOrDefault(NAME, "");
        return new DaemonSettings(
                state,
                named.isEmpty() ? Files.readString(HOST_NAME).strip() : named,
                version,
                new InetSocketAddress(EnrolClient.PORT),
                EnrolTokens.PROVISIONED,
                environment);
    }
}
