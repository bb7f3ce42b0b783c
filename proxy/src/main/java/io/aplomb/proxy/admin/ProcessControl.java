package io.aplomb.proxy.admin;

import io.aplomb.proxy.runtime.FrontendRuntime;
import io.aplomb.proxy.stats.ProcessLoad;

/** What commands can change of the process and of frontends. Any thread. */
public interface ProcessControl {

    /** Stops listening for a while; false when that cannot be done. */
    boolean pause(FrontendRuntime frontend);

    /** Listens again; false when that cannot be done. */
    boolean resume(FrontendRuntime frontend);

    /** Stops listening for good. */
    boolean stop(FrontendRuntime frontend);

    /** A number that no other session has. */
    long nextSessionNumber();

    /** Concurrent connections of the whole process. */
    void maxConn(int limit);

    /** The limits of the whole process. */
    ProcessLoad load();

    /** Whether the process serves; waits a moment for loops that are slow to answer. */
    Liveness liveness();
}
