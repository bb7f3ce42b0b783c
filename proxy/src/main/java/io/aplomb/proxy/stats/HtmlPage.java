package io.aplomb.proxy.stats;

import io.aplomb.model.proxy.StatsPage;

/** The page of one {@code stats uri}. Made for one answer. */
final class HtmlPage {

    private static final String[][] LEGEND = {
        {"active_up", "active UP", "backup_up", "backup UP"},
        {
            "active_going_down",
            "active UP, going down",
            "backup_going_down",
            "backup UP, going down"
        },
        {"active_going_up", "active DOWN, going up", "backup_going_up", "backup DOWN, going up"},
        {"active_down", "active or backup DOWN", "active_no_check", "not checked"},
        {
            "maintain",
            "active or backup DOWN for maintenance (MAINT)",
            "active_draining",
            "active or backup SOFT STOPPED for maintenance"
        }
    };

    private final StatsPage page;
    private final StatsQuery query;
    private final StatsSnapshot snapshot;
    private final boolean admin;
    private final StringBuilder out = new StringBuilder();

    /**
     * @param admin whether this client may act on servers
     */
    HtmlPage(StatsPage page, StatsQuery query, StatsSnapshot snapshot, boolean admin) {
        this.page = page;
        this.query = query;
        this.snapshot = snapshot;
        this.admin = admin;
    }

    String write() {
        head();
        process();
        result();
        StatsFilter filter =
                new StatsFilter(-1, -1, -1, query.upOnly(), query.withoutMaintenance());
        for (ProxyRows proxy : snapshot.proxies()) {
            new ProxyTable(proxy, page, filter, admin, out).write();
        }
        return out.append("</body></html>\n").toString();
    }

    private String info(InfoField field) {
        return Markup.escape(snapshot.info(field));
    }

    private void head() {
        String node = page.showNode() == null ? "" : " on " + Markup.escape(page.showNode());
        String name = info(InfoField.NAME);
        out.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
        out.append("<meta name=\"viewport\" content=\"width=device-width\">");
        if (page.refreshSeconds() > 0 && !query.noRefresh()) {
            out.append("<meta http-equiv=\"refresh\" content=\"");
            out.append(page.refreshSeconds()).append("\">");
        }
        out.append("<title>Statistics Report for ").append(name).append(node);
        out.append("</title><link rel=\"icon\" href=\"data:,\"><style>\n");
        out.append(PageStyle.CSS).append("</style></head>\n<body><h1>").append(name);
        if (!page.hideVersion()) {
            out.append(" version ").append(info(InfoField.VERSION)).append(", released ");
            out.append(info(InfoField.RELEASE_DATE));
        }
        out.append("</h1>\n<h2>Statistics Report for pid ").append(info(InfoField.PID));
        out.append(node);
        if (page.showDescription() != null) {
            out.append(": ").append(Markup.escape(page.showDescription()));
        }
        out.append("</h2>\n");
    }

    private void process() {
        out.append("<h3>General process information</h3>\n<div class=\"info\">");
        out.append("<p><b>pid =</b> ").append(info(InfoField.PID)).append(" (process #");
        out.append(info(InfoField.PROCESS_NUM)).append(", nbproc = ");
        out.append(info(InfoField.NBPROC)).append(", nbthread = ");
        out.append(info(InfoField.NBTHREAD)).append(")<br>\n<b>uptime =</b> ");
        out.append(info(InfoField.UPTIME)).append("<br>\n<b>system limits:</b> memmax = ");
        String memory = info(InfoField.MEMMAX_MB);
        out.append(memory.equals("0") ? "unlimited" : memory + " MB").append("; ulimit-n = ");
        out.append(info(InfoField.ULIMIT_N)).append("<br>\n<b>maxsock =</b> ");
        out.append(info(InfoField.MAXSOCK)).append("; <b>maxconn =</b> ");
        out.append(info(InfoField.MAXCONN)).append("; <b>maxpipes =</b> ");
        out.append(info(InfoField.MAXPIPES)).append("<br>\ncurrent conns = ");
        out.append(info(InfoField.CURR_CONNS)).append("; current pipes = ");
        out.append(info(InfoField.PIPES_USED)).append('/').append(info(InfoField.PIPES_FREE));
        out.append("; conn rate = ").append(info(InfoField.CONN_RATE));
        out.append("/sec; bit rate = ").append(bitRate());
        out.append("<br>\nRunning tasks: ").append(info(InfoField.RUN_QUEUE)).append('/');
        out.append(info(InfoField.TASKS)).append("; idle = ");
        out.append(info(InfoField.IDLE_PCT)).append(" %</p>\n");
        legend();
        options();
        out.append("</div>\n");
    }

    private String bitRate() {
        double bits = Double.parseDouble(snapshot.info(InfoField.BYTES_OUT_RATE)) * 8;
        String[] units = {"bps", "kbps", "Mbps", "Gbps"};
        int unit = 0;
        while (bits >= 1_000 && unit < units.length - 1) {
            bits /= 1_000;
            unit++;
        }
        return "%.3f %s".formatted(bits, units[unit]);
    }

    private void legend() {
        out.append("<div><table class=\"legend\">");
        for (String[] line : LEGEND) {
            out.append("<tr>");
            for (int i = 0; i < line.length; i += 2) {
                out.append("<td class=\"").append(line[i]).append("\">");
                out.append(line[i + 1]).append("</td>");
            }
            out.append("</tr>");
        }
        out.append("</table>Note: \"NOLB\"/\"DRAIN\" = UP with load-balancing disabled.</div>\n");
    }

    private void options() {
        boolean up = query.upOnly();
        boolean still = query.noRefresh();
        out.append("<div><b>Display option:</b><ul><li><form method=\"get\"><label>Scope: ");
        out.append("<input name=\"scope\" size=\"8\" maxlength=\"").append(StatsQuery.MAX_SCOPE);
        out.append("\" value=\"").append(Markup.escape(query.scope()));
        out.append("\"></label></form></li>\n");
        link(query.link(!up, still, ""), up ? "Show all servers" : "Hide 'DOWN' servers");
        if (page.refreshSeconds() > 0) {
            link(query.link(up, !still, ""), still ? "Enable refresh" : "Disable refresh");
        }
        link(query.link(up, still, ""), "Refresh now");
        link(query.link(false, true, ";csv"), "CSV export");
        link(query.link(false, true, ";json"), "JSON export");
        link(";json-schema", "JSON schema");
        link(query.link(false, true, ";typed"), "Typed export");
        out.append("</ul></div>");
    }

    private void link(String choices, String label) {
        out.append("<li><a href=\"").append(Markup.escape(page.uri() + choices)).append("\">");
        out.append(Markup.escape(label)).append("</a></li>\n");
    }

    private void result() {
        if (query.result().isEmpty()) {
            return;
        }
        ActionResult result = ActionResult.of(query.result());
        String style = result == null ? "active_no_check" : result.style();
        String text = result == null ? "Unexpected result." : result.text();
        out.append("<p class=\"message ").append(style).append("\" role=\"status\"><a href=\"");
        out.append(Markup.escape(page.uri() + query.link(query.upOnly(), query.noRefresh(), "")));
        out.append("\" title=\"Remove this message\">[X]</a> ").append(Markup.escape(text));
        out.append("</p>\n");
    }
}
