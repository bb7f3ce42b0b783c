package io.aplomb.sample.acl;

import io.aplomb.sample.Value;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Octets given as hexadecimal digits: manual section 7.1.5. */
final class BinaryIndex<T> implements PatternIndex<T> {

    private final Map<Value, T> byOctets = new HashMap<>();

    @Override
    public void add(String pattern, T meaning) throws BadPatternException {
        try {
            byOctets.putIfAbsent(Value.of(HexFormat.of().parseHex(pattern)), meaning);
        } catch (IllegalArgumentException notHex) {
            throw new BadPatternException("an even number of hex digit is expected");
        }
    }

    @Override
    public @Nullable T find(Value value) {
        return byOctets.get(value);
    }

    @Override
    public int size() {
        return byOctets.size();
    }
}
