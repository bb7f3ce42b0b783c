package io.aplomb.proxy.stats;

import io.aplomb.proxy.health.HealthEffect;
import io.aplomb.proxy.health.ServerHealth;
import io.aplomb.proxy.runtime.ServerRuntime;
import java.util.List;
import java.util.function.Function;

/**
 * What an administrator's wish about a server goes through, so that it is logged and takes effect.
 * Any thread.
 */
public interface ServerControl {

    /** Lets something happen to a server's health; returns whether anything changed. */
    boolean change(ServerRuntime server, Function<ServerHealth, List<HealthEffect>> event);

    /** Ends the sessions now on a server. */
    void shutdownSessions(ServerRuntime server);

    /** The monotonic time that {@link ServerHealth} is told, in milliseconds. */
    long nowMs();
}
