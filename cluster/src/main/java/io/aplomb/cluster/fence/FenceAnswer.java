package io.aplomb.cluster.fence;

/**
 * What came of a run of an agent.
 *
 * @param status its exit status; 0 is success
 * @param timedOut it took too long and was killed
 * @param output what it printed
 * @param reason what it said about a failure; for people
 */
public record FenceAnswer(int status, boolean timedOut, String output, String reason) {

    /** Whether it did what it was to do. */
    public boolean succeeded() {
        return status == 0 && !timedOut;
    }

    /** In one line, for people. */
    public String text() {
        String what = timedOut ? "not done in time" : "exit status " + status;
        return reason.isBlank() ? what : what + " (" + reason.strip() + ")";
    }
}
