package io.aplomb.proxy.stream;

import io.aplomb.model.proxy.CookiePersistence;
import io.aplomb.model.proxy.Proxy;
import io.aplomb.proxy.runtime.BackendRuntime;
import io.aplomb.proxy.runtime.ServerRuntime;
import io.aplomb.sample.facts.LogFacts;
import org.jspecify.annotations.Nullable;

/** The figures of a stream as its log line tells them (manual 8.2 to 8.5). */
public final class StreamFigures implements LogFacts {

    private static final String NO_SERVER = "<NOSRV>";
    private static final String STATISTICS = "<STATS>";

    private final Stream stream;
    private int status = -1;
    private long bytesToClient;
    private long bytesFromClient;
    private int retries;
    private boolean redispatched;
    private boolean early;
    private boolean statistics;
    private long serverQueue;
    private long backendQueue;
    private int leftOnServer = -1;
    private long requestNumber;
    private long frontendLogNumber;

    StreamFigures(Stream stream) {
        this.stream = stream;
    }

    void clear() {
        status = -1;
        bytesToClient = 0;
        bytesFromClient = 0;
        retries = 0;
        redispatched = false;
        early = false;
        statistics = false;
        serverQueue = 0;
        backendQueue = 0;
        leftOnServer = -1;
        requestNumber = 0;
        frontendLogNumber = 0;
    }

    /** The status sent to the client. */
    public void status(int code) {
        status = code;
    }

    /** Bytes handed to the client's side, heads included. */
    public void addToClient(long bytes) {
        bytesToClient += bytes;
    }

    public void addFromClient(long bytes) {
        bytesFromClient += bytes;
    }

    /** One more connection attempt. */
    public void retried() {
        retries++;
    }

    public void redispatched(boolean changed) {
        redispatched = changed;
    }

    /** The line is written before the end of the data. */
    public void early(boolean isEarly) {
        early = isEarly;
    }

    /** The statistics page answers. */
    public void statistics() {
        statistics = true;
    }

    /**
     * It left the queue of a server, or of the backend.
     *
     * @param position how many left that queue towards a server while it waited, itself included
     */
    public void queued(boolean inServer, int position) {
        if (inServer) {
            serverQueue += position;
        } else {
            backendQueue += position;
        }
    }

    /** It has a slot of a server. */
    public void onServer() {
        leftOnServer = -1;
    }

    /** It gave its slot of the server back, where so many were left before the next one came. */
    public void leftServer(int othersThere) {
        leftOnServer = othersThere;
    }

    /** Number of this request since the start. */
    public void requestNumber(long number) {
        requestNumber = number;
    }

    private boolean http() {
        return stream.frontendConfig().mode() == Proxy.Mode.HTTP;
    }

    @Override
    public long acceptDateUs() {
        return stream.timers().acceptWallUs();
    }

    @Override
    public long requestDateUs() {
        return stream.timers().requestWallUs();
    }

    @Override
    public long handshakeMs() {
        return stream.timers().handshakeMs();
    }

    @Override
    public long idleMs() {
        return stream.timers().idleMs();
    }

    @Override
    public long requestMs() {
        return stream.timers().requestMs();
    }

    @Override
    public long queueMs() {
        return stream.timers().queueMs();
    }

    @Override
    public long connectMs() {
        return stream.timers().connectMs();
    }

    @Override
    public long responseMs() {
        return stream.timers().responseMs();
    }

    @Override
    public long dataMs() {
        return stream.timers().dataMs(http(), stream.monotonicNs());
    }

    @Override
    public long activeMs() {
        return stream.timers().activeMs(stream.monotonicNs());
    }

    @Override
    public long totalMs() {
        return stream.timers().totalMs(stream.monotonicNs());
    }

    @Override
    public long userMs() {
        return stream.timers().userMs(stream.monotonicNs());
    }

    @Override
    public boolean early() {
        return early;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public long bytesToClient() {
        return bytesToClient;
    }

    @Override
    public long bytesFromClient() {
        return bytesFromClient;
    }

    @Override
    public String terminationState() {
        BackendRuntime backend = stream.backendRuntime();
        CookiePersistence cookie = backend == null ? null : backend.part().cookie();
        return stream.termination()
                .text(cookie != null && cookie.mode() != CookiePersistence.Mode.PASSIVE);
    }

    @Override
    public int retries() {
        return retries;
    }

    @Override
    public boolean redispatched() {
        return redispatched;
    }

    @Override
    public long processConnections() {
        return stream.world().processConnections();
    }

    @Override
    public long frontendConnections() {
        return stream.frontendRuntime().connections();
    }

    @Override
    public long backendConnections() {
        BackendRuntime backend = stream.backendRuntime();
        return backend == null ? 0 : backend.connections();
    }

    @Override
    public long serverConnections() {
        ServerRuntime server = stream.serverRuntime();
        if (server == null) {
            return 0;
        }
        return leftOnServer >= 0 ? leftOnServer : server.connections();
    }

    @Override
    public long serverQueue() {
        return serverQueue;
    }

    @Override
    public long backendQueue() {
        return backendQueue;
    }

    @Override
    public long requestCounter() {
        return requestNumber;
    }

    /** Which line of its frontend the stream's log line is, from 1. */
    public void loggedAs(long number) {
        frontendLogNumber = number;
    }

    @Override
    public long frontendLogCounter() {
        return frontendLogNumber;
    }

    @Override
    public @Nullable String backendName() {
        BackendRuntime backend = stream.backendRuntime();
        return backend == null ? null : backend.name();
    }

    @Override
    public String serverName() {
        if (statistics) {
            return STATISTICS;
        }
        ServerRuntime server = stream.serverRuntime();
        return server == null ? NO_SERVER : server.name();
    }

    @Override
    public @Nullable String requestCookie() {
        return stream.captures().requestCookie();
    }

    @Override
    public @Nullable String responseCookie() {
        return stream.captures().responseCookie();
    }
}
