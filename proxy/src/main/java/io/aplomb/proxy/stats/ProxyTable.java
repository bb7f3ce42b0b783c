package io.aplomb.proxy.stats;

import io.aplomb.model.proxy.StatsPage;
import java.util.Locale;

/** The table of one proxy on the page. */
final class ProxyTable {

    private static final String[][] GROUPS = {
        {"Queue", "Cur", "Max", "Limit"},
        {"Session rate", "Cur", "Max", "Limit"},
        {"Sessions", "Cur", "Max", "Limit", "Total", "LbTot", "Last"},
        {"Bytes", "In", "Out"},
        {"Denied", "Req", "Resp"},
        {"Errors", "Req", "Conn", "Resp"},
        {"Warnings", "Retr", "Redis"},
        {"Server", "Status", "LastChk", "Wght", "Act", "Bck", "Chk", "Dwn", "Dwntme", "Thrtle"}
    };

    private static final String[][] ACTIONS = {
        {"", ""},
        {"ready", "Set state to READY"},
        {"drain", "Set state to DRAIN"},
        {"maint", "Set state to MAINT"},
        {"dhlth", "Health: disable checks"},
        {"ehlth", "Health: enable checks"},
        {"hrunn", "Health: force UP"},
        {"hnolb", "Health: force NOLB"},
        {"hdown", "Health: force DOWN"},
        {"dagent", "Agent: disable checks"},
        {"eagent", "Agent: enable checks"},
        {"arunn", "Agent: force UP"},
        {"adown", "Agent: force DOWN"},
        {"shutdown", "Kill Sessions"}
    };

    private final ProxyRows rows;
    private final StatsPage page;
    private final StatsFilter filter;
    private final boolean admin;
    private final StringBuilder out;

    ProxyTable(
            ProxyRows rows, StatsPage page, StatsFilter filter, boolean admin, StringBuilder out) {
        this.rows = rows;
        this.page = page;
        this.filter = filter;
        this.admin = admin && !rows.servers().isEmpty();
        this.out = out;
    }

    void write() {
        if (admin) {
            out.append("<form method=\"post\">\n");
        }
        out.append("<div class=\"wide\"><table class=\"tbl\">\n");
        caption();
        head();
        out.append("<tbody>\n");
        rows.all().stream().filter(filter::accepts).forEach(this::row);
        out.append("</tbody></table>\n");
        if (admin) {
            actions();
        }
        out.append("</div>\n");
        if (admin) {
            out.append("</form>\n");
        }
    }

    private void caption() {
        String name = Markup.escape(rows.proxy().name());
        out.append("<caption><b id=\"").append(name).append("\">");
        String link = "<a href=\"#" + name + "\">" + name + "</a>";
        if (page.showLegends()) {
            String capability =
                    switch (rows.proxy().kind()) {
                        case FRONTEND -> "frontend";
                        case BACKEND -> "backend";
                        case LISTEN -> "proxy";
                    };
            String tip =
                    "cap: %s, mode: %s, id: %d"
                            .formatted(
                                    capability,
                                    rows.proxy().mode().name().toLowerCase(Locale.ROOT),
                                    rows.proxy().id());
            out.append(Tips.more(link, tip));
        } else {
            out.append(link);
        }
        out.append("</b>");
        String description = rows.proxy().description();
        if (description != null && page.showDescription() != null) {
            out.append(' ').append(Markup.escape(description));
        }
        out.append("</caption>\n");
    }

    private void head() {
        out.append("<thead><tr>");
        if (admin) {
            out.append("<th scope=\"col\" rowspan=\"2\">Select</th>");
        }
        out.append("<th scope=\"col\" rowspan=\"2\">Name</th>");
        for (String[] group : GROUPS) {
            out.append("<th scope=\"colgroup\" colspan=\"").append(group.length - 1);
            out.append("\">").append(group[0]).append("</th>");
        }
        out.append("</tr>\n<tr>");
        for (String[] group : GROUPS) {
            for (int i = 1; i < group.length; i++) {
                out.append("<th scope=\"col\">").append(group[i]).append("</th>");
            }
        }
        out.append("</tr></thead>\n");
    }

    private void row(StatsRow row) {
        String style =
                switch (row.kind()) {
                    case FRONTEND -> "frontend";
                    case LISTENER -> "socket";
                    case BACKEND -> "backend";
                    case SERVER -> ServerStyle.of(row);
                };
        out.append("<tr class=\"").append(style).append("\">");
        if (admin) {
            select(row);
        }
        name(row);
        figures(row);
        state(row);
        out.append("</tr>\n");
    }

    private void select(StatsRow row) {
        out.append("<td class=\"ac\">");
        if (row.kind() == RowKind.SERVER) {
            String name = Markup.escape(row.name());
            out.append("<input type=\"checkbox\" name=\"s\" value=\"").append(name);
            out.append("\" aria-label=\"select ").append(name).append("\">");
        }
        out.append("</td>");
    }

