package io.aplomb.proxy.runtime;

/**
 * What is counted of a frontend, a backend, a server or a listener; names follow the statistics
 * columns of management.txt 9.1 where there is one.
 */
public enum Counter {
    /** {@code stot}: sessions (frontend: accepted; backend and server: assigned). */
    SESSIONS,
    /** {@code conn_tot}: connections accepted by a frontend. */
    CONNECTIONS,
    /** {@code bin}. */
    BYTES_IN,
    /** {@code bout}. */
    BYTES_OUT,
    /** {@code dreq}. */
    DENIED_REQUESTS,
    /** {@code dresp}. */
    DENIED_RESPONSES,
    /** {@code ereq}. */
    REQUEST_ERRORS,
    /** {@code econ}. */
    CONNECT_ERRORS,
    /** {@code eresp}. */
    RESPONSE_ERRORS,
    /** {@code wretr}. */
    RETRIES,
    /** {@code wredis}. */
    REDISPATCHES,
    /** {@code lbtot}: times chosen by the balancing algorithm. */
    LOAD_BALANCED,
    /** {@code req_tot}: HTTP requests received. */
    REQUESTS,
    /** {@code hrsp_1xx}. */
    RESPONSES_1XX,
    /** {@code hrsp_2xx}. */
    RESPONSES_2XX,
    /** {@code hrsp_3xx}. */
    RESPONSES_3XX,
    /** {@code hrsp_4xx}. */
    RESPONSES_4XX,
    /** {@code hrsp_5xx}. */
    RESPONSES_5XX,
    /** {@code hrsp_other}. */
    RESPONSES_OTHER,
    /** {@code cli_abrt}. */
    CLIENT_ABORTS,
    /** {@code srv_abrt}. */
    SERVER_ABORTS,
    /** {@code dcon}. */
    DENIED_CONNECTIONS,
    /** {@code dses}. */
    DENIED_SESSIONS,
    /** {@code connect}: connections opened to servers. */
    CONNECTS,
    /** {@code reuse}: requests sent on an already open server connection. */
    REUSES,
    /** {@code intercepted}: requests answered by the proxy's own services. */
    INTERCEPTED,
    /** {@code wrew}: header rewrites that failed. */
    FAILED_REWRITES,
    /** {@code eint}. */
    INTERNAL_ERRORS;

    private static final Counter[] BY_HUNDRED = {
        RESPONSES_OTHER, RESPONSES_1XX, RESPONSES_2XX, RESPONSES_3XX, RESPONSES_4XX, RESPONSES_5XX
    };

    /** The counter of an HTTP status. */
    public static Counter ofStatus(int status) {
        int hundred = status / 100;
        return hundred >= 1 && hundred <= 5 ? BY_HUNDRED[hundred] : RESPONSES_OTHER;
    }
}
