package io.aplomb.proxy.health;

import io.aplomb.model.proxy.BackendPart;
import io.aplomb.model.proxy.Server;
import io.aplomb.model.proxy.ServerCheck;

/**
 * What the state of one server depends on; times in milliseconds.
 *
 * @param backend the name in log lines, before the slash
 * @param weight the configured one
 * @param fixedWeights the balancing algorithm cannot change weights while it runs
 * @param logChecks {@code option log-health-checks}
 */
public record HealthSettings(
        String backend,
        String server,
        boolean backup,
        int weight,
        boolean fixedWeights,
        ServerCheck check,
        long slowStartMs,
        boolean disabled,
        boolean logChecks) {

    /** The settings a configuration states. */
    public static HealthSettings of(String backend, Server server, BackendPart part) {
        return new HealthSettings(
                backend,
                server.name(),
                server.backup(),
                server.weight(),
                part.hasFixedWeights(),
                server.check(),
                server.slowStartMs(),
                server.disabled(),
                part.check().logTransitions());
    }

    String fullName() {
        return backend + "/" + server;
    }

    /** "Server be/s", "Backup Server be/s". */
    String logName() {
        return (backup ? "Backup Server " : "Server ") + fullName();
    }
}
