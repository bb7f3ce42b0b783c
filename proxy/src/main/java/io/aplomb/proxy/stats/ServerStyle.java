package io.aplomb.proxy.stats;

/** The colour a server is shown in, from its status. */
final class ServerStyle {

    private ServerStyle() {}

    static String of(StatsRow server) {
        String status = server.text(Column.STATUS);
        if (status.startsWith("MAINT")) {
            return "maintain";
        }
        boolean counting = status.indexOf('/') > 0;
        String state;
        if (status.startsWith("DOWN")) {
            state = counting ? "going_up" : "down";
        } else if (status.startsWith("NOLB")) {
            state = "nolb";
        } else if (status.startsWith("DRAIN")) {
            state = "draining";
        } else if (status.startsWith("UP")) {
            state = counting ? "going_down" : "up";
        } else {
            state = "no_check";
        }
        return (server.number(Column.BCK) > 0 ? "backup_" : "active_") + state;
    }

    /** As "2h3m UP 2/3 ↓". */
    static String text(StatsRow server) {
        String status = server.text(Column.STATUS);
        if (status.equals("no check")) {
            return status;
        }
        String arrow = "";
        if (status.indexOf('/') > 0 && !status.startsWith("MAINT")) {
            arrow = status.startsWith("DOWN") ? " ↑" : " ↓";
        }
        return Durations.text(server.number(Column.LASTCHG)) + " " + status + arrow;
    }
}
