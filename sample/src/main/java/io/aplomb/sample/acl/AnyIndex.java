package io.aplomb.sample.acl;

import io.aplomb.sample.Value;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** For methods without patterns: the value alone decides; patterns given are ignored. */
final class AnyIndex<T> implements PatternIndex<T> {

    private final Predicate<Value> test;
    private @Nullable T first;
    private int size;

    AnyIndex(Predicate<Value> test) {
        this.test = test;
    }

    @Override
    public void add(String pattern, T meaning) {
        if (size++ == 0) {
            first = meaning;
        }
    }

    @Override
    public @Nullable T find(Value value) {
        return test.test(value) ? first : null;
    }

    @Override
    public int size() {
        return size;
    }
}
