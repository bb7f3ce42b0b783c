package io.aplomb.control.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A command line.
 *
 * @param words the name of the program first: {@code pcs}, {@code crm_mon}
 * @param environment the variables that mean something to those programs
 * @param columns of the terminal; 0 where output is no terminal
 * @param rows likewise
 */
public record AdminRequest(
        List<String> words, Map<String, String> environment, int columns, int rows) {

    /** Keeps unmodifiable copies. */
    public AdminRequest {
        words = List.copyOf(words);
        environment = Map.copyOf(new LinkedHashMap<>(environment));
    }

    /** Whether a person looks at the output. */
    public boolean isTerminal() {
        return columns > 0;
    }

    /** A variable, or what is put there without it. */
    public String environment(String name, String otherwise) {
        return environment.getOrDefault(name, otherwise);
    }
}
