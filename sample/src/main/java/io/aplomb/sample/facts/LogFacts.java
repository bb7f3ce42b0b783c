package io.aplomb.sample.facts;

import org.jspecify.annotations.Nullable;

/**
 * What a log line tells of one stream: manual chapter 8. Times are milliseconds, -1 when the event
 * did not happen (section 8.4).
 */
public interface LogFacts {

    /** When the connection was accepted, in microseconds since 1970. */
    long acceptDateUs();

    /** When the first octet of the request came, in microseconds since 1970. */
    long requestDateUs();

    /** Th: handshakes. */
    long handshakeMs();

    /** Ti: idle time before the request. */
    long idleMs();

    /** TR: time to get the whole request head. */
    long requestMs();

    /** Tw: waiting in queues. */
    long queueMs();

    /** Tc: connecting to the server. */
    long connectMs();

    /** Tr: server's answer, until its head is complete. */
    long responseMs();

    /** Td: data transfer. */
    long dataMs();

    /** Ta: the request's whole life. */
    long activeMs();

    /** Tt: from accept to the end. */
    long totalMs();

    /** Tu: as the user sees it, without idle time. */
    long userMs();

    /** Whether the line is written before the end ({@code option logasap}). */
    boolean early();

    /** Status sent to the client, -1 when none. */
    int status();

    /** Octets sent to the client. */
    long bytesToClient();

    /** Octets received from the client. */
    long bytesFromClient();

    /** The four characters of the termination state with cookies: {@code ----} (section 8.5). */
    String terminationState();

    /** Connection retries. */
    int retries();

    /** Whether the stream was sent to another server than the first chosen. */
    boolean redispatched();

    /** actconn: connections of the process. */
    long processConnections();

    /** feconn: connections of the frontend. */
    long frontendConnections();

    /** beconn: streams of the backend. */
    long backendConnections();

    /** srv_conn: connections of the server. */
    long serverConnections();

    /** Position in the server's queue. */
    long serverQueue();

    /** Position in the backend's queue. */
    long backendQueue();

    /** Number of this request since the start. */
    long requestCounter();

    /** Lines the frontend has logged. */
    long frontendLogCounter();

    /** The name of the backend, null when none was chosen (then the frontend's own is printed). */
    @Nullable String backendName();

    /** The name of the server, or a word like {@code <NOSRV>}, {@code <STATS>}. */
    String serverName();

    /** Captured request cookie, null when none. */
    @Nullable String requestCookie();

    /** Captured response cookie, null when none. */
    @Nullable String responseCookie();
}
