package io.aplomb.proxy.stats;

import static java.util.Map.entry;

import io.aplomb.proxy.health.CheckStatus;
import io.aplomb.proxy.stick.StickTable;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures in the text format of Prometheus, under the names of HAProxy's exporter. */
final class PrometheusText {

    private static final List<Map.Entry<String, InfoField>> PROCESS =
            List.of(
                    entry("nbthread", InfoField.NBTHREAD),
                    entry("nbproc", InfoField.NBPROC),
                    entry("relative_process_id", InfoField.PROCESS_NUM),
                    entry("uptime_seconds", InfoField.UPTIME_SEC),
                    entry("pool_failures_total", InfoField.POOL_FAILED),
                    entry("max_fds", InfoField.ULIMIT_N),
                    entry("max_sockets", InfoField.MAXSOCK),
                    entry("max_connections", InfoField.MAXCONN),
                    entry("hard_max_connections", InfoField.HARD_MAXCONN),
                    entry("current_connections", InfoField.CURR_CONNS),
                    entry("connections_total", InfoField.CUM_CONNS),
                    entry("requests_total", InfoField.CUM_REQ),
                    entry("max_ssl_connections", InfoField.MAX_SSL_CONNS),
                    entry("current_ssl_connections", InfoField.CURR_SSL_CONNS),
                    entry("ssl_connections_total", InfoField.CUM_SSL_CONNS),
                    entry("max_pipes", InfoField.MAXPIPES),
                    entry("pipes_used_total", InfoField.PIPES_USED),
                    entry("pipes_free_total", InfoField.PIPES_FREE),
                    entry("current_connection_rate", InfoField.CONN_RATE),
                    entry("limit_connection_rate", InfoField.CONN_RATE_LIMIT),
                    entry("max_connection_rate", InfoField.MAX_CONN_RATE),
                    entry("current_session_rate", InfoField.SESS_RATE),
                    entry("limit_session_rate", InfoField.SESS_RATE_LIMIT),
                    entry("max_session_rate", InfoField.MAX_SESS_RATE),
                    entry("current_ssl_rate", InfoField.SSL_RATE),
                    entry("limit_ssl_rate", InfoField.SSL_RATE_LIMIT),
                    entry("max_ssl_rate", InfoField.MAX_SSL_RATE),
                    entry("current_frontend_ssl_key_rate", InfoField.SSL_FRONTEND_KEY_RATE),
                    entry("max_frontend_ssl_key_rate", InfoField.SSL_FRONTEND_MAX_KEY_RATE),
                    entry("frontend_ssl_reuse", InfoField.SSL_FRONTEND_SESSION_REUSE_PCT),
                    entry("current_backend_ssl_key_rate", InfoField.SSL_BACKEND_KEY_RATE),
                    entry("max_backend_ssl_key_rate", InfoField.SSL_BACKEND_MAX_KEY_RATE),
                    entry("ssl_cache_lookups_total", InfoField.SSL_CACHE_LOOKUPS),
                    entry("ssl_cache_misses_total", InfoField.SSL_CACHE_MISSES),
                    entry("http_comp_bytes_in_total", InfoField.COMPRESS_BPS_IN),
                    entry("http_comp_bytes_out_total", InfoField.COMPRESS_BPS_OUT),
                    entry("limit_http_comp", InfoField.COMPRESS_BPS_RATE_LIM),
                    entry("current_tasks", InfoField.TASKS),
                    entry("current_run_queue", InfoField.RUN_QUEUE),
                    entry("idle_time_percent", InfoField.IDLE_PCT),
                    entry("stopping", InfoField.STOPPING),
                    entry("jobs", InfoField.JOBS),
                    entry("unstoppable_jobs", InfoField.UNSTOPPABLE_JOBS),
                    entry("listeners", InfoField.LISTENERS),
                    entry("active_peers", InfoField.ACTIVE_PEERS),
                    entry("connected_peers", InfoField.CONNECTED_PEERS),
                    entry("dropped_logs_total", InfoField.DROPPED_LOGS),
                    entry("busy_polling_enabled", InfoField.BUSY_POLLING),
                    entry("failed_resolutions", InfoField.FAILED_RESOLUTIONS),
                    entry("bytes_out_total", InfoField.TOTAL_BYTES_OUT),
                    entry("spliced_bytes_out_total", InfoField.TOTAL_SPLICDED_BYTES_OUT),
                    entry("bytes_out_rate", InfoField.BYTES_OUT_RATE),
                    entry("recv_logs_total", InfoField.CUM_RECV_LOGS),
                    entry("build_info", InfoField.BUILD_INFO),
                    entry("max_memory_bytes", InfoField.MEMMAX_BYTES),
                    entry("pool_allocated_bytes", InfoField.POOL_ALLOC_BYTES),
                    entry("pool_used_bytes", InfoField.POOL_USED_BYTES),
                    entry("start_time_seconds", InfoField.START_TIME_SEC));

    private static final List<String> UP_DOWN = List.of("DOWN", "UP");
    private static final List<String> LISTENER_STATES = List.of("WAITING", "OPEN", "FULL");
    private static final List<String> SERVER_STATES =
            List.of("DOWN", "UP", "MAINT", "DRAIN", "NOLB");
    private static final List<String> CHECK_STATES = checkStates();

    private static final List<Column> CODES =
            List.of(
                    Column.HRSP_1XX,
                    Column.HRSP_2XX,
                    Column.HRSP_3XX,
                    Column.HRSP_4XX,
                    Column.HRSP_5XX,
                    Column.HRSP_OTHER);

    private final StatsSnapshot snapshot;
    private final MetricsQuery query;
    private final StringBuilder out = new StringBuilder();

    PrometheusText(StatsSnapshot snapshot, MetricsQuery query) {
        this.snapshot = snapshot;
        this.query = query;
    }

