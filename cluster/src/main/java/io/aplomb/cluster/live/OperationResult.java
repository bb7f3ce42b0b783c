package io.aplomb.cluster.live;

/**
 * What came of an order.
 *
 * @param callId counts the operations of a node since its start, from 1
 * @param rc the exit code in the sense of OCF; 0 is success
 * @param exitReason what the agent said about it; empty where it said nothing
 * @param queuedMs how long it waited for others of its resource
 * @param executedMs how long it ran
 * @param ranAtS when it ran, in seconds since 1970
 * @param changedAtS since when it comes to this, in seconds since 1970
 */
public record OperationResult(
        OperationOrder order,
        long callId,
        int rc,
        Status status,
        String exitReason,
        long queuedMs,
        long executedMs,
        long ranAtS,
        long changedAtS) {

    /** How it ended, with Pacemaker's numbers ({@code op-status}). */
    public enum Status {
        DONE(0),
        CANCELLED(1),
        TIMEOUT(2),
        NOT_SUPPORTED(3),
        ERROR(4),
        ERROR_HARD(5),
        ERROR_FATAL(6),
        NOT_INSTALLED(7),
        NOT_CONNECTED(8),
        INVALID(9);

        private final int code;

        Status(int code) {
            this.code = code;
        }

        /** As histories have it. */
        public int code() {
            return code;
        }

        /** That of a number; {@link #ERROR} where there is none. */
        public static Status of(int code) {
            for (Status status : values()) {
                if (status.code == code) {
                    return status;
                }
            }
            return ERROR;
        }
    }

    /** Whether it came to what was expected. */
    public boolean succeeded() {
        return status == Status.DONE && rc == order.expectedRc();
    }
}
