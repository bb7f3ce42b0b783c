package io.aplomb.http;

/** How the end of a message's body is found: RFC 9112 section 6.3. */
public enum BodyKind {
    /** No body follows the head. */
    NONE,
    /** A number of bytes known from the Content-Length. */
    LENGTH,
    /** Chunks, then trailers: RFC 9112 section 7.1. */
    CHUNKED,
    /** A response's body that lasts until the server closes. */
    UNTIL_CLOSE,
    /** Not HTTP any more, in both directions: after 101, and after a 2xx to CONNECT. */
    TUNNEL
}
