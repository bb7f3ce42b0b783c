package io.aplomb.formats.pcs;

import java.util.ArrayList;
import java.util.List;

/** What a command has to say on the standard error, in order. One command, one thread. */
final class Reports {

    /** The last line where there were errors. */
    static final String UNABLE = "Error: Errors have occurred, therefore pcs is unable to continue";

    private final List<String> lines = new ArrayList<>();
    private final boolean force;
    private boolean failed;

    /**
     * @param force whether {@code --force} was given
     */
    Reports(boolean force) {
        this.force = force;
    }

    /** A note. */
    void note(String text) {
        lines.add(text);
    }

    void warning(String text) {
        lines.add("Warning: " + text);
    }

    void deprecation(String text) {
        lines.add("Deprecation Warning: " + text);
    }

    void error(String text) {
        lines.add("Error: " + text);
        failed = true;
    }

    /** An error, or a warning with {@code --force}. */
    void forceable(String text) {
        if (force) {
            warning(text);
        } else {
            error(text + ", use --force to override");
        }
    }

    boolean hasErrors() {
        return failed;
    }

    /** Ends the command where an error was reported. */
    void stopOnErrors() {
        if (failed) {
            lines.add(UNABLE);
            throw InvalidCommand.reported();
        }
    }

    /** The same, without the line that says so. */
    void stopOnErrorsQuietly() {
        if (failed) {
            throw InvalidCommand.reported();
        }
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}