    private void name(StatsRow row) {
        String label =
                switch (row.kind()) {
                    case FRONTEND -> "Frontend";
                    case BACKEND -> "Backend";
                    case LISTENER, SERVER -> row.name();
                };
        String marker = row.kind() == RowKind.LISTENER ? "/+" : "/";
        String anchor = Markup.escape(row.proxyName() + marker + label);
        String link = "<a href=\"#" + anchor + "\">" + Markup.escape(label) + "</a>";
        out.append("<th scope=\"row\" id=\"").append(anchor).append("\">");
        String legend = page.showLegends() ? Tips.legend(row) : "";
        out.append(legend.isEmpty() ? link : Tips.more(link, legend)).append("</th>");
    }

    private void figures(StatsRow row) {
        cell(row.text(Column.QCUR));
        cell(row.text(Column.QMAX));
        cell(row.kind() == RowKind.SERVER ? limit(row, Column.QLIMIT) : "");
        tipped(row.text(Column.RATE), Tips.rates(row));
        tipped(row.text(Column.RATE_MAX), Tips.maximumRates(row));
        cell(row.kind() == RowKind.FRONTEND ? limit(row, Column.RATE_LIM) : "");
        tipped(row.text(Column.SCUR), Tips.connections(row));
        cell(row.text(Column.SMAX));
        cell(limit(row, Column.SLIM));
        tipped(row.text(Column.STOT), Tips.sessions(row));
        cell(row.text(Column.LBTOT));
        cell(row.has(Column.LASTSESS) ? Durations.text(row.number(Column.LASTSESS)) : "");
        cell(row.text(Column.BIN));
        cell(row.text(Column.BOUT));
        cell(row.text(Column.DREQ));
        cell(row.text(Column.DRESP));
        cell(row.text(Column.EREQ));
        cell(row.text(Column.ECON));
        tipped(row.text(Column.ERESP), Tips.aborts(row));
        cell(row.text(Column.WRETR));
        cell(row.text(Column.WREDIS));
    }

    private void state(StatsRow row) {
        switch (row.kind()) {
            case FRONTEND, LISTENER -> {
                centered(row.text(Column.STATUS));
                out.append("<td colspan=\"8\"></td>");
            }
            case BACKEND -> {
                String since = Durations.text(row.number(Column.LASTCHG));
                centered(since + " " + row.text(Column.STATUS));
                cell("");
                weights(row);
                centered(row.text(Column.ACT));
                centered(row.text(Column.BCK));
                cell("");
                cell(row.text(Column.CHKDOWN));
                cell(downTime(row));
                cell("");
            }
            case SERVER -> {
                centered(ServerStyle.text(row));
                lastCheck(row);
                weights(row);
                centered(row.number(Column.ACT) > 0 ? "Y" : "-");
                centered(row.number(Column.BCK) > 0 ? "Y" : "-");
                tipped(row.text(Column.CHKFAIL), "Failed Health Checks");
                cell(row.text(Column.CHKDOWN));
                cell(downTime(row));
                centered(row.has(Column.THROTTLE) ? row.text(Column.THROTTLE) + " %" : "-");
            }
        }
    }

    private void weights(StatsRow row) {
        centered(row.text(Column.WEIGHT) + "/" + row.text(Column.UWEIGHT));
    }

    private static String downTime(StatsRow row) {
        return row.has(Column.DOWNTIME) ? Durations.text(row.number(Column.DOWNTIME)) : "";
    }

    private void lastCheck(StatsRow row) {
        boolean downByAgent =
                row.text(Column.STATUS).startsWith("DOWN")
                        && row.has(Column.AGENT_STATUS)
                        && row.number(Column.AGENT_HEALTH) == 0;
        CheckColumns columns = downByAgent ? CheckColumns.AGENT : CheckColumns.HEALTH;
        if (!row.has(columns.status())) {
            cell("");
            return;
        }
        String text = row.text(columns.status());
        if (row.has(columns.code())) {
            text += "/" + row.text(columns.code());
        }
        if (row.has(columns.duration())) {
            text += " in " + row.text(columns.duration()) + "ms";
        }
        String info = row.text(columns.info());
        String details = row.text(columns.description()) + (info.isEmpty() ? "" : ": " + info);
        out.append("<td class=\"ac\">");
        out.append(Tips.more(Markup.escape(text), details)).append("</td>");
    }

    private static String limit(StatsRow row, Column column) {
        return row.number(column) > 0 ? row.text(column) : "-";
    }

    private void cell(String text) {
        out.append("<td>").append(Markup.escape(text)).append("</td>");
    }

    private void centered(String text) {
        out.append("<td class=\"ac\">").append(Markup.escape(text)).append("</td>");
    }

    private void tipped(String text, String tip) {
        if (tip.isEmpty() || text.isEmpty()) {
            cell(text);
        } else {
            out.append("<td>").append(Tips.more(Markup.escape(text), tip)).append("</td>");
        }
    }

    private void actions() {
        out.append("<div class=\"actions\"><label>Choose the action to perform on the checked ");
        out.append("servers: <select name=\"action\">");
        for (String[] action : ACTIONS) {
            out.append("<option value=\"").append(action[0]).append("\">");
            out.append(action[1]).append("</option>");
        }
        out.append("</select></label> <input type=\"hidden\" name=\"b\" value=\"#");
        out.append(rows.proxy().id()).append("\"><input type=\"submit\" value=\"Apply\"></div>\n");
    }
}
