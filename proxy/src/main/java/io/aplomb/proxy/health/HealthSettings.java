package io.aplomb.proxy.health;

import io.aplomb.model.proxy.Server;
import io.aplomb.model.proxy.ServerCheck;

/**
 * What the state of one server depends on; times in milliseconds.
 *
 * @param backend the name in log lines, before the slash
 * @param logChecks {@code option log-health-checks}
 */
public record HealthSettings(
        String backend,
        String server,
        boolean backup,
        ServerCheck check,
        long slowStartMs,
        boolean disabled,
        boolean tracking,
        boolean logChecks) {

    /** The settings a configuration states. */
    public static HealthSettings of(String backend, Server server, boolean logChecks) {
        return new HealthSettings(
                backend,
                server.name(),
                server.backup(),
                server.check(),
                server.slowStartMs(),
                server.disabled(),
                server.track() != null,
                logChecks);
    }

    String fullName() {
        return backend + "/" + server;
    }

    /** "Server be/s", "Backup Server be/s". */
    String logName() {
        return (backup ? "Backup Server " : "Server ") + fullName();
    }
}
