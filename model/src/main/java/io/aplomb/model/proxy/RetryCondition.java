package io.aplomb.model.proxy;

/**
 * What {@code retry-on} may name (manual 4.2 "retry-on"). Status conditions are {@code
 * RESPONSE_nnn}.
 */
public enum RetryCondition {
    /**
     * The connection or its TLS handshake failed, or it closed before the request could be sent.
     */
    CONN_FAILURE,
    /** The connection closed before any response byte. */
    EMPTY_RESPONSE,
    /** What came is not an HTTP response. */
    JUNK_RESPONSE,
    /** The server did not answer within {@code timeout server}. */
    RESPONSE_TIMEOUT,
    /** Early data refused. */
    ZERO_RTT_REJECTED,
    RESPONSE_401,
    RESPONSE_403,
    RESPONSE_404,
    RESPONSE_408,
    RESPONSE_425,
    RESPONSE_500,
    RESPONSE_501,
    RESPONSE_502,
    RESPONSE_503,
    RESPONSE_504
}
