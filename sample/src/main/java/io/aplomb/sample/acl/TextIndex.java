package io.aplomb.sample.acl;

import io.aplomb.sample.Value;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whole texts, prefixes or suffixes, found by one look-up per pattern length in use, longest first.
 */
final class TextIndex<T> implements PatternIndex<T> {

    enum Side {
        WHOLE,
        START,
        END
    }

    private final Side side;
    private final boolean ignoreCase;
    private final Map<String, T> whole = new HashMap<>();
    private final Map<Integer, Map<String, T>> byLength = new TreeMap<>(Comparator.reverseOrder());
    private int[] lengths = {};
    private int size;

    TextIndex(Side side, boolean ignoreCase) {
        this.side = side;
        this.ignoreCase = ignoreCase;
    }

    @Override
    public void add(String pattern, T meaning) {
        String key = ignoreCase ? AsciiCase.lower(pattern) : pattern;
        size++;
        if (side == Side.WHOLE) {
            whole.putIfAbsent(key, meaning);
            return;
        }
        byLength.computeIfAbsent(key.length(), _ -> new HashMap<>()).putIfAbsent(key, meaning);
        lengths = byLength.keySet().stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public @Nullable T find(Value value) {
        if (!(value instanceof Value.TextValue(String raw))) {
            return null;
        }
        String text = ignoreCase ? AsciiCase.lower(raw) : raw;
        if (side == Side.WHOLE) {
            return whole.get(text);
        }
        for (int length : lengths) {
            if (length <= text.length()) {
                int from = side == Side.START ? 0 : text.length() - length;
                T found = at(length, text.substring(from, from + length));
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    @Override
    public int size() {
        return size;
    }

    private @Nullable T at(int length, String key) {
        Map<String, T> sameLength = byLength.get(length);
        return sameLength == null ? null : sameLength.get(key);
    }
}
