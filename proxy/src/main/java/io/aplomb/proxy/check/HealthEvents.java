package io.aplomb.proxy.check;

import io.aplomb.proxy.runtime.HealthOutcome;
import io.aplomb.proxy.runtime.ServerRuntime;

/** What the health of servers makes others do. Called on any thread but event loops. */
public interface HealthEvents {

    /** A line for the logs of the server's backend. */
    void log(ServerRuntime server, HealthOutcome.Line line);

    /** Closes the sessions now on this server. */
    void shutdownSessions(ServerRuntime server);
}
