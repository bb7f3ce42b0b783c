package io.aplomb.proxy.stick;

import io.aplomb.sample.facts.TableDataType;

/** One line of "show table", as HAProxy writes it. */
final class EntryLine {

    /** Where HAProxy prints an address in memory, a number that names the entry stands. */
    private static final long FIRST_NAME = 0x5500_0000_0000L;

    private EntryLine() {}

    static String of(StickEntry entry, StickTable table, long nowMs) {
        var line = new StringBuilder("0x").append(Long.toHexString(FIRST_NAME + entry.sequence()));
        line.append(": key=").append(StickKey.text(entry.key()));
        line.append(" use=").append(entry.trackerCount());
        line.append(" exp=").append(table.expiresInMs(entry, nowMs));
        for (Columns.Column column : table.columns().shown()) {
            for (int index = 0; index < column.elements(); index++) {
                line.append(' ').append(name(column, index)).append('=');
                line.append(value(entry, column.type(), index, nowMs));
            }
        }
        return line.append('\n').toString();
    }

    private static String value(StickEntry entry, TableDataType type, int index, long nowMs) {
        if (type == TableDataType.SERVER_KEY) {
            String name = entry.serverName();
            return name == null ? "-" : name;
        }
        return String.valueOf(entry.read(type, index, nowMs));
    }

    private static String name(Columns.Column column, int index) {
        String name =
                switch (column.type()) {
                    case GPC -> "gpc" + index;
                    case GPT -> "gpt" + index;
                    case GPC_RATE -> "gpc" + index + "_rate";
                    default -> column.type().keyword();
                };
        return column.type().isRate() ? name + "(" + column.periodMs() + ")" : name;
    }
}
