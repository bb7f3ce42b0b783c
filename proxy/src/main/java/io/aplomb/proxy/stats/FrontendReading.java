package io.aplomb.proxy.stats;

import io.aplomb.proxy.runtime.Counter;
import io.aplomb.proxy.runtime.Counters;
import io.aplomb.proxy.runtime.FrontendRuntime;
import io.aplomb.proxy.runtime.FrontendRuntime.ListenerRuntime;

/** Reads the columns of frontends and listeners. */
final class FrontendReading {

    private FrontendReading() {}

    static StatsRow frontend(FrontendRuntime frontend, long nowMs) {
        Counters counters = frontend.counters();
        StatsRow.Builder row =
                StatsRow.builder(RowKind.FRONTEND, frontend.id(), 0)
                        .put(Column.PXNAME, frontend.name())
                        .put(Column.SVNAME, "FRONTEND")
                        .put(Column.SCUR, frontend.openConnections().current())
                        .put(Column.SMAX, frontend.openConnections().maximum())
                        .put(Column.SLIM, frontend.maxConn())
                        .put(Column.STATUS, status(frontend.state()))
                        .put(Column.RATE, frontend.sessionRates().perSecond(nowMs))
                        .put(Column.RATE_LIM, frontend.part().rateLimitSessions())
                        .put(Column.RATE_MAX, frontend.sessionRates().maximum())
                        .put(Column.REQ_RATE, frontend.requestRates().perSecond(nowMs))
                        .put(Column.REQ_RATE_MAX, frontend.requestRates().maximum())
                        .put(Column.CONN_RATE, frontend.connectionRates().perSecond(nowMs))
                        .put(Column.CONN_RATE_MAX, frontend.connectionRates().maximum())
                        .put(Column.CONN_TOT, counters.sum(Counter.CONNECTIONS))
                        .put(Column.REQ_TOT, counters.sum(Counter.REQUESTS))
                        .zeros(Column.COMP_IN, Column.COMP_OUT, Column.COMP_BYP, Column.COMP_RSP);
        common(row, counters, CounterColumns.mode(frontend.config()));
        if (frontend.isHttp()) {
            CounterColumns.responses(row, counters);
            row.put(Column.INTERCEPTED, counters.sum(Counter.INTERCEPTED))
                    .zeros(Column.CACHE_LOOKUPS, Column.CACHE_HITS);
        }
        CounterColumns.modules(row);
        if (frontend.isHttp()) {
            row.put(Column.H1_OPEN_CONNECTIONS, frontend.openConnections().current())
                    .put(Column.H1_TOTAL_CONNECTIONS, counters.sum(Counter.SESSIONS))
                    .put(Column.H1_TOTAL_STREAMS, counters.sum(Counter.REQUESTS))
                    .put(Column.H1_BYTES_IN, counters.sum(Counter.BYTES_IN))
                    .put(Column.H1_BYTES_OUT, counters.sum(Counter.BYTES_OUT));
        }
        return row.build();
    }

    /** {@code option socket-stats} shows listeners on their own. */
    static StatsRow listener(ListenerRuntime listener) {
        FrontendRuntime frontend = listener.frontendRuntime();
        String name = listener.name();
        int limit = listener.bind().maxConn();
        StatsRow.Builder row =
                StatsRow.builder(RowKind.LISTENER, frontend.id(), listener.id())
                        .put(Column.PXNAME, frontend.name())
                        .put(Column.SVNAME, name == null ? "sock-" + listener.id() : name)
                        .put(Column.SCUR, listener.gauge().current())
                        .put(Column.SMAX, listener.gauge().maximum())
                        .put(Column.SLIM, limit)
                        .put(Column.STATUS, listenerStatus(listener, limit))
                        .put(Column.ADDR, listener.bind().endpoint().text());
        common(row, listener.counters(), CounterColumns.mode(frontend.config()));
        return row.zeros(Column.SSL_SESS, Column.SSL_REUSED_SESS, Column.SSL_FAILED_HANDSHAKE)
                .build();
    }

    private static void common(StatsRow.Builder row, Counters counters, String mode) {
        CounterColumns.traffic(row, counters);
        row.put(Column.MODE, mode)
                .put(Column.DREQ, counters.sum(Counter.DENIED_REQUESTS))
                .put(Column.EREQ, counters.sum(Counter.REQUEST_ERRORS))
                .put(Column.DCON, counters.sum(Counter.DENIED_CONNECTIONS))
                .put(Column.DSES, counters.sum(Counter.DENIED_SESSIONS));
    }

    private static String status(FrontendRuntime.State state) {
        return switch (state) {
            case OPEN -> "OPEN";
            case PAUSED -> "PAUSED";
            case STOPPED -> "STOP";
        };
    }

    private static String listenerStatus(ListenerRuntime listener, int limit) {
        if (listener.frontendRuntime().state() != FrontendRuntime.State.OPEN) {
            return "WAITING";
        }
        return limit > 0 && listener.gauge().current() >= limit ? "FULL" : "OPEN";
    }
}
