package io.aplomb.proxy.stick;

import io.aplomb.sample.facts.TableDataType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code data.<type> <operator> <value>} of the command socket: all have to hold. */
public record EntryFilter(List<Condition> conditions) {

    /** Lets everything pass. */
    public static final EntryFilter ALL = new EntryFilter(List.of());

    public EntryFilter {
        conditions = List.copyOf(conditions);
    }

    /** How a value is compared. */
    public enum Operator {
        EQ,
        NE,
        LE,
        GE,
        LT,
        GT;

        boolean holds(long value, long wanted) {
            return switch (this) {
                case EQ -> value == wanted;
                case NE -> value != wanted;
                case LE -> value <= wanted;
                case GE -> value >= wanted;
                case LT -> value < wanted;
                case GT -> value > wanted;
            };
        }

        /** The operator of that word, or null. */
        public static @Nullable Operator of(String word) {
            for (Operator operator : values()) {
                if (operator.name().equalsIgnoreCase(word)) {
                    return operator;
                }
            }
            return null;
        }
    }

    /** One comparison. */
    public record Condition(TableDataType type, Operator operator, long value) {}

    boolean accepts(StickEntry entry, long nowMs) {
        for (Condition condition : conditions) {
            Long value = entry.read(condition.type(), 0, nowMs);
            if (value == null || !condition.operator().holds(value, condition.value())) {
                return false;
            }
        }
        return true;
    }
}
