package io.aplomb.proxy.stream;

/**
 * When the steps of a stream happened (manual 8.4), in monotonic nanoseconds; each is noted once by
 * the data path and read as milliseconds, -1 for a step that did not happen.
 *
 * <p>As in HAProxy the figures are differences of whole milliseconds since the accept, so that they
 * add up in the log line.
 */
public final class StreamTimers {

    private static final long NS_PER_MS = 1_000_000;
    private static final long NS_PER_US = 1_000;
    private static final long UNSET = Long.MIN_VALUE;

    private long acceptWallUs;
    private long acceptNs;
    private long handshakeNs = UNSET;
    private long firstByteNs = UNSET;
    private long requestNs = UNSET;
    private long queueNs = UNSET;
    private long connectNs = UNSET;
    private long responseNs = UNSET;
    private long endNs = UNSET;

    /**
     * A connection was accepted, or on a kept connection the former exchange ended.
     *
     * @param wallUs microseconds since 1970
     */
    public void accepted(long wallUs, long nowNs) {
        clear();
        acceptWallUs = wallUs;
        acceptNs = nowNs;
    }

    /** The TLS and PROXY handshakes are over. */
    public void handshakeDone(long nowNs) {
        handshakeNs = nowNs;
    }

    /** The first byte of the request came; noted once. */
    public void firstByte(long nowNs) {
        if (firstByteNs == UNSET) {
            firstByteNs = nowNs;
        }
    }

    /** The request's head is complete; moved when the rules have waited for its body. */
    public void requestDone(long nowNs) {
        requestNs = nowNs;
    }

    /** The stream has left the queues, or never had to wait. A retry moves it. */
    public void queueDone(long nowNs) {
        queueNs = nowNs;
    }

    /** The connection to the server is there. */
    public void connectDone(long nowNs) {
        connectNs = nowNs;
    }

    /** The response's head is complete. */
    public void responseDone(long nowNs) {
        responseNs = nowNs;
    }

    /** The stream is over; noted once. */
    public void ended(long nowNs) {
        if (endNs == UNSET) {
            endNs = nowNs;
        }
    }

    /** The connection attempt failed and another one follows. */
    public void forgetConnection() {
        connectNs = UNSET;
        responseNs = UNSET;
    }

    public long acceptWallUs() {
        return acceptWallUs;
    }

    public long acceptNs() {
        return acceptNs;
    }

    /** The wall clock at the request's first byte. */
    long requestWallUs() {
        return acceptWallUs + (firstByteNs == UNSET ? 0 : (firstByteNs - acceptNs) / NS_PER_US);
    }

    long handshakeMs() {
        return handshakeNs == UNSET ? 0 : sinceAcceptMs(handshakeNs);
    }

    long idleMs() {
        return firstByteNs == UNSET ? -1 : sinceAcceptMs(firstByteNs) - handshakeMs();
    }

    long requestMs() {
        return requestNs == UNSET ? -1 : sinceAcceptMs(requestNs) - beforeRequestMs();
    }

    long queueMs() {
        return queueNs == UNSET
                ? -1
                : sinceAcceptMs(queueNs) - (requestNs == UNSET ? 0 : sinceAcceptMs(requestNs));
    }

    long connectMs() {
        return connectNs == UNSET || queueNs == UNSET
                ? -1
                : sinceAcceptMs(connectNs) - sinceAcceptMs(queueNs);
    }

    long responseMs() {
        return responseNs == UNSET || connectNs == UNSET
                ? -1
                : sinceAcceptMs(responseNs) - sinceAcceptMs(connectNs);
    }

    /** Td, which for HTTP begins with the response's head and for TCP with the connection. */
    long dataMs(boolean http, long nowNs) {
        long from = http ? responseNs : connectNs;
        return from == UNSET ? -1 : totalMs(nowNs) - sinceAcceptMs(from);
    }

    long activeMs(long nowNs) {
        return totalMs(nowNs) - beforeRequestMs();
    }

    long totalMs(long nowNs) {
        return sinceAcceptMs(endNs == UNSET ? nowNs : endNs);
    }

    long userMs(long nowNs) {
        return totalMs(nowNs) - Math.max(0, idleMs());
    }

    private long beforeRequestMs() {
        return firstByteNs == UNSET ? 0 : sinceAcceptMs(firstByteNs);
    }

    private long sinceAcceptMs(long atNs) {
        return Math.max(0, (atNs - acceptNs) / NS_PER_MS);
    }

    private void clear() {
        handshakeNs = UNSET;
        firstByteNs = UNSET;
        requestNs = UNSET;
        queueNs = UNSET;
        connectNs = UNSET;
        responseNs = UNSET;
        endNs = UNSET;
    }
}
