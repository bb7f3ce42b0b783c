package io.aplomb.app.cluster.tool;

import java.util.List;

/** A command line that is not carried out. */
public final class CommandFailure extends Exception {
    private static final long serialVersionUID = 1;

    private final List<String> lines;
    private final int code;

    /**
     * @param code the exit code
     * @param lines for standard error, as they are to be printed
     */
    public CommandFailure(int code, List<String> lines) {
        super(String.join("\n", lines));
        this.lines = List.copyOf(lines);
        this.code = code;
    }

    /** One that ends with 1, as pcs says it. */
    public static CommandFailure because(String... reasons) {
        return new CommandFailure(
                1,
                java.util.stream.Stream.of(reasons)
                        .map(reason -> reason.startsWith("  ") ? reason : "Error: " + reason)
                        .toList());
    }

    /** For standard error. */
    public List<String> lines() {
        return lines;
    }

    /** The exit code. */
    public int code() {
        return code;
    }
}
