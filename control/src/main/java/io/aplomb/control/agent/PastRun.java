package io.aplomb.control.agent;

/**
 * A run of an operation that is over.
 *
 * @param rc exit code in the sense of {@link Ocf}
 * @param ranAtS when, in seconds since 1970
 * @param executedMs how long
 * @param output the end of its standard output
 * @param error the end of its standard error
 */
public record PastRun(
        String resource,
        String operation,
        long intervalMs,
        int rc,
        String exitReason,
        long ranAtS,
        long executedMs,
        String output,
        String error) {

    boolean saysTheSame(PastRun other) {
        return operation.equals(other.operation)
                && intervalMs == other.intervalMs
                && rc == other.rc
                && exitReason.equals(other.exitReason)
                && output.equals(other.output)
                && error.equals(other.error);
    }

    PastRun shortened(int characters) {
        return new PastRun(
                resource,
                operation,
                intervalMs,
                rc,
                exitReason,
                ranAtS,
                executedMs,
                end(output, characters),
                end(error, characters));
    }

    private static String end(String text, int characters) {
        return text.substring(Math.max(0, text.length() - characters));
    }
}
