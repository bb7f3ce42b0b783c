package io.aplomb.proxy.stats;

/**
 * Which lines are wanted (management manual 9.3 "show stat").
 *
 * @param proxyId -1 for all
 * @param types sum of 1 for frontends, 2 backends, 4 servers, 8 listeners; -1 for all
 * @param id -1 for all
 * @param upOnly servers that are down are left out
 * @param withoutMaintenance servers in maintenance are left out
 */
public record StatsFilter(
        int proxyId, int types, int id, boolean upOnly, boolean withoutMaintenance) {

    public static final StatsFilter ALL = new StatsFilter(-1, -1, -1, false, false);

    boolean accepts(StatsRow row) {
        return (proxyId < 0 || row.proxyId() == proxyId)
                && (types < 0 || (types & row.kind().mask()) != 0)
                && (id < 0 || row.id() == id)
                && (row.kind() != RowKind.SERVER || acceptsServer(row.text(Column.STATUS)));
    }

    private boolean acceptsServer(String status) {
        boolean maintained = status.startsWith("MAINT");
        boolean down = maintained || status.startsWith("DOWN");
        return !(upOnly && down) && !(withoutMaintenance && maintained);
    }
}
