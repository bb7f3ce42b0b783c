package io.aplomb.sample;

import org.jspecify.annotations.Nullable;

/** A converter with its arguments. Immutable, for any thread. */
@FunctionalInterface
public interface CompiledConverter {

    /**
     * The converted sample, or null when it cannot be converted: then the whole expression gives
     * none.
     *
     * @param value already of the converter's input type
     */
    @Nullable Value convert(SampleContext context, Value value);
}
