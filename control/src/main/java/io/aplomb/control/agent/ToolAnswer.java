package io.aplomb.control.agent;

/**
 * What an agent's question to the cluster comes to.
 *
 * @param rc exit status, of Pacemaker's {@code crm_exit_t}
 * @param output lines for standard output
 * @param error lines for standard error
 */
record ToolAnswer(int rc, String output, String error) {

    static final int OK = 0;

    /** CRM_EX_ERROR. */
    static final int ERROR = 1;

    /** CRM_EX_USAGE. */
    static final int USAGE = 64;

    /** CRM_EX_DISCONNECT: nobody there to ask. */
    static final int DISCONNECTED = 102;

    /** CRM_EX_NOSUCH. */
    static final int NO_SUCH = 105;

    /** Not a question for here: the whole program knows more of them. */
    static final int ELSEWHERE = 250;

    static ToolAnswer said(String output) {
        return new ToolAnswer(OK, output, "");
    }

    static ToolAnswer refused(int rc, String error) {
        return new ToolAnswer(rc, "", error);
    }

    static ToolAnswer elsewhere() {
        return new ToolAnswer(ELSEWHERE, "", "");
    }
}
