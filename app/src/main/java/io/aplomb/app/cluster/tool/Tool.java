package io.aplomb.app.cluster.tool;

/** A program of the cluster's hands. */
@FunctionalInterface
public interface Tool {
    /**
     * Runs it.
     *
     * @return the exit code
     * @throws CommandFailure with what is said on standard error instead
     * @throws InterruptedException when the caller is gone
     */
    int run(ToolCall call) throws CommandFailure, InterruptedException;

    /** The same with failures told. */
    static int carryOut(Tool tool, ToolCall call) throws InterruptedException {
        try {
            return tool.run(call);
        } catch (CommandFailure failure) {
            call.warn(failure.lines());
            return failure.code();
        }
    }
}
