package io.aplomb.proxy.stream;

import io.aplomb.sample.Value;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The {@code proc.} variables: one set for the process, kept over reloads. Any thread. */
public final class ProcessVariables {

    private final Map<String, Value> values = new ConcurrentHashMap<>();

    /** The value, or null. The name is without its scope. */
    public @Nullable Value get(String name) {
        return values.get(name);
    }

    public void set(String name, Value value) {
        values.put(name, value);
    }

    public void unset(String name) {
        values.remove(name);
    }
}
