package io.aplomb.proxy.stats;

/** What appears beside a figure when it is pointed at or has the keyboard's focus. */
final class Tips {

    private Tips() {}

    /**
     * @param markup shown always
     * @param tip lines of text
     */
    static String more(String markup, String tip) {
        return "<span class=\"more\" tabindex=\"0\">"
                + markup
                + "<span class=\"tip\" role=\"tooltip\">"
                + Markup.escape(tip)
                + "</span></span>";
    }

    static String legend(StatsRow row) {
        return switch (row.kind()) {
            case FRONTEND -> "";
            case LISTENER -> row.text(Column.ADDR) + ", id: " + row.id();
            case SERVER -> {
                String cookie = row.text(Column.COOKIE);
                yield row.text(Column.ADDR)
                        + ", id: "
                        + row.id()
                        + (cookie.isEmpty() ? "" : ", cookie: '" + cookie + "'");
            }
            case BACKEND -> {
                String cookie = row.text(Column.COOKIE);
                yield "balancing: "
                        + row.text(Column.ALGO)
                        + (cookie.isEmpty() ? "" : ", cookie: '" + cookie + "'");
            }
        };
    }

    static String rates(StatsRow row) {
        return row.kind() != RowKind.FRONTEND
                ? ""
                : new Lines()
                        .add("Current connection rate", row, Column.CONN_RATE, "/s")
                        .add("Current session rate", row, Column.RATE, "/s")
                        .add("Current request rate", row, Column.REQ_RATE, "/s")
                        .text();
    }

    static String maximumRates(StatsRow row) {
        return row.kind() != RowKind.FRONTEND
                ? ""
                : new Lines()
                        .add("Max connection rate", row, Column.CONN_RATE_MAX, "/s")
                        .add("Max session rate", row, Column.RATE_MAX, "/s")
                        .add("Max request rate", row, Column.REQ_RATE_MAX, "/s")
                        .text();
    }

    static String connections(StatsRow row) {
        return row.kind() != RowKind.SERVER
                ? ""
                : new Lines()
                        .add("Current active connections", row, Column.SCUR, "")
                        .add("Current used connections", row, Column.USED_CONN_CUR, "")
                        .add("Current idle connections", row, Column.SRV_ICUR, "")
                        .add("Estimated need of connections", row, Column.NEED_CONN_EST, "")
                        .text();
    }

    static String sessions(StatsRow row) {
        return new Lines()
                .add("Cum. connections", row, Column.CONN_TOT, "")
                .add("Cum. sessions", row, Column.STOT, "")
                .add("New connections", row, Column.CONNECT, "")
                .add("Reused connections", row, Column.REUSE, "")
                .add("Cum. HTTP requests", row, Column.REQ_TOT, "")
                .add("- HTTP 1xx responses", row, Column.HRSP_1XX, "")
                .add("- HTTP 2xx responses", row, Column.HRSP_2XX, "")
                .add("- HTTP 3xx responses", row, Column.HRSP_3XX, "")
                .add("- HTTP 4xx responses", row, Column.HRSP_4XX, "")
                .add("- HTTP 5xx responses", row, Column.HRSP_5XX, "")
                .add("- other responses", row, Column.HRSP_OTHER, "")
                .add("Intercepted requests", row, Column.INTERCEPTED, "")
                .add("Failed hdr rewrites", row, Column.WREW, "")
                .add("Internal errors", row, Column.EINT, "")
                .text();
    }

    static String aborts(StatsRow row) {
        return row.has(Column.CLI_ABRT)
                ? "Connection resets during transfers: "
                        + row.text(Column.CLI_ABRT)
                        + " client, "
                        + row.text(Column.SRV_ABRT)
                        + " server"
                : "";
    }

    /** One figure a line; columns without value are left out. */
    private static final class Lines {
        private final StringBuilder text = new StringBuilder();

        Lines add(String label, StatsRow row, Column column, String unit) {
            if (row.has(column)) {
                text.append(text.isEmpty() ? "" : "\n").append(label).append(": ");
                text.append(row.text(column)).append(unit);
            }
            return this;
        }

        String text() {
            return text.toString();
        }
    }
}
