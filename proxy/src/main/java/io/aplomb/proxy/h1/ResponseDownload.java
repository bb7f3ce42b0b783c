package io.aplomb.proxy.h1;

import io.aplomb.http.BodyKind;
import io.aplomb.http.BodyReader;
import io.aplomb.http.Compliance;
import io.aplomb.http.FieldName;
import io.aplomb.http.Framing;
import io.aplomb.http.HeadParser;
import io.aplomb.http.HttpHead;
import io.aplomb.http.HttpMethod;
import io.aplomb.model.proxy.RetryCondition;
import io.aplomb.proxy.reply.ErrorKind;
import io.aplomb.proxy.rules.ResponsePhases;
import io.aplomb.proxy.rules.Verdict;
import io.aplomb.proxy.runtime.Counter;
import io.aplomb.proxy.runtime.ServerRuntime;
import io.aplomb.proxy.session.SessionContext;
import io.aplomb.proxy.stream.Stream;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Reads the response of a server and passes it on to the client, as fast as the client takes it.
 */
final class ResponseDownload {

    /** Up to this much of a body is copied behind its head, which makes one write of two. */
    private static final int COPY_LIMIT_BYTES = 4096;

    private static final int SWITCHING_PROTOCOLS = 101;

    private final Exchange exchange;
    private final Stream stream;
    private final HttpHead head;
    private final HeadParser strictParser;
    private final HeadParser relaxedParser;
    private final BodyReader body = new BodyReader();

    private HeadParser parser;
    private boolean headDone;
    private boolean anyByte;
    private boolean over;

    /** The chunks' framing is taken off, for a client that knows none. */
    private boolean unchunking;

    private boolean serverKeeps;
    private boolean clientKeeps;

    ResponseDownload(Exchange exchange, SessionContext session, Stream stream, HttpHead head) {
        this.exchange = exchange;
        this.stream = stream;
        this.head = head;
        this.strictParser = HeadParser.ofResponses(session.headLimits(), Compliance.STRICT);
        this.relaxedParser = HeadParser.ofResponses(session.headLimits(), Compliance.RELAXED);
        this.parser = strictParser;
    }

    /** A request is about to be sent. */
    void begin() {
        parser =
                stream.backendConfig().http().acceptInvalidResponse()
                        ? relaxedParser
                        : strictParser;
        parser.reset();
        headDone = false;
        anyByte = false;
        over = false;
        unchunking = false;
        serverKeeps = false;
        clientKeeps = false;
    }

    /**
     * Whether the client can tell by itself that the body is cut: by its length or its chunks. Else
     * only a reset tells it.
     */
    boolean isVisiblyCut() {
        return switch (body.kind()) {
            case LENGTH -> true;
            case CHUNKED -> !unchunking;
            case NONE, UNTIL_CLOSE, TUNNEL -> false;
        };
    }

    /** Something has come, or the client takes more again. */
    void pump() {
        ServerConnection server = exchange.server();
        ByteBuf in = server.input();
        if (in != null && !headDone) {
            anyByte = true;
            readHead(server, in);
        } else if (in != null) {
            pumpBody(server, in, null);
        }
    }

    /**
     * Reads heads up to the final one. After that this exchange may be through, and the next
     * pipelined one have begun on this same object: nothing here is touched any more.
     */
    private void readHead(ServerConnection server, ByteBuf in) {
        boolean more = true;
        while (more) {
            more = false;
            switch (parser.parse(in, head)) {
                case NEED_MORE -> {
                    exchange.armTimers();
                    return;
                }
                case ERROR -> {
                    over = true;
                    if (!exchange.retry(RetryCondition.JUNK_RESPONSE, true)) {
                        exchange.answer(ErrorKind.BAD_RESPONSE);
                    }
                }
                case COMPLETE -> more = headComplete(server, in);
            }
        }
    }

    /** Whether it was an interim response and more has come already. */
    private boolean headComplete(ServerConnection server, ByteBuf in) {
        int status = head.status();
        if (status < 200 && status != SWITCHING_PROTOCOLS) {
            forwardInterim();
            server.releaseConsumedInput();
            if (server.input() == null) {
                exchange.armTimers();
                return false;
            }
            return true;
        }
        RetryCondition condition = retryCondition(status);
        if (condition != null) {
            over = true; // before the retry, which may begin here and now
            if (exchange.retry(condition, true)) {
                return false;
            }
            over = false;
        }
        headDone = true;
        boolean late = ContentRules.readResponses(stream);
        if (!late && endedByContentRules()) {
            return false;
        }
        stream.responseArrived();
        ServerRuntime sender = stream.serverRuntime();
        if (sender != null) {
            sender.observer().answered(head.status());
            stream.countServer(Counter.REQUESTS);
            stream.countServer(Counter.ofStatus(head.status()));
        }
        HttpHead request = stream.requestHead();
        BodyKind kind =
                Framing.ofResponse(
                        head, request == null ? HttpMethod.OTHER : request.methodToken());
        body.begin(kind, Math.max(0, head.contentLength()), compliance());
        serverKeeps =
                head.isPersistent() && kind != BodyKind.UNTIL_CLOSE && kind != BodyKind.TUNNEL;
        if (MessageHeads.bindsConnection(head)) {
            server.makePrivate();
        }
        MessageHeads.dropNominated(head);
        if (late && endedByContentRules()) {
            return false;
        }
        Verdict verdict = ResponsePhases.response(stream);
        if (!verdict.goesOn()) {
            over = true;
            exchange.replaceResponse(verdict);
            return false;
        }
        forwardHead(server, in, kind);
        return false;
    }

