package io.aplomb.sample.fetch;

import io.aplomb.sample.CompiledFetch;
import io.aplomb.sample.SampleContext;
import io.aplomb.sample.Value;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A fetch of content in motion, with the test whether more input may change it. */
record Moving(CompiledFetch read, Predicate<SampleContext> growing) implements CompiledFetch {

    @Override
    public @Nullable Value fetch(SampleContext context) {
        return read.fetch(context);
    }

    @Override
    public boolean mayChange(SampleContext context) {
        return growing.test(context);
    }
}
