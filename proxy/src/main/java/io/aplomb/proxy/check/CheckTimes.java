package io.aplomb.proxy.check;

import io.aplomb.model.proxy.Timeouts;
import io.aplomb.proxy.runtime.ServerRuntime;

/**
 * How long a check may take, as the manual's "timeout check" has it: with it, the connection may
 * take {@code timeout connect} or the interval, whichever is less, and the rest {@code timeout
 * check}; without, all of it the interval.
 */
record CheckTimes(long connectMs, long answerMs) {

    static CheckTimes of(ServerRuntime server, long interMs) {
        Timeouts timeouts = server.backendRuntime().config().timeouts();
        if (timeouts.checkMs() <= 0) {
            return new CheckTimes(interMs, interMs);
        }
        long connectMs = timeouts.connectMs();
        return new CheckTimes(
                connectMs > 0 ? Math.min(connectMs, interMs) : interMs, timeouts.checkMs());
    }
}
