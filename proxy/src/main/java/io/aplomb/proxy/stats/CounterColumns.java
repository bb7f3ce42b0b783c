package io.aplomb.proxy.stats;

import io.aplomb.model.proxy.Proxy;
import io.aplomb.proxy.runtime.Counter;
import io.aplomb.proxy.runtime.Counters;
import io.aplomb.proxy.runtime.StepTimes;
import io.aplomb.proxy.runtime.StepTimes.Step;
import java.util.Locale;

/** Columns that several kinds of lines fill from their counters. */
final class CounterColumns {

    private CounterColumns() {}

    static String mode(Proxy proxy) {
        return proxy.mode().name().toLowerCase(Locale.ROOT);
    }

    static void traffic(StatsRow.Builder row, Counters counters) {
        row.put(Column.STOT, counters.sum(Counter.SESSIONS))
                .put(Column.BIN, counters.sum(Counter.BYTES_IN))
                .put(Column.BOUT, counters.sum(Counter.BYTES_OUT))
                .put(Column.DRESP, counters.sum(Counter.DENIED_RESPONSES))
                .put(Column.WREW, counters.sum(Counter.FAILED_REWRITES))
                .put(Column.EINT, counters.sum(Counter.INTERNAL_ERRORS));
    }

    /** Of servers and backends. */
    static void upstream(StatsRow.Builder row, Counters counters) {
        traffic(row, counters);
        row.put(Column.ECON, counters.sum(Counter.CONNECT_ERRORS))
                .put(Column.ERESP, counters.sum(Counter.RESPONSE_ERRORS))
                .put(Column.WRETR, counters.sum(Counter.RETRIES))
                .put(Column.WREDIS, counters.sum(Counter.REDISPATCHES))
                .put(Column.LBTOT, counters.sum(Counter.LOAD_BALANCED))
                .put(Column.CLI_ABRT, counters.sum(Counter.CLIENT_ABORTS))
                .put(Column.SRV_ABRT, counters.sum(Counter.SERVER_ABORTS))
                .put(Column.CONNECT, counters.sum(Counter.CONNECTS))
                .put(Column.REUSE, counters.sum(Counter.REUSES));
    }

    /** Of servers and backends. */
    static void times(StatsRow.Builder row, StepTimes times) {
        row.put(Column.QTIME, times.averageMs(Step.QUEUE))
                .put(Column.CTIME, times.averageMs(Step.CONNECT))
                .put(Column.RTIME, times.averageMs(Step.RESPONSE))
                .put(Column.TTIME, times.averageMs(Step.TOTAL))
                .put(Column.QTIME_MAX, times.maximumMs(Step.QUEUE))
                .put(Column.CTIME_MAX, times.maximumMs(Step.CONNECT))
                .put(Column.RTIME_MAX, times.maximumMs(Step.RESPONSE))
                .put(Column.TTIME_MAX, times.maximumMs(Step.TOTAL));
    }

    static void responses(StatsRow.Builder row, Counters counters) {
        row.put(Column.HRSP_1XX, counters.sum(Counter.RESPONSES_1XX))
                .put(Column.HRSP_2XX, counters.sum(Counter.RESPONSES_2XX))
                .put(Column.HRSP_3XX, counters.sum(Counter.RESPONSES_3XX))
                .put(Column.HRSP_4XX, counters.sum(Counter.RESPONSES_4XX))
                .put(Column.HRSP_5XX, counters.sum(Counter.RESPONSES_5XX))
                .put(Column.HRSP_OTHER, counters.sum(Counter.RESPONSES_OTHER));
    }

    static void modules(StatsRow.Builder row) {
        Column.OF_MODULES.forEach(column -> row.put(column, 0));
    }
}
