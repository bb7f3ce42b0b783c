package io.aplomb.proxy.stats;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The statistics as CSV and as typed lines (management manual 9.1 and 9.2). */
public final class StatsText {

    private StatsText() {}

    /** A header line, then a line for each row. */
    public static String csv(StatsSnapshot snapshot, StatsFilter filter) {
        StringBuilder out = new StringBuilder(header());
        rows(snapshot, filter).forEach(row -> line(row, out));
        return out.toString();
    }

    private static String header() {
        return Stream.of(Column.values())
                .map(each -> each == Column.SSL_SESS ? "-," + each.word() : each.word())
                .collect(Collectors.joining(",", "# ", ",\n"));
    }

    private static void line(StatsRow row, StringBuilder out) {
        Column.CORE.forEach(column -> out.append(csv(row.text(column))).append(','));
        out.append("-,");
        Column.OF_MODULES.forEach(column -> out.append(csv(row.text(column))).append(','));
        out.append('\n');
    }

    private static String csv(String text) {
        boolean plain = text.chars().allMatch(c -> c != ',' && c != '"' && c != '\n' && c != '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    /** A line for each value: {@code F.2.0.0.pxname.1:KNS:str:web}. */
    public static String typed(StatsSnapshot snapshot, StatsFilter filter) {
        StringBuilder out = new StringBuilder();
        rows(snapshot, filter).forEach(row -> typed(row, out));
        return out.toString();
    }

    private static void typed(StatsRow row, StringBuilder out) {
        for (Column column : Column.values()) {
            if (row.has(column)) {
                out.append(row.kind().letter()).append('.').append(row.proxyId());
                out.append('.').append(row.id()).append('.').append(column.position());
                out.append('.').append(column.word()).append(".1:");
                out.append(column.tags(row.kind())).append(':').append(column.type().word());
                out.append(':').append(row.text(column)).append('\n');
            }
        }
    }

    static Stream<StatsRow> rows(StatsSnapshot snapshot, StatsFilter filter) {
        return snapshot.proxies().stream()
                .flatMap(proxy -> proxy.all().stream())
                .filter(filter::accepts);
    }
}
