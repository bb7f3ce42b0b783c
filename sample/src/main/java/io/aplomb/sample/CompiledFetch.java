package io.aplomb.sample;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A fetch with its arguments: reads one sample out of a stream. Immutable, for any thread. */
@FunctionalInterface
public interface CompiledFetch {

    /** The sample, or null when there is none. */
    @Nullable Value fetch(SampleContext context);

    /**
     * Whether any of the samples passes the test: an ACL looks at every occurrence of a header,
     * where {@link #fetch} gives one. The test itself may say no to all of them.
     */
    default boolean any(SampleContext context, Predicate<Value> test) {
        Value value = fetch(context);
        return value != null && test.test(value);
    }

    /**
     * Whether more input could still change what {@link #fetch} gives now, or make it give
     * something. Only fetches of content in motion say yes.
     */
    default boolean mayChange(SampleContext context) {
        return false;
    }
}
