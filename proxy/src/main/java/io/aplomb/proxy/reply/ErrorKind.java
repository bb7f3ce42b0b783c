package io.aplomb.proxy.reply;

import io.aplomb.proxy.runtime.Counter;
import io.aplomb.proxy.runtime.ServerRuntime;
import io.aplomb.proxy.stream.Stream;
import io.aplomb.proxy.stream.Termination.Cause;
import io.aplomb.proxy.stream.Termination.Phase;
import io.aplomb.sample.facts.TableDataType;

/**
 * Failures the data path meets, and what follows of each: the status of the answer, the termination
 * state in the log (manual 8.5), and what is counted where.
 */
public enum ErrorKind {
    /** The request's head is not valid HTTP. */
    BAD_REQUEST(400, Cause.PROXY, Phase.REQUEST, Side.CLIENT),
    /** The request's head did not come in {@code timeout http-request}. */
    REQUEST_TIMEOUT(408, Cause.CLIENT_TIMEOUT, Phase.REQUEST, Side.CLIENT),
    /** The client closed before its request was complete. */
    REQUEST_ABORTED(400, Cause.CLIENT_ABORT, Phase.REQUEST, Side.CLIENT),
    /** The body a rule waits for did not come in time. */
    BODY_WAIT_TIMEOUT(408, Cause.CLIENT_TIMEOUT, Phase.REQUEST, Side.CLIENT),
    /** The request's body stopped coming. */
    BODY_TIMEOUT(408, Cause.CLIENT_TIMEOUT, Phase.DATA, Side.CLIENT),
    /** The request's body is not valid, or a chunk lies about its size. */
    BAD_REQUEST_BODY(400, Cause.PROXY, Phase.DATA, Side.CLIENT),
    /** No backend for the request. */
    NO_BACKEND(503, Cause.SERVER_ABORT, Phase.CONNECT, Side.NOBODY),
    /** The backend has no usable server. */
    NO_SERVER(503, Cause.SERVER_ABORT, Phase.CONNECT, Side.CONNECT),
    /** Waited in a queue for longer than {@code timeout queue}. */
    QUEUE_TIMEOUT(503, Cause.SERVER_TIMEOUT, Phase.QUEUE, Side.CONNECT),
    /** The client left while waiting in a queue. */
    QUEUE_ABORTED(-1, Cause.CLIENT_ABORT, Phase.QUEUE, Side.CLIENT_GONE),
    /** All connection attempts were refused or reset. */
    CONNECT_FAILED(503, Cause.SERVER_ABORT, Phase.CONNECT, Side.CONNECT),
    /** All connection attempts took longer than {@code timeout connect}. */
    CONNECT_TIMEOUT(503, Cause.SERVER_TIMEOUT, Phase.CONNECT, Side.CONNECT),
    /** The client left while the server was being connected to. */
    CONNECT_ABORTED(-1, Cause.CLIENT_ABORT, Phase.CONNECT, Side.CLIENT_GONE),
    /** No port, memory or descriptor for the connection. */
    RESOURCE(503, Cause.RESOURCE, Phase.CONNECT, Side.CONNECT),
    /** The server closed before a complete response head. */
    EMPTY_RESPONSE(502, Cause.SERVER_ABORT, Phase.HEADERS, Side.SERVER),
    /** What the server sent is not valid HTTP. */
    BAD_RESPONSE(502, Cause.PROXY, Phase.HEADERS, Side.SERVER),
    /** The response's head did not come in {@code timeout server}. */
    RESPONSE_TIMEOUT(504, Cause.SERVER_TIMEOUT, Phase.HEADERS, Side.SERVER),
    /** The client left while the server was thinking. */
    RESPONSE_ABORTED(-1, Cause.CLIENT_ABORT, Phase.HEADERS, Side.CLIENT_GONE),
    /** The client left during the transfer. */
    CLIENT_ABORTED(-1, Cause.CLIENT_ABORT, Phase.DATA, Side.CLIENT_GONE),
    /** The server closed in the middle of the response's body. */
    SERVER_ABORTED(-1, Cause.SERVER_ABORT, Phase.DATA, Side.SERVER_GONE),
    /** The response's body is not valid. */
    BAD_RESPONSE_BODY(-1, Cause.PROXY, Phase.DATA, Side.SERVER),
    /** The client took no data for {@code timeout client}. */
    CLIENT_TIMEOUT(-1, Cause.CLIENT_TIMEOUT, Phase.DATA, Side.CLIENT_GONE),
    /** The server sent no data for {@code timeout server}. */
    SERVER_TIMEOUT(-1, Cause.SERVER_TIMEOUT, Phase.DATA, Side.SERVER_GONE),
    /** {@code on-marked-down shutdown-sessions}. */
    SERVER_WENT_DOWN(-1, Cause.DOWN, Phase.NONE, Side.NOBODY),
    /** {@code on-marked-up shutdown-backup-sessions}. */
    SERVER_CAME_UP(-1, Cause.UP, Phase.NONE, Side.NOBODY),
    /** {@code shutdown session}. */
    KILLED(-1, Cause.KILLED, Phase.NONE, Side.NOBODY),
    /** A bug or a limit of the proxy itself. */
    INTERNAL(500, Cause.INTERNAL, Phase.REQUEST, Side.PROXY);

