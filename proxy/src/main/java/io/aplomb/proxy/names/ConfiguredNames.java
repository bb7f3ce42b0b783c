package io.aplomb.proxy.names;

import io.aplomb.http.FieldName;
import io.aplomb.sample.facts.VariableName;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Prepared forms of the names a configuration uses, each prepared once. Field names go out in lower
 * case, as HAProxy writes them. Only names of the configuration come here, so that the maps stay as
 * small as it is. Any thread.
 */
public final class ConfiguredNames {

    private static final Map<String, FieldName> FIELDS = new ConcurrentHashMap<>();
    private static final Map<String, VariableName> VARIABLES = new ConcurrentHashMap<>();

    private ConfiguredNames() {}

    /**
     * The field name, in lower case.
     *
     * @throws IllegalArgumentException if it is not a token
     */
    public static FieldName field(String name) {
        FieldName known = FIELDS.get(name);
        return known != null
                ? known
                : FIELDS.computeIfAbsent(name, text -> FieldName.of(text.toLowerCase(Locale.ROOT)));
    }

    /** The variable name, or null when it is not one. */
    public static @Nullable VariableName variable(String name) {
        VariableName known = VARIABLES.get(name);
        if (known != null) {
            return known;
        }
        VariableName parsed = VariableName.parse(name);
        if (parsed != null) {
            VARIABLES.put(name, parsed);
        }
        return parsed;
    }
}