    String write(Collection<StickTable> tables) {
        if (query.wants(MetricsQuery.Scope.GLOBAL)) {
            process();
        }
        for (RowKind kind :
                List.of(RowKind.FRONTEND, RowKind.LISTENER, RowKind.BACKEND, RowKind.SERVER)) {
            if (query.wants(MetricsQuery.Scope.of(kind))) {
                rows(kind);
            }
        }
        if (query.wants(MetricsQuery.Scope.STICKTABLE)) {
            tables(tables);
        }
        return out.toString();
    }

    private static List<String> checkStates() {
        return Arrays.stream(CheckStatus.values())
                .filter(each -> each != CheckStatus.UNKNOWN && each != CheckStatus.INITIALIZING)
                .map(CheckStatus::code)
                .toList();
    }

    private void process() {
        for (Map.Entry<String, InfoField> each : PROCESS) {
            InfoField field = each.getValue();
            boolean counter = each.getKey().endsWith("_total");
            String name = "haproxy_process_" + each.getKey();
            head(
                    name,
                    counter ? RowMetric.Kind.COUNTER : RowMetric.Kind.GAUGE,
                    field.description());
            if (field == InfoField.BUILD_INFO) {
                sample(name, label("version", snapshot.info(InfoField.VERSION)), "1");
            } else {
                sample(name, "", snapshot.info(field));
            }
        }
    }

    private void rows(RowKind kind) {
        StatsFilter filter = new StatsFilter(-1, kind.mask(), -1, false, query.noMaintenance());
        List<StatsRow> rows = StatsText.rows(snapshot, filter).toList();
        for (RowMetric metric : RowMetric.values()) {
            if (metric.isOf(kind) && !rows.isEmpty()) {
                head(metric.nameOf(kind), metric.kind(), metric.description());
                rows.forEach(row -> samples(metric, row));
            }
        }
    }

    private void samples(RowMetric metric, StatsRow row) {
        String name = metric.nameOf(row.kind());
        String labels = labels(row);
        switch (metric.form()) {
            case PLAIN -> sample(name, labels, number(row, metric.column()));
            case SECONDS_OF_MS -> {
                double seconds = row.number(metric.column()) / 1_000.0;
                sample(name, labels, String.format(Locale.ROOT, "%.6f", seconds));
            }
            case CODES -> {
                if (row.has(Column.HRSP_1XX)) {
                    for (Column code : CODES) {
                        String value = code.word().substring("hrsp_".length());
                        sample(name, labels + ',' + label("code", value), row.text(code));
                    }
                }
            }
            case STATES -> states(name, labels, metric, row);
        }
    }

    private void states(String name, String labels, RowMetric metric, StatsRow row) {
        boolean check = metric.column() == Column.CHECK_STATUS;
        if (check && !row.has(Column.CHECK_STATUS)) {
            return;
        }
        String present = check ? checkState(row) : state(row);
        for (String state : check ? CHECK_STATES : states(row.kind())) {
            String value = state.equals(present) ? "1" : "0";
            sample(name, labels + ',' + label("state", state), value);
        }
    }

    private static List<String> states(RowKind kind) {
        return switch (kind) {
            case FRONTEND, BACKEND -> UP_DOWN;
            case LISTENER -> LISTENER_STATES;
            case SERVER -> SERVER_STATES;
        };
    }

    private static String checkState(StatsRow row) {
        String status = row.text(Column.CHECK_STATUS);
        return status.startsWith("* ") ? status.substring(2) : status;
    }

    private static String state(StatsRow row) {
        String status = row.text(Column.STATUS);
        return switch (row.kind()) {
            case FRONTEND -> status.equals("OPEN") ? "UP" : "DOWN";
            case LISTENER, BACKEND -> status;
            case SERVER -> {
                int end = status.indexOf(' ');
                String word = end < 0 ? status : status.substring(0, end);
                yield word.equals("no") ? "UP" : word;
            }
        };
    }

    private static String number(StatsRow row, Column column) {
        return row.has(column) ? row.text(column) : "NaN";
    }

    private static String labels(StatsRow row) {
        String proxy = label("proxy", row.proxyName());
        return switch (row.kind()) {
            case FRONTEND, BACKEND -> proxy;
            case LISTENER -> proxy + ',' + label("listener", row.name());
            case SERVER -> proxy + ',' + label("server", row.name());
        };
    }

    private void tables(Collection<StickTable> tables) {
        if (tables.isEmpty()) {
            return;
        }
        head("haproxy_sticktable_size", RowMetric.Kind.GAUGE, "Stick table size.");
        tables.forEach(
                table ->
                        sample(
                                "haproxy_sticktable_size",
                                labels(table),
                                Long.toString(table.used() + table.available())));
        head(
                "haproxy_sticktable_used",
                RowMetric.Kind.GAUGE,
                "Number of entries used in this stick table.");
        tables.forEach(
                table ->
                        sample(
                                "haproxy_sticktable_used",
                                labels(table),
                                Long.toString(table.used())));
    }

    private static String labels(StickTable table) {
        String type = table.keyType().name().toLowerCase(Locale.ROOT);
        return label("name", table.name()) + ',' + label("type", type);
    }

    private void head(String name, RowMetric.Kind kind, String description) {
        out.append("# HELP ").append(name).append(' ').append(description).append('\n');
        out.append("# TYPE ").append(name).append(' ').append(kind.word()).append('\n');
    }

    private void sample(String name, String labels, String value) {
        out.append(name);
        if (!labels.isEmpty()) {
            out.append('{').append(labels).append('}');
        }
        out.append(' ').append(value).append('\n');
    }

    private static String label(String name, String value) {
        String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        return name + "=\"" + escaped + '"';
    }
}
