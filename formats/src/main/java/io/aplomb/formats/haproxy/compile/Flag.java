package io.aplomb.formats.haproxy.compile;

/** Proxy options that are on or off ({@code [no] option WORD}) and reach the model. */
enum Flag {
    ABORT_ON_CLOSE("abortonclose"),
    ACCEPT_INVALID_REQUEST("accept-invalid-http-request"),
    ACCEPT_INVALID_RESPONSE("accept-invalid-http-response"),
    ALL_BACKUPS("allbackups"),
    CHECK_CACHE("checkcache"),
    DONT_LOG_NORMAL("dontlog-normal"),
    DONT_LOG_NULL("dontlognull"),
    HTTP_BUFFER_REQUEST("http-buffer-request"),
    HTTP_IGNORE_PROBES("http-ignore-probes"),
    HTTP_NO_DELAY("http-no-delay"),
    HTTP_USE_PROXY_HEADER("http-use-proxy-header"),
    LOG_HEALTH_CHECKS("log-health-checks"),
    LOG_SEPARATE_ERRORS("log-separate-errors"),
    LOG_ASAP("logasap"),
    PERSIST("persist"),
    PREFER_LAST_SERVER("prefer-last-server"),
    SOCKET_STATS("socket-stats");

    private final String word;

    Flag(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }
}