    private boolean endedByContentRules() {
        over = exchange.endedBy(ContentRules.onResponse(stream));
        return over;
    }

    private Compliance compliance() {
        return stream.backendConfig().http().acceptInvalidResponse()
                ? Compliance.RELAXED
                : Compliance.STRICT;
    }

    private void forwardInterim() {
        HttpHead request = stream.requestHead();
        if (request != null && request.minorVersion() > 0) {
            MessageHeads.forInterim(head);
            ByteBuf out = exchange.session().loop().allocator().ioBuffer(head.encodedBytes());
            head.encodeTo(out);
            exchange.writeToClient(out);
            exchange.client().flush();
        }
    }

    private void forwardHead(ServerConnection server, ByteBuf in, BodyKind kind) {
        int clientMinor = clientMinorVersion();
        stream.figures().status(head.status());
        stream.count(Counter.ofStatus(head.status()));
        unchunking = kind == BodyKind.CHUNKED && clientMinor == 0;
        if (unchunking) {
            head.remove(FieldName.TRANSFER_ENCODING);
            head.remove(FieldName.TRAILER);
        }
        clientKeeps = exchange.keepsClient() && kind != BodyKind.UNTIL_CLOSE && !unchunking;
        if (kind != BodyKind.TUNNEL) {
            MessageHeads.forClient(head, clientKeeps, clientMinor);
        }
        exchange.session().services().begun(stream);
        exchange.responseBegins();
        int extra = Math.min(in.readableBytes(), COPY_LIMIT_BYTES);
        ByteBuf out = exchange.session().loop().allocator().ioBuffer(head.encodedBytes() + extra);
        head.encodeTo(out);
        pumpBody(server, in, out);
        if (kind == BodyKind.TUNNEL && !over) {
            exchange.becomeTunnel();
        }
    }

    private int clientMinorVersion() {
        HttpHead request = stream.requestHead();
        return request == null ? 1 : request.minorVersion();
    }

    /**
     * Passes on what there is.
     *
     * @param begun a buffer that goes out first, with room for small pieces; null for none
     */
    private void pumpBody(ServerConnection server, ByteBuf in, @Nullable ByteBuf begun) {
        ByteBuf out = begun;
        ClientConnection client = exchange.client();
        while (in.isReadable() && !body.isFinished()) {
            if (out == null && !client.isWritable()) {
                server.pauseReading();
                exchange.armTimers();
                return;
            }
            int count = unchunking ? body.nextData(in) : body.scan(in);
            if (count == BodyReader.ERROR) {
                fail(out);
                return;
            }
            if (count == 0) {
                break;
            }
            if (out != null && count <= out.maxFastWritableBytes()) {
                out.writeBytes(in, count);
                continue;
            }
            if (out != null) {
                exchange.writeToClient(out);
                out = null;
            }
            exchange.writeToClient(in.readRetainedSlice(count));
        }
        if (out != null) {
            exchange.writeToClient(out);
        }
        bodyPassed(server, in);
    }

    private void bodyPassed(ServerConnection server, ByteBuf in) {
        if (body.isFinished()) {
            if (in.isReadable()) {
                // More than one response to one request: nothing on this connection can be trusted.
                serverKeeps = false;
            }
            server.releaseConsumedInput();
            finished();
            return;
        }
        server.releaseConsumedInput();
        if (server.inputEnded()) {
            serverEnded();
            return;
        }
        server.resumeReading();
        exchange.armTimers();
    }

    private void fail(@Nullable ByteBuf out) {
        if (out != null) {
            exchange.writeToClient(out);
        }
        over = true;
        exchange.answer(ErrorKind.BAD_RESPONSE_BODY);
    }

    /** The whole response went out, or a tunnel ended on both sides. */
    void finished() {
        over = true;
        exchange.responseDone(serverKeeps, clientKeeps);
    }

    /** The server closed its side. */
    void serverEnded() {
        if (over) {
            return;
        }
        ServerConnection server = exchange.server();
        ByteBuf rest = server.input();
        if (headDone && rest != null && rest.isReadable()) {
            // What was read before the end waits for the client.
            return;
        }
        if (!headDone) {
            endedBeforeHead();
        } else if (body.kind() == BodyKind.TUNNEL) {
            exchange.tunnelServerEnded();
        } else if (body.isCompleteAtClose()) {
            serverKeeps = false;
            finished();
        } else {
            over = true;
            exchange.answer(ErrorKind.SERVER_ABORTED);
        }
        exchange.client().flush();
    }

    private void endedBeforeHead() {
        over = true;
        RetryCondition condition =
                anyByte ? RetryCondition.JUNK_RESPONSE : RetryCondition.EMPTY_RESPONSE;
        if (exchange.retry(condition, anyByte)) {
            return;
        }
        if (!anyByte && exchange.lostRace()) {
            exchange.closeSilently(ErrorKind.EMPTY_RESPONSE);
        } else {
            exchange.answer(ErrorKind.EMPTY_RESPONSE);
        }
    }

    private static @Nullable RetryCondition retryCondition(int status) {
        return switch (status) {
            case 401 -> RetryCondition.RESPONSE_401;
            case 403 -> RetryCondition.RESPONSE_403;
            case 404 -> RetryCondition.RESPONSE_404;
            case 408 -> RetryCondition.RESPONSE_408;
            case 425 -> RetryCondition.RESPONSE_425;
            case 500 -> RetryCondition.RESPONSE_500;
            case 501 -> RetryCondition.RESPONSE_501;
            case 502 -> RetryCondition.RESPONSE_502;
            case 503 -> RetryCondition.RESPONSE_503;
            case 504 -> RetryCondition.RESPONSE_504;
            default -> null;
        };
    }
}
