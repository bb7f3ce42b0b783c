package io.aplomb.proxy.health;

/**
 * What a health check found, with HAProxy's codes and texts (management manual, 9.1
 * "check_status").
 */
public enum CheckStatus {
    UNKNOWN("UNK", "Unknown", Verdict.NEUTRAL),
    INITIALIZING("INI", "Initializing", Verdict.NEUTRAL),
    SOCKET_ERROR("SOCKERR", "Socket error", Verdict.NEUTRAL),
    L4_OK("L4OK", "Layer4 check passed", Verdict.PASSED),
    L4_TIMEOUT("L4TOUT", "Layer4 timeout", Verdict.FAILED),
    L4_CONNECTION("L4CON", "Layer4 connection problem", Verdict.FAILED),
    L6_OK("L6OK", "Layer6 check passed", Verdict.PASSED),
    L6_TIMEOUT("L6TOUT", "Layer6 timeout", Verdict.FAILED),
    L6_RESPONSE("L6RSP", "Layer6 invalid response", Verdict.FAILED),
    L7_TIMEOUT("L7TOUT", "Layer7 timeout", Verdict.FAILED),
    L7_RESPONSE("L7RSP", "Layer7 invalid response", Verdict.FAILED),
    L7_OK("L7OK", "Layer7 check passed", Verdict.PASSED),
    /** Passed, but only for clients the server already has (404 with disable-on-404). */
    L7_OK_CONDITIONAL("L7OKC", "Layer7 check conditionally passed", Verdict.CONDITIONAL),
    L7_STATUS("L7STS", "Layer7 wrong status", Verdict.FAILED),
    PROCESS_ERROR("PROCERR", "External check error", Verdict.FAILED),
    PROCESS_TIMEOUT("PROCTOUT", "External check timeout", Verdict.FAILED),
    PROCESS_OK("PROCOK", "External check passed", Verdict.PASSED),
    /** Errors seen in live traffic ({@code observe}). */
    TRAFFIC("HANA", "Health analyze", Verdict.FAILED);

    /** What a status means for the health of the server. */
    enum Verdict {
        NEUTRAL,
        PASSED,
        CONDITIONAL,
        FAILED
    }

    private final String code;
    private final String description;
    private final Verdict verdict;

    CheckStatus(String code, String description, Verdict verdict) {
        this.code = code;
        this.description = description;
        this.verdict = verdict;
    }

    /** The short form of statistics, as L7OK. */
    public String code() {
        return code;
    }

    /** The long form of logs. */
    public String description() {
        return description;
    }

    Verdict verdict() {
        return verdict;
    }

    /** True if results of this status carry the number a layer 7 peer answered with. */
    boolean hasCode() {
        return compareTo(L7_TIMEOUT) >= 0;
    }
}
