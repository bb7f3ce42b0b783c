package io.aplomb.proxy.stats;

import java.util.List;
import java.util.Locale;

/**
 * The metrics of frontends, listeners, backends and servers under the names of HAProxy's own
 * exporter; a metric's name in lower case follows {@code haproxy_frontend_} and so on.
 */
enum RowMetric {
    CURRENT_QUEUE(
            Column.QCUR,
            Kind.GAUGE,
            Form.PLAIN,
            "Number of current queued connections",
            RowKind.BACKEND,
            RowKind.SERVER),
    MAX_QUEUE(
            Column.QMAX,
            Kind.GAUGE,
            Form.PLAIN,
            "Highest value of queued connections encountered since process started",
            RowKind.BACKEND,
            RowKind.SERVER),
    CURRENT_SESSIONS(
            Column.SCUR,
            Kind.GAUGE,
            Form.PLAIN,
            "Number of current sessions on the frontend, backend or server",
            RowKind.FRONTEND,
            RowKind.LISTENER,
            RowKind.BACKEND,
            RowKind.SERVER),
    MAX_SESSIONS(
            Column.SMAX,
            Kind.GAUGE,
            Form.PLAIN,
            "Highest value of current sessions encountered since process started",
            RowKind.FRONTEND,
            RowKind.LISTENER,
            RowKind.BACKEND,
            RowKind.SERVER),
    LIMIT_SESSIONS(
            Column.SLIM,
            Kind.GAUGE,
            Form.PLAIN,
            "Frontend/listener/server's maxconn, backend's fullconn",
            RowKind.FRONTEND,
            RowKind.LISTENER,
            RowKind.BACKEND,
            RowKind.SERVER),
    SESSIONS_TOTAL(
            Column.STOT,
            Kind.COUNTER,
            Form.PLAIN,
            "Total number of sessions since process started",
            RowKind.FRONTEND,
            RowKind.LISTENER,
            RowKind.BACKEND,
            RowKind.SERVER),
    BYTES_IN_TOTAL(
            Column.BIN,
            Kind.COUNTER,
            Form.PLAIN,
            "Total number of request bytes since process started",
            RowKind.FRONTEND,
            RowKind.LISTENER,
            RowKind.BACKEND,
            RowKind.SERVER),
    BYTES_OUT_TOTAL(
            Column.BOUT,
            Kind.COUNTER,
            Form.PLAIN,
            "Total number of response bytes since process started",
            RowKind.FRONTEND,
            RowKind.LISTENER,
            RowKind.BACKEND,
            RowKind.SERVER),
    REQUESTS_DENIED_TOTAL(
            Column.DREQ,
            Kind.COUNTER,
            Form.PLAIN,
            "Total number of denied requests since process started",
            RowKind.FRONTEND,
            RowKind.LISTENER,
            RowKind.BACKEND),
    RESPONSES_DENIED_TOTAL(
            Column.DRESP,
            Kind.COUNTER,
            Form.PLAIN,
            "Total number of denied responses since process started",
            RowKind.FRONTEND,
            RowKind.LISTENER,
            RowKind.BACKEND,
            RowKind.SERVER),
    REQUEST_ERRORS_TOTAL(
            Column.EREQ,
            Kind.COUNTER,
            Form.PLAIN,
            "Total number of invalid requests since process started",
            RowKind.FRONTEND,
            RowKind.LISTENER),
    CONNECTION_ERRORS_TOTAL(
            Column.ECON,
            Kind.COUNTER,
            Form.PLAIN,
            "Total number of failed connections to server since the worker process started",
            RowKind.BACKEND,
            RowKind.SERVER),
    RESPONSE_ERRORS_TOTAL(
            Column.ERESP,
            Kind.COUNTER,
            Form.PLAIN,
            "Total number of invalid responses since the worker process started",
            RowKind.BACKEND,
            RowKind.SERVER),
    RETRY_WARNINGS_TOTAL(
            Column.WRETR,
            Kind.COUNTER,
            Form.PLAIN,
            "Total number of server connection retries since the worker process started",
            RowKind.BACKEND,
            RowKind.SERVER),
    REDISPATCH_WARNINGS_TOTAL(
            Column.WREDIS,
            Kind.COUNTER,
            Form.PLAIN,
            "Total number of server redispatches due to connection failures since the worker process started",
            RowKind.BACKEND,
            RowKind.SERVER),
    STATUS(
            Column.STATUS,
            Kind.GAUGE,
            Form.STATES,
            "Current status of the service, per state label value.",
            RowKind.FRONTEND,
            RowKind.LISTENER,
            RowKind.BACKEND,
            RowKind.SERVER),
    WEIGHT(
            Column.WEIGHT,
            Kind.GAUGE,
            Form.PLAIN,
            "Server's effective weight, or sum of active servers' effective weights for a backend",
            RowKind.BACKEND,
            RowKind.SERVER),
    ACTIVE_SERVERS(
            Column.ACT,
            Kind.GAUGE,
            Form.PLAIN,
            "Total number of active UP servers with a non-zero weight",
            RowKind.BACKEND),
    BACKUP_SERVERS(
            Column.BCK,
            Kind.GAUGE,
            Form.PLAIN,
            "Total number of backup UP servers with a non-zero weight",
            RowKind.BACKEND),
    CHECK_FAILURES_TOTAL(
            Column.CHKFAIL,
            Kind.COUNTER,
            Form.PLAIN,
            "Total number of failed individual health checks per server/backend, since the worker process started",
            RowKind.SERVER),
    CHECK_UP_DOWN_TOTAL(
            Column.CHKDOWN,
            Kind.COUNTER,
            Form.PLAIN,
            "Total number of failed checks causing UP to DOWN server transitions, per server/backend, since the worker process started",
            RowKind.BACKEND,
            RowKind.SERVER),
    CHECK_LAST_CHANGE_SECONDS(
            Column.LASTCHG,
            Kind.GAUGE,
            Form.PLAIN,
            "How long ago the last server state changed, in seconds",
            RowKind.BACKEND,
            RowKind.SERVER),
    DOWNTIME_SECONDS_TOTAL(
            Column.DOWNTIME,
            Kind.COUNTER,
            Form.PLAIN,
            "Total time spent in DOWN state, for server or backend",
            RowKind.BACKEND,
            RowKind.SERVER),
    QUEUE_LIMIT(
            Column.QLIMIT,
            Kind.GAUGE,
            Form.PLAIN,
            "Limit on the number of connections in queue, for servers only (maxqueue argument)",
            RowKind.SERVER),
    CURRENT_THROTTLE(
            Column.THROTTLE,
            Kind.GAUGE,
            Form.PLAIN,
            "Throttling ratio applied to a server's maxconn and weight during the slowstart period (0 to 100%)",
            RowKind.SERVER),
    LOADBALANCED_TOTAL(
            Column.LBTOT,
            Kind.COUNTER,
            Form.PLAIN,
            "Total number of requests routed by load balancing since the worker process started (ignores queue pop and stickiness)",
            RowKind.BACKEND,
            RowKind.SERVER),
    LIMIT_SESSION_RATE(
            Column.RATE_LIM,
            Kind.GAUGE,
            Form.PLAIN,
            "Limit on the number of sessions accepted in a second (frontend only, 'rate-limit sessions' setting)",
            RowKind.FRONTEND),
    MAX_SESSION_RATE(
            Column.RATE_MAX,
            Kind.GAUGE,
            Form.PLAIN,
            "Highest value of sessions per second observed since the worker process started",
            RowKind.FRONTEND,
            RowKind.BACKEND,
            RowKind.SERVER),
    CHECK_STATUS(
            Column.CHECK_STATUS,
            Kind.GAUGE,
            Form.STATES,
            "Status of last health check, per state label value.",
            RowKind.SERVER),
    CHECK_CODE(
            Column.CHECK_CODE,
            Kind.GAUGE,
            Form.PLAIN,
            "layer5-7 code, if available of the last health check.",
            RowKind.SERVER),
    CHECK_DURATION_SECONDS(
            Column.CHECK_DURATION,
            Kind.GAUGE,
            Form.SECONDS_OF_MS,
            "Total duration of the latest server health check, in seconds.",
            RowKind.SERVER),
    HTTP_RESPONSES_TOTAL(
            Column.HRSP_1XX,
            Kind.COUNTER,
            Form.CODES,
            "Total number of HTTP responses with status 100-199 returned by this object since the worker process started",
            RowKind.FRONTEND,
            RowKind.BACKEND,
            RowKind.SERVER),
    HTTP_REQUESTS_RATE_MAX(
            Column.REQ_RATE_MAX,
            Kind.GAUGE,
            Form.PLAIN,
            "Highest value of http requests observed since the worker process started",
            RowKind.FRONTEND),
    HTTP_REQUESTS_TOTAL(
            Column.REQ_TOT,
            Kind.COUNTER,
            Form.PLAIN,
            "Total number of HTTP requests processed by this object since the worker process started",
            RowKind.FRONTEND,
            RowKind.BACKEND),
    CLIENT_ABORTS_TOTAL(
            Column.CLI_ABRT,
            Kind.COUNTER,
            Form.PLAIN,
            "Total number of requests or connections aborted by the client since the worker process started",
            RowKind.BACKEND,
            RowKind.SERVER),
    SERVER_ABORTS_TOTAL(
            Column.SRV_ABRT,
            Kind.COUNTER,
            Form.PLAIN,
            "Total number of requests or connections aborted by the server since the worker process started",
            RowKind.BACKEND,
            RowKind.SERVER),
    HTTP_COMP_BYTES_IN_TOTAL(
            Column.COMP_IN,
            Kind.COUNTER,
            Form.PLAIN,
            "Total number of bytes submitted to the HTTP compressor for this object since the worker process started",
            RowKind.FRONTEND,
            RowKind.BACKEND),
    HTTP_COMP_BYTES_OUT_TOTAL(
            Column.COMP_OUT,
            Kind.COUNTER,
            Form.PLAIN,
            "Total number of bytes emitted by the HTTP compressor for this object since the worker process started",
            RowKind.FRONTEND,
            RowKind.BACKEND),
    HTTP_COMP_BYTES_BYPASSED_TOTAL(
            Column.COMP_BYP,
            Kind.COUNTER,
            Form.PLAIN,
            "Total number of bytes that bypassed HTTP compression for this object since the worker process started (CPU/memory/bandwidth limitation)",
            RowKind.FRONTEND,
            RowKind.BACKEND),
    HTTP_COMP_RESPONSES_TOTAL(
            Column.COMP_RSP,
            Kind.COUNTER,
            Form.PLAIN,
            "Total number of HTTP responses that were compressed for this object since the worker process started",
            RowKind.FRONTEND,
            RowKind.BACKEND),
    LAST_SESSION_SECONDS(
            Column.LASTSESS,
            Kind.GAUGE,
            Form.PLAIN,
            "How long ago some traffic was seen on this object on this worker process, in seconds",
            RowKind.BACKEND,
            RowKind.SERVER),
    QUEUE_TIME_AVERAGE_SECONDS(
            Column.QTIME,
            Kind.GAUGE,
            Form.SECONDS_OF_MS,
            "Avg. queue time for last 1024 successful connections.",
            RowKind.BACKEND,
            RowKind.SERVER),
    CONNECT_TIME_AVERAGE_SECONDS(
            Column.CTIME,
            Kind.GAUGE,
            Form.SECONDS_OF_MS,
            "Avg. connect time for last 1024 successful connections.",
            RowKind.BACKEND,
            RowKind.SERVER),
    RESPONSE_TIME_AVERAGE_SECONDS(
            Column.RTIME,
            Kind.GAUGE,
            Form.SECONDS_OF_MS,
            "Avg. response time for last 1024 successful connections.",
            RowKind.BACKEND,
            RowKind.SERVER),
    TOTAL_TIME_AVERAGE_SECONDS(
            Column.TTIME,
            Kind.GAUGE,
            Form.SECONDS_OF_MS,
            "Avg. total time for last 1024 successful connections.",
            RowKind.BACKEND,
            RowKind.SERVER),
    CONNECTIONS_RATE_MAX(
            Column.CONN_RATE_MAX,
            Kind.GAUGE,
            Form.PLAIN,
            "Highest value of connections per second observed since the worker process started",
            RowKind.FRONTEND),
    CONNECTIONS_TOTAL(
            Column.CONN_TOT,
            Kind.COUNTER,
            Form.PLAIN,
            "Total number of new connections accepted on this frontend since the worker process started",
            RowKind.FRONTEND),
    INTERCEPTED_REQUESTS_TOTAL(
            Column.INTERCEPTED,
            Kind.COUNTER,
            Form.PLAIN,
            "Total number of HTTP requests intercepted on the frontend (redirects/stats/services) since the worker process started",
            RowKind.FRONTEND),
    DENIED_CONNECTIONS_TOTAL(
            Column.DCON,
            Kind.COUNTER,
            Form.PLAIN,
            "Total number of incoming connections blocked on a listener/frontend by a tcp-request connection rule since the worker process started",
            RowKind.FRONTEND,
            RowKind.LISTENER),
    DENIED_SESSIONS_TOTAL(
            Column.DSES,
            Kind.COUNTER,
            Form.PLAIN,
            "Total number of incoming sessions blocked on a listener/frontend by a tcp-request connection rule since the worker process started",
            RowKind.FRONTEND,
            RowKind.LISTENER),
    FAILED_HEADER_REWRITING_TOTAL(
            Column.WREW,
            Kind.COUNTER,
            Form.PLAIN,
            "Total number of failed HTTP header rewrites since the worker process started",
            RowKind.FRONTEND,
            RowKind.LISTENER,
            RowKind.BACKEND,
            RowKind.SERVER),
    CONNECTION_ATTEMPTS_TOTAL(
            Column.CONNECT,
            Kind.COUNTER,
            Form.PLAIN,
            "Total number of outgoing connection attempts on this backend/server since the worker process started",
            RowKind.BACKEND,
            RowKind.SERVER),
    CONNECTION_REUSES_TOTAL(
            Column.REUSE,
            Kind.COUNTER,
            Form.PLAIN,
            "Total number of reused connection on this backend/server since the worker process started",
            RowKind.BACKEND,
            RowKind.SERVER),
    HTTP_CACHE_LOOKUPS_TOTAL(
            Column.CACHE_LOOKUPS,
            Kind.COUNTER,
            Form.PLAIN,
            "Total number of HTTP requests looked up in the cache on this frontend/backend since the worker process started",
            RowKind.FRONTEND,
            RowKind.BACKEND),
    HTTP_CACHE_HITS_TOTAL(
            Column.CACHE_HITS,
            Kind.COUNTER,
            Form.PLAIN,
            "Total number of HTTP requests not found in the cache on this frontend/backend since the worker process started",
            RowKind.FRONTEND,
            RowKind.BACKEND),
    IDLE_CONNECTIONS_CURRENT(
            Column.SRV_ICUR,
            Kind.GAUGE,
            Form.PLAIN,
            "Current number of idle connections available for reuse on this server",
            RowKind.SERVER),
    IDLE_CONNECTIONS_LIMIT(
            Column.SRC_ILIM,
            Kind.GAUGE,
            Form.PLAIN,
            "Limit on the number of available idle connections on this server (server 'pool_max_conn' directive)",
            RowKind.SERVER),
    MAX_QUEUE_TIME_SECONDS(
            Column.QTIME_MAX,
            Kind.GAUGE,
            Form.SECONDS_OF_MS,
            "Maximum observed time spent in the queue",
            RowKind.BACKEND,
            RowKind.SERVER),
    MAX_CONNECT_TIME_SECONDS(
            Column.CTIME_MAX,
            Kind.GAUGE,
            Form.SECONDS_OF_MS,
            "Maximum observed time spent waiting for a connection to complete",
            RowKind.BACKEND,
            RowKind.SERVER),
    MAX_RESPONSE_TIME_SECONDS(
            Column.RTIME_MAX,
            Kind.GAUGE,
            Form.SECONDS_OF_MS,
            "Maximum observed time spent waiting for a server response",
            RowKind.BACKEND,
            RowKind.SERVER),
    MAX_TOTAL_TIME_SECONDS(
            Column.TTIME_MAX,
            Kind.GAUGE,
            Form.SECONDS_OF_MS,
            "Maximum observed total request+response time (request+queue+connect+response+processing)",
            RowKind.BACKEND,
            RowKind.SERVER),
    INTERNAL_ERRORS_TOTAL(
            Column.EINT,
            Kind.COUNTER,
            Form.PLAIN,
            "Total number of internal errors since process started",
            RowKind.FRONTEND,
            RowKind.LISTENER,
            RowKind.BACKEND,
            RowKind.SERVER),
    UNSAFE_IDLE_CONNECTIONS_CURRENT(
            Column.IDLE_CONN_CUR,
            Kind.GAUGE,
            Form.PLAIN,
            "Current number of unsafe idle connections",
            RowKind.SERVER),
    SAFE_IDLE_CONNECTIONS_CURRENT(
            Column.SAFE_CONN_CUR,
            Kind.GAUGE,
            Form.PLAIN,
            "Current number of safe idle connections",
            RowKind.SERVER),
    USED_CONNECTIONS_CURRENT(
            Column.USED_CONN_CUR,
            Kind.GAUGE,
            Form.PLAIN,
            "Current number of connections in use",
            RowKind.SERVER),
    NEED_CONNECTIONS_CURRENT(
            Column.NEED_CONN_EST,
            Kind.GAUGE,
            Form.PLAIN,
            "Estimated needed number of connections",
            RowKind.SERVER),
    UWEIGHT(
            Column.UWEIGHT,
            Kind.GAUGE,
            Form.PLAIN,
            "Server's user weight, or sum of active servers' user weights for a backend",
            RowKind.BACKEND,
            RowKind.SERVER);

    /** The type Prometheus is told. */
    enum Kind {
        GAUGE,
        COUNTER;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How a column becomes samples. */
    enum Form {
        PLAIN,
        /** Milliseconds become seconds. */
        SECONDS_OF_MS,
        /** One sample for each state, 1 for the present one. */
        STATES,
        /** One sample for each class of HTTP status. */
        CODES
    }

    private final Column column;
    private final Kind kind;
    private final Form form;
    private final String description;
    private final List<RowKind> rows;

    RowMetric(Column column, Kind kind, Form form, String description, RowKind... rows) {
        this.column = column;
        this.kind = kind;
        this.form = form;
        this.description = description;
        this.rows = List.of(rows);
    }

    Column column() {
        return column;
    }

    Kind kind() {
        return kind;
    }

    Form form() {
        return form;
    }

    String description() {
        return description;
    }

    /** Whether rows of that kind have this metric. */
    boolean isOf(RowKind row) {
        return rows.contains(row);
    }

    String nameOf(RowKind row) {
        return "haproxy_%s_%s"
                .formatted(row.name().toLowerCase(Locale.ROOT), name().toLowerCase(Locale.ROOT));
    }
}
