package io.aplomb.sample.acl;

import io.aplomb.sample.Value;
import org.jspecify.annotations.Nullable;

/**
 * Patterns of one matching method, each with what it stands for, arranged to be found fast. Filled
 * while the configuration is read, then only asked.
 *
 * @param <T> what a pattern stands for: the value of a map, anything for an ACL
 */
public interface PatternIndex<T> {

    /**
     * Adds a pattern.
     *
     * @throws BadPatternException when the text is not one
     */
    void add(String pattern, T meaning) throws BadPatternException;

    /**
     * The meaning of the pattern that matches: the longest network or prefix, else the first added.
     * Null when none does.
     *
     * @param value already of the type the method compares
     */
    @Nullable T find(Value value);

    /** How many patterns there are. */
    int size();

    /** An empty index. */
    static <T> PatternIndex<T> of(MatchMethod method, boolean ignoreCase) {
        return switch (method) {
            case FOUND -> new AnyIndex<>(_ -> true);
            case BOOL -> new AnyIndex<>(value -> value.equals(Value.of(true)));
            case INT -> new RangeIndex<>(RangeIndex.Measure.NUMBER);
            case VERSION -> new RangeIndex<>(RangeIndex.Measure.VERSION);
            case LEN -> new RangeIndex<>(RangeIndex.Measure.LENGTH);
            case IP -> new NetworkIndex<>();
            case BIN -> new BinaryIndex<>();
            case STR, METH -> new TextIndex<>(TextIndex.Side.WHOLE, ignoreCase);
            case BEG -> new TextIndex<>(TextIndex.Side.START, ignoreCase);
            case END -> new TextIndex<>(TextIndex.Side.END, ignoreCase);
            case SUB, DIR, DOM -> new PartIndex<>(method, ignoreCase);
            case REG -> new RegexIndex<>(ignoreCase);
        };
    }
}
