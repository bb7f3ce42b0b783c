package io.aplomb.proxy.stats;

import io.aplomb.model.proxy.Balance;
import io.aplomb.model.proxy.CookiePersistence;
import io.aplomb.proxy.health.CheckFigures;
import io.aplomb.proxy.health.CheckResult;
import io.aplomb.proxy.health.ServerHealth;
import io.aplomb.proxy.persist.ServerCookie;
import io.aplomb.proxy.runtime.BackendRuntime;
import io.aplomb.proxy.runtime.Counter;
import io.aplomb.proxy.runtime.Counters;
import io.aplomb.proxy.runtime.ServerRuntime;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Reads the columns of backends and servers. */
final class BackendReading {

    private static final long MS_PER_S = 1_000;

    private BackendReading() {}

    private static @Nullable String cookieOf(ServerRuntime server) {
        CookiePersistence persistence = server.backendRuntime().part().cookie();
        return persistence == null
                ? server.config().cookie()
                : ServerCookie.of(server, persistence);
    }

    static StatsRow server(ServerRuntime server, long nowMs) {
        BackendRuntime backend = server.backendRuntime();
        Counters counters = server.counters();
        boolean backup = server.config().backup();
        StatsRow.Builder row =
                StatsRow.builder(RowKind.SERVER, backend.id(), server.id())
                        .put(Column.PXNAME, backend.name())
                        .put(Column.SVNAME, server.name())
                        .put(Column.MODE, CounterColumns.mode(backend.config()))
                        .put(Column.QCUR, server.queued())
                        .put(Column.QMAX, server.queueMaximum())
                        .put(Column.SCUR, server.sessions().current())
                        .put(Column.SMAX, server.sessions().maximum())
                        .put(Column.WEIGHT, server.shownWeight())
                        .put(Column.UWEIGHT, server.userWeight())
                        .put(Column.ACT, backup ? 0 : 1)
                        .put(Column.BCK, backup ? 1 : 0)
                        .put(Column.RATE, server.sessionRates().perSecond(nowMs))
                        .put(Column.RATE_MAX, server.sessionRates().maximum())
                        .put(Column.LASTSESS, secondsSince(server.lastSessionMs(), nowMs))
                        .put(Column.ADDR, server.endpoint().text())
                        .put(Column.COOKIE, cookieOf(server));
        CounterColumns.upstream(row, counters);
        CounterColumns.times(row, server.times());
        limits(server, row);
        connections(server, row);
        if (backend.isHttp()) {
            CounterColumns.responses(row, counters);
            row.put(Column.REQ_TOT, counters.sum(Counter.REQUESTS));
        }
        return backend.read(server, health -> health(server, health, row, nowMs)).build();
    }

    private static void limits(ServerRuntime server, StatsRow.Builder row) {
        if (server.maxConn() > 0) {
            row.put(Column.SLIM, server.maxConn());
        }
        if (server.config().maxQueue() > 0) {
            row.put(Column.QLIMIT, server.config().maxQueue());
        }
        if (server.config().poolMaxConn() >= 0) {
            row.put(Column.SRC_ILIM, server.config().poolMaxConn());
        }
        if (server.throttlePercent() < 100) {
            row.put(Column.THROTTLE, server.throttlePercent());
        }
    }

    private static void connections(ServerRuntime server, StatsRow.Builder row) {
        int idle = server.idleConnections().current();
        row.put(Column.SRV_ICUR, idle)
                .put(Column.IDLE_CONN_CUR, idle)
                .put(Column.SAFE_CONN_CUR, 0)
                .put(Column.USED_CONN_CUR, server.usedConnections().current())
                .put(Column.NEED_CONN_EST, server.usedConnections().maximum())
                .zeros(Column.SSL_SESS, Column.SSL_REUSED_SESS, Column.SSL_FAILED_HANDSHAKE);
    }

    private static StatsRow.Builder health(
            ServerRuntime server, ServerHealth health, StatsRow.Builder row, long nowMs) {
        String track = server.config().track();
        row.put(Column.STATUS, health.statusText())
                .put(Column.LASTCHG, health.sinceLastChangeSeconds(nowMs));
        if (track != null) {
            row.put(Column.TRACKED, track);
        }
        CheckFigures check = health.check();
        if (check.enabled()) {
            row.put(Column.CHKFAIL, health.failedChecks())
                    .put(Column.CHKDOWN, health.timesDown())
                    .put(Column.DOWNTIME, health.downTimeSeconds(nowMs));
        }
        if (check.isShown()) {
            result(check, row, CheckColumns.HEALTH);
        }
        CheckFigures agent = health.agent();
        if (agent.isShown()) {
            result(agent, row, CheckColumns.AGENT);
        }
        return row;
    }

    private static void result(CheckFigures check, StatsRow.Builder row, CheckColumns columns) {
        CheckResult last = check.last();
        row.put(columns.status(), check.statusText())
                .put(columns.description(), last.status().description())
                .put(columns.info(), last.info())
                .put(columns.rise(), check.rise())
                .put(columns.fall(), check.fall())
                .put(columns.health(), check.health());
        if (last.status().hasCode()) {
            row.put(columns.code(), last.code());
        }
        if (last.status().isResult()) {
            row.put(columns.duration(), Math.max(0, last.durationMs()));
        }
    }

