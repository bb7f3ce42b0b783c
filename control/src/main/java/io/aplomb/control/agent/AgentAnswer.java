package io.aplomb.control.agent;

import io.aplomb.cluster.live.OperationResult.Status;

/**
 * What an agent said.
 *
 * @param rc the exit code in the sense of {@link Ocf}
 * @param status whether it is an answer at all
 * @param exitReason why, for people; empty when the agent said nothing
 * @param output what it printed
 */
public record AgentAnswer(int rc, Status status, String exitReason, Output output) {

    /**
     * What a run printed, as far as it was kept.
     *
     * @param text standard output
     * @param error standard error
     */
    public record Output(String text, String error) {

        /** It printed nothing. */
        public static final Output NONE = new Output("", "");
    }

    /** An answer. */
    public static AgentAnswer of(int rc) {
        return new AgentAnswer(rc, Status.DONE, "", Output.NONE);
    }

    /** An answer that needs a reason. */
    public static AgentAnswer of(int rc, String exitReason) {
        return new AgentAnswer(rc, Status.DONE, exitReason, Output.NONE);
    }

    /** There is no such agent here. */
    public static AgentAnswer notInstalled(String reason) {
        return new AgentAnswer(Ocf.NOT_INSTALLED, Status.NOT_INSTALLED, reason, Output.NONE);
    }

    /** No answer: it could not be asked, or was killed. */
    public static AgentAnswer failed(String reason) {
        return new AgentAnswer(Ocf.GENERIC_ERROR, Status.ERROR, reason, Output.NONE);
    }
}
