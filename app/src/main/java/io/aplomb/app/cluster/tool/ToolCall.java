package io.aplomb.app.cluster.tool;

import io.aplomb.control.admin.Caller;
import java.util.List;

/**
 * One program being run.
 *
 * @param caller who reads the output
 * @param words behind the program's name
 * @param cluster what it works on
 */
public record ToolCall(Caller caller, List<String> words, ClusterAccess cluster) {
    /** Keeps a copy. */
    public ToolCall {
        words = List.copyOf(words);
    }

    /** Prints to standard output; the text has its own line ends. */
    public void print(String text) {
        caller.out().print(text);
    }

    /** Prints lines to standard error. */
    public void warn(List<String> lines) {
        lines.forEach(line -> caller.err().println(line));
    }
}
