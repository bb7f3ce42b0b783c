package io.aplomb.proxy.admin;

import java.util.List;
import java.util.function.Predicate;

/** What {@code help} and an unknown command are answered. */
final class Help {

    private Help() {}

    static String about(List<String> words) {
        return "The following commands are valid at this level:\n"
                + list(command -> words.isEmpty() || command.beginsAs(words));
    }

    static String unknown(List<String> words) {
        boolean similar =
                java.util.Arrays.stream(Command.values())
                        .anyMatch(command -> command.beginsAs(words));
        return similar
                ? "Unknown command, but maybe one of the following ones is a better match:\n"
                        + list(command -> command.beginsAs(words))
                : "Unknown command. Please enter one of the following commands only:\n"
                        + list(_ -> true);
    }

    private static String list(Predicate<Command> wanted) {
        StringBuilder out = new StringBuilder();
        for (Command command : Command.values()) {
            if (command.isAlwaysShown() || wanted.test(command)) {
                out.append(command.helpLine());
            }
        }
        return out.toString();
    }
}
