package io.aplomb.sample;

/** What a fetch reads; where it may be used follows from it (manual section 7.3, headings). */
public enum Requirement {
    /** The process, its proxies, its clock: always there. */
    INTERNAL("internal state"),
    /** The client's connection. */
    CLIENT_CONNECTION("client-side connection"),
    /** TLS of the client's connection, after the handshake. */
    CLIENT_SESSION("client session"),
    /** The stream and what it tracks. */
    STREAM("stream"),
    /** Octets received from the client. */
    REQUEST_PAYLOAD("request payload"),
    /** The request's head. */
    REQUEST_HEAD("HTTP request headers"),
    /** The request's body, as far as received. */
    REQUEST_BODY("HTTP request body"),
    /** The backend chosen. */
    BACKEND("backend"),
    /** The server chosen. */
    SERVER("server"),
    /** The connection to the server. */
    SERVER_CONNECTION("server-side connection"),
    /** Octets received from the server. */
    RESPONSE_PAYLOAD("response payload"),
    /** The response's head. */
    RESPONSE_HEAD("HTTP response headers"),
    /** The response's body, as far as received. */
    RESPONSE_BODY("HTTP response body"),
    /** The figures of a finished stream. */
    LOG("end of session");

    private final String label;

    Requirement(String label) {
        this.label = label;
    }

    /** Words for messages: "HTTP request headers". */
    public String label() {
        return label;
    }
}
