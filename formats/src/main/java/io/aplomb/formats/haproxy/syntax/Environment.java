package io.aplomb.formats.haproxy.syntax;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The variables while a configuration is read, and where the reading is. For one thread. */
final class Environment {

    private final Map<String, String> variables;
    private String file = "";
    private int line;
    private String section = "";

    Environment(Map<String, String> initial) {
        variables = new HashMap<>(initial);
    }

    void at(String fileName, int lineNumber) {
        file = fileName;
        line = lineNumber;
    }

    void inSection(String nameOrKind) {
        section = nameOrKind;
    }

    boolean isDefined(String name) {
        return variables.containsKey(name);
    }

    @Nullable String get(String name) {
        return variables.get(name);
    }

    /** A pseudo-variable (manual, section 2.3): {@code .FILE .LINE .SECTION}; null if unknown. */
    @Nullable String pseudo(String name) {
        return switch (name) {
            case ".FILE" -> file;
            case ".LINE" -> Integer.toString(line);
            case ".SECTION" -> section;
            default -> null;
        };
    }

    void set(String name, String value) {
        variables.put(name, value);
    }

    void setIfAbsent(String name, String value) {
        variables.putIfAbsent(name, value);
    }

    void unset(String name) {
        variables.remove(name);
    }

    void retainOnly(Set<String> names) {
        variables.keySet().retainAll(names);
    }

    Map<String, String> snapshot() {
        return Map.copyOf(variables);
    }
}
