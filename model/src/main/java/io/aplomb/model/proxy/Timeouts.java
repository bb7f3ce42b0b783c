package io.aplomb.model.proxy;

/**
 * Every {@code timeout} of a proxy, in milliseconds; 0 is "not set", which HAProxy takes as no
 * limit except where a comment says which other one then counts.
 *
 * @param httpRequestMs for the whole request head; 0: client
 * @param httpKeepAliveMs between two requests; 0: httpRequest, then client
 * @param queueMs waiting for a free slot; 0: connect
 * @param checkMs reading a check's answer after its connection; 0: inter
 * @param tunnelMs both ways after an upgrade or in TCP mode; 0: client and server
 * @param clientFinMs half-closed client side; 0: client
 * @param serverFinMs half-closed server side; 0: server
 * @param tarpitMs 0: connect
 */
public record Timeouts(
        long clientMs,
        long connectMs,
        long serverMs,
        long httpRequestMs,
        long httpKeepAliveMs,
        long queueMs,
        long checkMs,
        long tunnelMs,
        long clientFinMs,
        long serverFinMs,
        long tarpitMs) {}
