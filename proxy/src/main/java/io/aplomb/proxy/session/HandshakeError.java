package io.aplomb.proxy.session;

/**
 * Why a connection ended before its session began, with HAProxy's numbers and words (manual 7.3.3
 * {@code fc_err}, {@code fc_err_str}). Travels down the pipeline as an event.
 */
public enum HandshakeError {
    PROXY_EMPTY(11, true, "Connection closed while waiting for PROXY protocol header"),
    PROXY_ABORTED(12, true, "Connection error while waiting for PROXY protocol header"),
    PROXY_TIMEOUT(13, true, "Timeout while waiting for PROXY protocol header"),
    PROXY_TRUNCATED(14, false, "Truncated PROXY protocol header received"),
    PROXY_NO_HEADER(
            15, false, "Received something which does not look like a PROXY protocol header"),
    PROXY_BAD_HEADER(16, false, "Received an invalid PROXY protocol header"),
    PROXY_BAD_PROTOCOL(17, false, "Received an unhandled protocol in the PROXY protocol header"),
    TLS_EMPTY(24, true, "Connection closed during SSL handshake"),
    TLS_TIMEOUT(26, true, "Timeout during SSL handshake"),
    TLS_UNTRUSTED(31, false, "SSL client certificate not trusted"),
    TLS_FAILED(34, false, "SSL handshake failure");

    private final int code;
    private final boolean silence;
    private final String text;

    HandshakeError(int code, boolean silence, String text) {
        this.code = code;
        this.silence = silence;
        this.text = text;
    }

    /** The value of {@code fc_err}. */
    public int code() {
        return code;
    }

    /** The value of {@code fc_err_str}, and the end of the log line. */
    public String text() {
        return text;
    }

    /** Whether the client just said too little, which {@code option dontlognull} is about. */
    public boolean isSilence() {
        return silence;
    }
}
