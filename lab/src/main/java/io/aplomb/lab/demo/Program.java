package io.aplomb.lab.demo;

import java.util.ArrayList;
import java.util.List;

/**
 * How to start this very program again as a child.
 *
 * @param command executable and leading arguments; the subcommand follows
 */
public record Program(List<String> command) {

    public Program {
        command = List.copyOf(command);
    }

    List<String> with(List<String> arguments) {
        List<String> all = new ArrayList<>(command);
        all.addAll(arguments);
        return all;
    }
}