    static StatsRow backend(BackendRuntime backend, long nowMs) {
        Counters counters = backend.counters();
        List<ServerRuntime> servers = backend.servers();
        boolean up = servers.isEmpty() || backend.usableServers() > 0;
        CookiePersistence cookie = backend.part().cookie();
        StatsRow.Builder row =
                StatsRow.builder(RowKind.BACKEND, backend.id(), 0)
                        .put(Column.PXNAME, backend.name())
                        .put(Column.SVNAME, "BACKEND")
                        .put(Column.MODE, CounterColumns.mode(backend.config()))
                        .put(Column.ALGO, algorithm(backend.part().balance()))
                        .put(Column.QCUR, backend.queued())
                        .put(Column.QMAX, backend.queueMaximum())
                        .put(Column.SCUR, backend.sessions().current())
                        .put(Column.SMAX, backend.sessions().maximum())
                        .put(Column.SLIM, backend.fullConn())
                        .put(Column.DREQ, counters.sum(Counter.DENIED_REQUESTS))
                        .put(Column.STATUS, up ? "UP" : "DOWN")
                        .put(Column.WEIGHT, backend.usableWeight())
                        .put(Column.UWEIGHT, userWeight(backend))
                        .put(Column.ACT, usable(servers, false))
                        .put(Column.BCK, usable(servers, true))
                        .put(Column.LASTCHG, backend.outages().sinceLastChangeSeconds(nowMs))
                        .put(Column.CHKDOWN, backend.outages().timesDown())
                        .put(Column.RATE, backend.sessionRates().perSecond(nowMs))
                        .put(Column.RATE_MAX, backend.sessionRates().maximum())
                        .put(Column.LASTSESS, secondsSince(backend.lastSessionMs(), nowMs))
                        .put(Column.COOKIE, cookie == null ? null : cookie.name())
                        .zeros(Column.COMP_IN, Column.COMP_OUT, Column.COMP_BYP, Column.COMP_RSP)
                        .zeros(Column.AGG_SERVER_STATUS, Column.AGG_CHECK_STATUS)
                        .zeros(Column.AGG_SERVER_CHECK_STATUS);
        if (!servers.isEmpty()) {
            row.put(Column.DOWNTIME, backend.outages().downTimeSeconds(nowMs));
        }
        CounterColumns.upstream(row, counters);
        CounterColumns.times(row, backend.times());
        if (backend.isHttp()) {
            CounterColumns.responses(row, counters);
            row.put(Column.REQ_TOT, counters.sum(Counter.REQUESTS))
                    .zeros(Column.CACHE_LOOKUPS, Column.CACHE_HITS);
        }
        CounterColumns.modules(row);
        serverConnections(backend, row);
        return row.build();
    }

    /** Those of all servers together. */
    private static void serverConnections(BackendRuntime backend, StatsRow.Builder row) {
        long opened = sum(backend, server -> server.counters().sum(Counter.CONNECTS));
        long reused = sum(backend, server -> server.counters().sum(Counter.REUSES));
        row.put(Column.CONNECT, opened).put(Column.REUSE, reused);
        if (backend.isHttp()) {
            row.put(
                            Column.H1_OPEN_CONNECTIONS,
                            sum(
                                    backend,
                                    server ->
                                            server.usedConnections().current()
                                                    + server.idleConnections().current()))
                    .put(Column.H1_TOTAL_CONNECTIONS, opened)
                    .put(Column.H1_TOTAL_STREAMS, opened + reused);
        }
    }

    private static long sum(BackendRuntime backend, ToLongFunction<ServerRuntime> figure) {
        return backend.servers().stream().mapToLong(figure).sum();
    }

    private static long usable(List<ServerRuntime> servers, boolean backup) {
        return servers.stream()
                .filter(server -> server.config().backup() == backup)
                .filter(server -> server.usable() && server.userWeight() > 0)
                .count();
    }

    /** Of the servers in rotation: the backups where no other is left. */
    private static long userWeight(BackendRuntime backend) {
        return backend.servers().stream()
                .filter(server -> server.config().backup() == backend.onBackups())
                .filter(ServerRuntime::usable)
                .mapToLong(ServerRuntime::userWeight)
                .sum();
    }

    private static long secondsSince(long thenMs, long nowMs) {
        return thenMs < 0 ? -1 : (nowMs - thenMs) / MS_PER_S;
    }

    /** The word of the {@code balance} line. */
    private static String algorithm(Balance balance) {
        return switch (balance) {
            case Balance.RoundRobin _ -> "roundrobin";
            case Balance.StaticRoundRobin _ -> "static-rr";
            case Balance.LeastConnections _ -> "leastconn";
            case Balance.First _ -> "first";
            case Balance.Source _ -> "source";
            case Balance.Uri _ -> "uri";
            case Balance.UrlParameter _ -> "url_param";
            case Balance.Header _ -> "hdr";
            case Balance.Random _ -> "random";
            case Balance.RdpCookie _ -> "rdp-cookie";
            case Balance.Hash _ -> "hash";
            case Balance.Destination _ -> "destination";
            case Balance.Lblc _ -> "lblc";
            case Balance.Lblcr _ -> "lblcr";
            case Balance.ShortestExpectedDelay _ -> "sed";
            case Balance.NeverQueue _ -> "nq";
        };
    }
}
