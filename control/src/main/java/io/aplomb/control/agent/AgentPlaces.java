package io.aplomb.control.agent;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where agents are, and where they keep things. Of a node, not of a machine: several nodes on one
 * do not disturb each other.
 *
 * @param node the node's name
 * @param state the directory of the node's state
 * @param run for state files and pid files of agents; does not outlive the machine where it can
 * @param ocfRoot {@code /usr/lib/ocf}
 * @param initScripts {@code /etc/init.d}
 * @param fenceAgents {@code /usr/sbin}
 * @param unitOverrides {@code /run/systemd/system}
 * @param searchPath for programs, as PATH
 */
public record AgentPlaces(
        String node,
        Path state,
        Path run,
        Path ocfRoot,
        Path initScripts,
        Path fenceAgents,
        Path unitOverrides,
        String searchPath) {

    /** Of the one node of a machine. */
    public static final Path DEFAULT_STATE = Path.of("/var/lib/aplomb/cluster");

    private static final String STANDARD_PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /** The usual places. */
    public static AgentPlaces of(String node, Path state) {
        return new AgentPlaces(
                node,
                state,
                state.equals(DEFAULT_STATE) ? Path.of("/run") : state.resolve("run"),
                Path.of("/usr/lib/ocf"),
                Path.of("/etc/init.d"),
                Path.of("/usr/sbin"),
                Path.of("/run/systemd/system"),
                STANDARD_PATH);
    }

    /** HA_RSCTMP of the agents. */
    Path temporary() {
        return run.resolve("resource-agents");
    }

    /** The words by which agents speak to the cluster: crm_attribute and the like. */
    Path tools() {
        return state.resolve("agent-tools");
    }

    /** Where those leave their questions. */
    Path spool() {
        return state.resolve("agent-spool");
    }

    /** A program of the search path. */
    Optional<Path> program(String name) {
        for (String folder : searchPath.split(":")) {
            Path file = Path.of(folder, name);
            if (Files.isRegularFile(file) && Files.isExecutable(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }
}
