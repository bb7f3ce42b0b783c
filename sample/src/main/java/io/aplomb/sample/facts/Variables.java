package io.aplomb.sample.facts;

import io.aplomb.sample.Value;
import org.jspecify.annotations.Nullable;

/** The variables a stream can reach. Called on the stream's event loop. */
public interface Variables {

    /** The value, or null when it is not set or its scope is over. */
    @Nullable Value get(VariableName name);

    /** Sets it; ignored when its scope is not open. */
    void set(VariableName name, Value value);

    /** Forgets it. */
    void unset(VariableName name);
}
