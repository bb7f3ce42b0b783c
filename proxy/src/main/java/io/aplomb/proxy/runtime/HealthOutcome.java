package io.aplomb.proxy.runtime;

import io.aplomb.proxy.health.HealthEffect.Severity;
import java.util.List;

/** What is left to do after a change of a server's health, outside of the backend's lock. */
public record HealthOutcome(
        List<Line> lines,
        boolean shutdownSessions,
        boolean shutdownBackupSessions,
        boolean changed) {

    static final HealthOutcome NOTHING = new HealthOutcome(List.of(), false, false, false);

    public HealthOutcome {
        lines = List.copyOf(lines);
    }

    /** A whole log line. */
    public record Line(Severity severity, String text) {}
}