    private final int status;
    private final Cause cause;
    private final Phase phase;
    private final Side side;

    /** Whose fault it is, which decides what counts it. */
    private enum Side {
        CLIENT,
        CLIENT_GONE,
        CONNECT,
        SERVER,
        SERVER_GONE,
        PROXY,
        NOBODY
    }

    ErrorKind(int status, Cause cause, Phase phase, Side side) {
        this.status = status;
        this.cause = cause;
        this.phase = phase;
        this.side = side;
    }

    /** The status of the answer, -1 when it is too late for one. */
    public int status() {
        return status;
    }

    /**
     * Notes termination state and counters; a former failure of the stream stays the one logged.
     */
    public void record(Stream stream) {
        stream.termination().end(cause, phase);
        switch (side) {
            case CLIENT -> {
                stream.countFrontend(Counter.REQUEST_ERRORS);
                stream.tables().count(TableDataType.HTTP_ERR_CNT, 1);
            }
            case CLIENT_GONE -> {
                stream.count(Counter.CLIENT_ABORTS);
                stream.countServer(Counter.CLIENT_ABORTS);
            }
            case CONNECT -> {
                stream.countBackend(Counter.CONNECT_ERRORS);
                stream.countServer(Counter.CONNECT_ERRORS);
            }
            case SERVER -> {
                stream.countBackend(Counter.RESPONSE_ERRORS);
                stream.countServer(Counter.RESPONSE_ERRORS);
                stream.tables().count(TableDataType.HTTP_FAIL_CNT, 1);
                ServerRuntime server = stream.serverRuntime();
                if (server != null) {
                    server.observer().answerFailed("no valid response");
                }
            }
            case SERVER_GONE -> {
                stream.count(Counter.SERVER_ABORTS);
                stream.countServer(Counter.SERVER_ABORTS);
            }
            case PROXY -> stream.count(Counter.INTERNAL_ERRORS);
            case NOBODY -> {}
        }
    }

    /** Notes the termination state of a stream that is ended from outside, and where it was. */
    public void recordAt(Phase where, Stream stream) {
        stream.termination().end(cause, where);
    }

    /**
     * {@link #record} and the answer; for kinds that have a status and where nothing was sent yet.
     */
    public PreparedReply answer(Stream stream, boolean mayKeep) {
        record(stream);
        return status < 0 || stream.requestHead() == null
                ? Replies.beforeRequest(status, stream)
                : Replies.error(status, stream, mayKeep);
    }
}
