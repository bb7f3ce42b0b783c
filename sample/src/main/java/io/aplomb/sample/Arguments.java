package io.aplomb.sample;

import io.aplomb.base.net.IpAddress;
import io.aplomb.sample.facts.VariableName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of one use of a fetch or converter, checked against its parameters. Asking for an
 * argument as something its parameter is not is a bug.
 */
public final class Arguments {

    private final List<@Nullable Object> values;
    private final SampleResources resources;

    Arguments(List<@Nullable Object> values, SampleResources resources) {
        this.values = Collections.unmodifiableList(new ArrayList<>(values));
        this.resources = resources;
    }

    /** Whether the argument was given. */
    public boolean has(int index) {
        return index < values.size() && values.get(index) != null;
    }

    /** A text; also the name in a reference, a regular expression, the path of a map. */
    public String text(int index) {
        return as(String.class, index);
    }

    /** A text, or the fallback when not given. */
    public String text(int index, String fallback) {
        return has(index) ? text(index) : fallback;
    }

    /** A text, or null when not given. */
    public @Nullable String textOrNull(int index) {
        return has(index) ? text(index) : null;
    }

    /** An integer; also a delay in milliseconds, a size in bytes, a mask's length in bits. */
    public long integer(int index) {
        return as(Long.class, index);
    }

    /** As {@link #integer(int)}, or the fallback when not given. */
    public long integer(int index, long fallback) {
        return has(index) ? integer(index) : fallback;
    }

    /** An address. */
    public IpAddress address(int index) {
        return as(IpAddress.class, index);
    }

    /** A variable. */
    public VariableName variable(int index) {
        return as(VariableName.class, index);
    }

    /** Where files come from. */
    public SampleResources resources() {
        return resources;
    }

    private <T> T as(Class<T> type, int index) {
        Object value = index < values.size() ? values.get(index) : null;
        if (!type.isInstance(value)) {
            throw new IllegalStateException(
                    "argument " + index + " is not a " + type.getSimpleName());
        }
        return type.cast(value);
    }
}
