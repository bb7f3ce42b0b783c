package io.aplomb.proxy.stats;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one frontend, listener, server or backend. A column without value is empty in the
 * output.
 *
 * @param proxyId column {@code iid}
 * @param id column {@code sid}, 0 for frontends and backends
 */
public record StatsRow(RowKind kind, int proxyId, int id, Map<Column, Value> values) {

    public StatsRow {
        values = Map.copyOf(values);
    }

    /** A figure or a text. */
    public sealed interface Value {
        record Figure(long number) implements Value {}

        record Text(String text) implements Value {}
    }

    public String name() {
        return text(Column.SVNAME);
    }

    public String proxyName() {
        return text(Column.PXNAME);
    }

    public boolean has(Column column) {
        return values.containsKey(column);
    }

    /** A number, 0 where the column is empty. */
    public long number(Column column) {
        return values.get(column) instanceof Value.Figure(long number) ? number : 0;
    }

    /** As printed; "" where the column is empty. */
    public String text(Column column) {
        return switch (values.get(column)) {
            case Value.Figure(long number) -> Long.toString(number);
            case Value.Text(String text) -> text;
            case null -> "";
        };
    }

    static Builder builder(RowKind kind, int proxyId, int id) {
        return new Builder(kind, proxyId, id);
    }

    /** Collects values; for one thread. */
    static final class Builder {
        private final RowKind kind;
        private final int proxyId;
        private final int id;
        private final Map<Column, Value> values = new EnumMap<>(Column.class);

        private Builder(RowKind kind, int proxyId, int id) {
            this.kind = kind;
            this.proxyId = proxyId;
            this.id = id;
            put(Column.PID, 1);
            put(Column.IID, proxyId);
            put(Column.SID, id);
            put(Column.TYPE, kind.number());
        }

        Builder put(Column column, long number) {
            values.put(column, new Value.Figure(number));
            return this;
        }

        /** Nothing is stored for null. */
        Builder put(Column column, @Nullable String text) {
            if (text != null) {
                values.put(column, new Value.Text(text));
            }
            return this;
        }

        /** The columns in which HAProxy, too, knows nothing but zero here. */
        Builder zeros(Column... columns) {
            for (Column column : columns) {
                put(column, 0);
            }
            return this;
        }

        StatsRow build() {
            return new StatsRow(kind, proxyId, id, values);
        }
    }
}
