package io.aplomb.proxy.health;

/**
 * What a check found, with HAProxy's codes, texts and numbers (management manual, 9.1
 * "check_status" and 9.3 "show servers state").
 */
public enum CheckStatus {
    UNKNOWN(0, "UNK", "Unknown", Verdict.UNKNOWN),
    INITIALIZING(1, "INI", "Initializing", Verdict.UNKNOWN),
    /** The agent was asked and had nothing to say about the health. */
    CHECKED(3, "CHECKED", "No status change", Verdict.NEUTRAL),
    /** Errors seen in live traffic ({@code observe}). */
    TRAFFIC(4, "HANA", "Health analyze", Verdict.FAILED),
    SOCKET_ERROR(5, "SOCKERR", "Socket error", Verdict.FAILED),
    L4_OK(6, "L4OK", "Layer4 check passed", Verdict.PASSED),
    L4_TIMEOUT(7, "L4TOUT", "Layer4 timeout", Verdict.FAILED),
    L4_CONNECTION(8, "L4CON", "Layer4 connection problem", Verdict.FAILED),
    L6_OK(9, "L6OK", "Layer6 check passed", Verdict.PASSED),
    L6_TIMEOUT(10, "L6TOUT", "Layer6 timeout", Verdict.FAILED),
    L6_RESPONSE(11, "L6RSP", "Layer6 invalid response", Verdict.FAILED),
    L7_TIMEOUT(12, "L7TOUT", "Layer7 timeout", Verdict.FAILED),
    L7_RESPONSE(13, "L7RSP", "Layer7 invalid response", Verdict.FAILED),
    L7_OK(15, "L7OK", "Layer7 check passed", Verdict.PASSED),
    /** Passed, but only for clients the server already has (404 with disable-on-404). */
    L7_OK_CONDITIONAL(16, "L7OKC", "Layer7 check conditionally passed", Verdict.CONDITIONAL),
    L7_STATUS(17, "L7STS", "Layer7 wrong status", Verdict.FAILED),
    PROCESS_ERROR(18, "PROCERR", "External check error", Verdict.FAILED),
    PROCESS_TIMEOUT(19, "PROCTOUT", "External check timeout", Verdict.FAILED),
    PROCESS_OK(20, "PROCOK", "External check passed", Verdict.PASSED);

    /** What a status means for the health of the server; HAProxy's numbers are the ordinals. */
    enum Verdict {
        UNKNOWN,
        NEUTRAL,
        FAILED,
        PASSED,
        CONDITIONAL
    }

    private final int number;
    private final String code;
    private final String description;
    private final Verdict verdict;

    CheckStatus(int number, String code, String description, Verdict verdict) {
        this.number = number;
        this.code = code;
        this.description = description;
        this.verdict = verdict;
    }

    /** The number in {@code show servers state}. */
    public int number() {
        return number;
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

    /** True if results of this status carry the number a layer 7 peer answered with, be it 0. */
    public boolean hasCode() {
        return compareTo(L7_OK) >= 0;
    }

    /** True if it is the end of a check, so that there is a duration. */
    public boolean isResult() {
        return compareTo(CHECKED) >= 0;
    }
}
