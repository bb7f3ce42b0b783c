package io.aplomb.proxy.health;

/** What the owner has to do after a change of a server's state, in order. */
public sealed interface HealthEffect {

    /** How grave a log line is (syslog severities). */
    enum Severity {
        NOTICE,
        WARNING,
        ALERT,
        EMERGENCY
    }

    /** How a line ends. */
    enum Ending {
        PLAIN,
        SERVERS_LEFT,
        SERVERS_ONLINE
    }

    /** A line to log; the counts are those after the change. */
    record Log(Severity severity, String text, Ending ending) implements HealthEffect {

        /** The whole line. */
        public String line(FarmCounts counts) {
            return switch (ending) {
                case PLAIN -> text;
                case SERVERS_LEFT -> text + counts.left();
                case SERVERS_ONLINE -> text + counts.online();
            };
        }
    }

    /** Offer the balancer the new usability and weight. */
    record Republish() implements HealthEffect {}

    /**
     * Let the server have so many requests at a time.
     *
     * @param maxConn 0 for no limit
     */
    record LimitConnections(int maxConn) implements HealthEffect {}

    /** Close the sessions on this server ({@code on-marked-down shutdown-sessions}). */
    record ShutdownSessions() implements HealthEffect {}

    /** Close those on backup servers ({@code on-marked-up shutdown-backup-sessions}). */
    record ShutdownBackupSessions() implements HealthEffect {}

    /** Send the requests waiting in the queue of this server elsewhere. */
    record RequeuePending() implements HealthEffect {}
}
