package io.aplomb.formats.pcs;

import java.util.ArrayList;
import java.util.List;

/**
 * Ends a command that is not done. {@link Router} makes a {@link PcsAnswer.Refused} of it, with
 * what was reported before.
 */
final class InvalidCommand extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> lines;
    private final boolean usage;

    private InvalidCommand(List<String> lines, boolean usage) {
        super(String.join("\n", lines), null, false, false);
        this.lines = lines;
        this.usage = usage;
    }

    /** The words do not make a command: its syntax is shown. */
    static InvalidCommand usage() {
        return new InvalidCommand(List.of(), true);
    }

    /** One reason, without {@code Error: }. */
    static InvalidCommand because(String reason) {
        return new InvalidCommand(List.of("Error: " + reason), false);
    }

    /** One reason, without {@code Error: }, and what to do instead, without {@code Hint: }. */
    static InvalidCommand because(String reason, String hint) {
        return new InvalidCommand(List.of("Error: " + reason, "Hint: " + hint), false);
    }

    /** The syntax is shown, and a reason. */
    static InvalidCommand usageBecause(String reason) {
        return new InvalidCommand(List.of("Error: " + reason), true);
    }

    /** The same with what to do instead, without {@code Hint: }. */
    static InvalidCommand usageBecause(String reason, String hint) {
        return new InvalidCommand(List.of("Error: " + reason, "Hint: " + hint), true);
    }

    /** The syntax is shown, and what to do instead, without {@code Hint: }. */
    static InvalidCommand usageHint(String hint) {
        return new InvalidCommand(List.of("Hint: " + hint), true);
    }

    /** The reasons are among the reports. */
    static InvalidCommand reported() {
        return new InvalidCommand(List.of(), false);
    }

    /** The same with a line more. */
    InvalidCommand withReport(String line) {
        List<String> more = new ArrayList<>(lines);
        more.add(line);
        return new InvalidCommand(more, usage);
    }

    List<String> lines() {
        return lines;
    }

    boolean isUsage() {
        return usage;
    }
}
