package io.aplomb.proxy.h1;

import io.aplomb.base.Check;
import io.aplomb.http.BodyKind;
import io.aplomb.http.Compliance;
import io.aplomb.http.Framing;
import io.aplomb.http.HttpHead;
import io.aplomb.http.Violation;
import io.aplomb.model.proxy.BackendPart;
import io.aplomb.model.proxy.Proxy;
import io.aplomb.model.proxy.RetryCondition;
import io.aplomb.model.proxy.Timeouts;
import io.aplomb.proxy.net.Deadline;
import io.aplomb.proxy.net.Loop;
import io.aplomb.proxy.reply.ErrorKind;
import io.aplomb.proxy.reply.PreparedReply;
import io.aplomb.proxy.reply.Replies;
import io.aplomb.proxy.rules.RequestPhases;
import io.aplomb.proxy.rules.Verdict;
import io.aplomb.proxy.rules.Verdict.Plain;
import io.aplomb.proxy.runtime.BackendRuntime;
import io.aplomb.proxy.runtime.Counter;
import io.aplomb.proxy.runtime.ServerRuntime;
import io.aplomb.proxy.runtime.Wish;
import io.aplomb.proxy.session.Accounts;
import io.aplomb.proxy.session.SessionContext;
import io.aplomb.proxy.session.SessionView;
import io.aplomb.proxy.stream.Stream;
import io.aplomb.proxy.stream.StreamFigures;
import io.aplomb.proxy.stream.Termination.Phase;
import io.aplomb.proxy.upstream.BalancingKey;
import io.aplomb.proxy.upstream.Dispatch;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response: rules, server, forwarding in both directions, log. Reused for all
 * requests of a client connection; on its loop.
 *
 * <pre>
 *  IDLE -> RULES <-> WAITING_FOR_BODY
 *            |  \--> TARPIT --------------------> (answered) -> IDLE
 *            v
 *        DISPATCHING -> AWAITING_RESPONSE -> FORWARDING -> IDLE
 *            ^               |
 *            +---- retry ----+
 * </pre>
 */
final class Exchange implements Dispatch.Owner {

    /** What a client is told whose session is shut down while it waits for the server. */
    private static final int BAD_GATEWAY = 502;

    private final SessionContext session;
    private final Loop loop;
    private final Stream stream;
    private final Dispatch dispatch;
    private final RequestUpload upload;
    private final ResponseDownload download;
    private final BodyWait bodyWait;
    private final ExchangeTimeouts timeouts;
    private final ExchangePatience patience;
    private final Accounts accounts = new Accounts();
    private final ServerLease lease;
    private final Deadline deadline =
            new Deadline() {
                @Override
                protected void expired(long nowMs) {
                    timeIsOver();
                }
            };

    private ClientConnection client;
    private ExchangeState state = ExchangeState.IDLE;

    private @Nullable Verdict tarpitted;
    private boolean firstOnConnection;
    private boolean unreadBodyLeft;
    private boolean inBackend;

    /** The content rules of the proxy it is in have run. */
    private boolean contentDone;

    /** The request's head is in the server's form. */
    private boolean headPrepared;

    Exchange(
            SessionContext session, ClientConnection client, Stream stream, HttpHead responseHead) {
        this.session = session;
        this.loop = session.loop();
        this.client = client;
        this.stream = stream;
        this.dispatch = new Dispatch(loop, stream, session.newWish(), this);
        this.upload = new RequestUpload(session.bufferBytes());
        this.download = new ResponseDownload(this, session, stream, responseHead);
        this.lease = new ServerLease(this, session, stream);
        this.timeouts = new ExchangeTimeouts(stream);
        this.patience = new ExchangePatience(loop, timeouts, upload, lease, deadline);
        this.bodyWait = new BodyWait(session.bufferBytes());
    }

    /** The client connection it works for changes when a reload replaces its configuration. */
    void moveTo(ClientConnection newClient) {
        client = newClient;
    }

    SessionContext session() {
        return session;
    }

    ClientConnection client() {
        return client;
    }

    ServerConnection server() {
        return Check.present(lease.connection(), "server connection");
    }

    RequestUpload upload() {
        return upload;
    }

    Timeouts frontendTimeouts() {
        return timeouts.ofFrontend();
    }

    private HttpHead request() {
        return Check.present(stream.requestHead(), "request head");
    }

    // ---- the request

    /** Its head is complete. */
    void begin(boolean first) {
        firstOnConnection = first;
        unreadBodyLeft = false;
        inBackend = false;
        contentDone = false;
        stream.requestArrived();
        stream.countFrontend(Counter.REQUESTS);
        HttpHead head = request();
        StreamFigures figures = stream.figures();
        figures.requestNumber(stream.world().nextRequestNumber());
        figures.addFromClient(head.encodedBytes());
        upload.begin(
                Framing.ofRequest(head), head.contentLength(), MessageHeads.compliance(stream));
        MessageHeads.dropNominated(head);
        runRules();
    }

    private void runRules() {
        state = ExchangeState.RULES;
        if (!inBackend && (!contentPasses(stream.frontendConfig()) || buffers())) {
            return;
        }
        Verdict verdict = inBackend ? Plain.CONTINUE : RequestPhases.frontend(stream);
        if (verdict.goesOn()) {
            if (!inBackend && !enterBackend()) {
                answer(ErrorKind.NO_BACKEND);
                return;
            }
            if (buffers() || !contentPasses(stream.backendConfig())) {
                return;
            }
            verdict = RequestPhases.backend(stream);
            if (verdict.goesOn()) {
                verdict = RequestPhases.beforeServer(stream);
            }
        }
        apply(verdict);
    }

    /** Waits for the body where an option wants it before the rules; true while it does. */
    private boolean buffers() {
        if (stream.requestBody() != null || !BodyWait.precedesRules(stream, inBackend)) {
            return false;
        }
        waitForBody(timeouts.wholeRequestMs(), 0);
        return true;
    }

    /** Runs the tcp-request content rules once; false when they ended the request. */
    private boolean contentPasses(Proxy proxy) {
        if (contentDone) {
            return true;
        }
        contentDone = true;
        return !endedBy(ContentRules.onRequest(proxy, stream));
    }

    /** Ends the exchange where content rules want it; false where they let it pass. */
    boolean endedBy(ContentRules.Outcome outcome) {
        switch (outcome) {
            case PASS -> {
                return false;
            }
            case CLOSE -> reply(PreparedReply.SILENCE);
            case DROP -> silentDrop();
            case NO_RESPONSE -> answer(ErrorKind.EMPTY_RESPONSE);
        }
        return true;
    }

    private boolean enterBackend() {
        BackendRuntime backend = RequestPhases.chooseBackend(stream);
        if (backend == null) {
            return false;
        }
        stream.backend(backend);
        contentDone = stream.isOwnBackend();
        inBackend = true;
        backend.sessions().increment();
        stream.countBackend(Counter.SESSIONS);
        stream.countBackend(Counter.REQUESTS);
        return true;
    }

    private void apply(Verdict verdict) {
        switch (verdict) {
            case Plain.CONTINUE, Plain.ALLOW -> {
                state = ExchangeState.DISPATCHING;
                dispatch.begin(Check.present(stream.backendRuntime(), "backend"));
            }
            case Plain.CLOSE, Plain.FAILED -> reply(Replies.of(verdict, stream, mayKeepClient()));
            case Verdict.WaitForBody(long timeMs, long atLeast) -> waitForBody(timeMs, atLeast);
            case Verdict.Tarpit _ -> {
                state = ExchangeState.TARPIT;
                tarpitted = verdict;
                loop.armIn(deadline, timeouts.tarpitMs());
            }
            case Plain.DROP -> silentDrop();
            case Verdict.Statistics(Proxy proxy) -> statistics(proxy);
            case Verdict.Metrics _ -> reply(session.services().metrics(stream, mayKeepClient()));
            case Verdict.Deny _,
                    Verdict.Answer _,
                    Verdict.Redirect _,
                    Verdict.ServerRedirect _,
                    Verdict.Authenticate _,
                    Verdict.Monitor _ ->
                    reply(Replies.of(verdict, stream, mayKeepClient()));
        }
    }

    /** The rules saw to it that the page's form has come. */
    private void statistics(Proxy proxy) {
        upload.discard(client);
        reply(session.services().statistics(proxy, stream, mayKeepClient()));
    }

    private void waitForBody(long timeMs, long atLeastBytes) {
        if (bodyWait.isEnough(client, upload, request(), atLeastBytes)) {
            continueWithBody();
            return;
        }
        state = ExchangeState.WAITING_FOR_BODY;
        bodyWait.begin(client, request(), atLeastBytes);
        loop.armIn(deadline, timeMs);
    }

    private void continueWithBody() {
        loop.disarm(deadline);
        stream.timers().requestDone(loop.nowNs());
        stream.requestBody(bodyWait.payload(client, upload, request()));
        stream.inputFinal(true);
        runRules();
    }

    private void silentDrop() {
        finishLog();
        client.reset();
    }

    // ---- the proxy's own answers

    /** Whether the client's connection may stay open after an answer of the proxy's own. */
    private boolean mayKeepClient() {
        return clientWantsKeep() && upload.isFinished();
    }

    private boolean clientWantsKeep() {
        return request().isPersistent()
                && !client.inputEnded()
                && ConnectionModes.keepClients(stream)
                && !session.isStopping()
                && !client.isUnwanted();
    }

    /** Ends the exchange with an error answer, or none if a part of a response went out already. */
    void answer(ErrorKind kind) {
        if (state == ExchangeState.FORWARDING) {
            abandon(kind);
            return;
        }
        upload.discard(client);
        reply(kind.answer(stream, stream.requestHead() != null && mayKeepClient()));
    }

    private void reply(PreparedReply reply) {
        releaseServer(false);
        if (reply.status() >= 0) {
            stream.figures().status(reply.status());
            stream.countFrontend(Counter.ofStatus(reply.status()));
            stream.countBackend(Counter.ofStatus(reply.status()));
        }
        byte[] bytes = reply.bytes();
        if (bytes.length > 0) {
            ByteBuf out = loop.allocator().ioBuffer(bytes.length).writeBytes(bytes);
            writeToClient(out);
        }
        unreadBodyLeft = !upload.isFinished();
        finish(!reply.close());
    }

    /** Something is wrong when the client has a part of a response: it must see that it is cut. */
    private void abandon(ErrorKind kind) {
        kind.record(stream);
        releaseServer(false);
        finishLog();
        if (download.isVisiblyCut()) {
            client.flush();
            client.closeCut();
        } else {
            client.reset();
        }
    }

    void badRequest(@Nullable Violation violation) {
        int status = violation == null ? 400 : violation.status();
        if (stream.requestHead() == null) {
            stream.countFrontend(Counter.REQUESTS);
        }
        stream.figures().addFromClient(client.bufferedBytes());
        ErrorKind.BAD_REQUEST.record(stream);
        reply(Replies.beforeRequest(status, stream));
    }

    void requestTimedOut(boolean insideHead) {
        if (!insideHead && stream.frontendConfig().http().ignoreProbes()) {
            client.abort();
            return;
        }
        stream.countFrontend(Counter.REQUESTS);
        stream.figures().addFromClient(client.bufferedBytes());
        reply(ErrorKind.REQUEST_TIMEOUT.answer(stream, false));
    }

    void clientAbortedHead() {
        if (!stream.frontendConfig().http().ignoreProbes()) {
            stream.figures().addFromClient(client.bufferedBytes());
            ErrorKind.REQUEST_ABORTED.record(stream);
            stream.countFrontend(Counter.REQUESTS);
            stream.figures().status(ErrorKind.REQUEST_ABORTED.status());
            stream.countFrontend(Counter.ofStatus(ErrorKind.REQUEST_ABORTED.status()));
            finishLog();
        }
    }

    /** Whether the client may be sending what nobody will read: a body, or further requests. */
    boolean clientMayStillSend() {
        HttpHead head = stream.requestHead();
        return unreadBodyLeft || head == null || head.isPersistent();
    }

    // ---- client events

    /** The client sent something while the exchange runs. */
    void clientRead() {
        switch (state) {
            case WAITING_FOR_BODY -> {
                if (bodyWait.isEnough(client, upload, request(), bodyWait.atLeastBytes())) {
                    continueWithBody();
                }
            }
            case AWAITING_RESPONSE, FORWARDING -> pumpUpload();
            case IDLE, RULES, TARPIT, DISPATCHING -> {}
        }
        if (client.bufferedBytes() >= session.bufferBytes()) {
            client.pauseReading();
        }
    }

    void clientReadComplete() {
        if (lease.connection() != null) {
            server().flush();
        }
    }

    private void pumpUpload() {
        if (lease.connection() == null || (upload.isFinished() && !upload.isTunnel())) {
            return;
        }
        long before = upload.receivedBytes();
        if (!upload.pump(client, server())) {
            answer(ErrorKind.BAD_REQUEST_BODY);
            // The server's connection brought us here, so no read of the client's will flush.
            client.flush();
            return;
        }
        stream.figures().addFromClient(upload.receivedBytes() - before);
        armTimers();
    }

    /** The client will send no more, but may still read. */
    void clientEnded() {
        switch (state) {
            case WAITING_FOR_BODY -> answer(ErrorKind.REQUEST_ABORTED);
            case TARPIT -> endGone(ErrorKind.QUEUE_ABORTED);
            case DISPATCHING -> {
                if (!upload.isFinished() || stream.backendConfig().http().abortOnClose()) {
                    endGone(dispatch.abortedHere());
                }
            }
            case AWAITING_RESPONSE -> {
                if (!upload.isFinished()) {
                    answer(ErrorKind.REQUEST_ABORTED);
                } else if (stream.backendConfig().http().abortOnClose()) {
                    endGone(ErrorKind.RESPONSE_ABORTED);
                }
            }
            case FORWARDING -> {
                if (upload.isTunnel()) {
                    endTunnelInput();
                } else if (!upload.isFinished()) {
                    endGone(ErrorKind.CLIENT_ABORTED);
                }
            }
            case IDLE, RULES -> {}
        }
    }

    /** A tunnel's client has finished: its last bytes first, then the news. */
    private void endTunnelInput() {
        pumpUpload();
        server().finishSending();
        if (server().inputEnded()) {
            download.finished();
        }
    }

    /** The client's connection broke. */
    void clientGone() {
        ErrorKind kind =
                switch (state) {
                    case IDLE, RULES, WAITING_FOR_BODY -> ErrorKind.REQUEST_ABORTED;
                    case TARPIT -> ErrorKind.QUEUE_ABORTED;
                    case DISPATCHING -> dispatch.abortedHere();
                    case AWAITING_RESPONSE -> ErrorKind.RESPONSE_ABORTED;
                    case FORWARDING -> ErrorKind.CLIENT_ABORTED;
                };
        endGone(kind);
    }

    private void endGone(ErrorKind kind) {
        if (state == ExchangeState.IDLE) {
            return;
        }
        kind.record(stream);
        releaseServer(false);
        finishLog();
        client.abort();
    }

    /** An administrator or the server's state ends it; the client is told if that still can be. */
    void shutDown(ErrorKind reason) {
        switch (state) {
            case IDLE -> {}
            case RULES, WAITING_FOR_BODY, TARPIT -> endGone(reason);
            case DISPATCHING -> {
                if (dispatch.phase() == Phase.QUEUE) {
                    reason.recordAt(Phase.QUEUE, stream);
                }
                endGone(reason);
            }
            case AWAITING_RESPONSE -> {
                reason.recordAt(Phase.HEADERS, stream);
                upload.discard(client);
                reply(Replies.error(BAD_GATEWAY, stream, mayKeepClient()));
                client.flush();
            }
            case FORWARDING -> {
                reason.recordAt(Phase.DATA, stream);
                abandon(reason);
            }
        }
    }

    /** The program ends: nothing more is said to anybody. */
    void cut() {
        endGone(ErrorKind.KILLED);
    }

    void clientWritable() {
        if (state == ExchangeState.FORWARDING && lease.connection() != null) {
            download.pump();
            client.flush();
        }
    }

    void clientTimedOut() {
        switch (state) {
            case AWAITING_RESPONSE, DISPATCHING -> answer(ErrorKind.BODY_TIMEOUT);
            case FORWARDING -> abandon(ErrorKind.CLIENT_TIMEOUT);
            case IDLE, RULES, WAITING_FOR_BODY, TARPIT -> {}
        }
    }

    // ---- Dispatch.Owner

    @Override
    public void dial(ServerRuntime target) {
        Verdict redirect = RequestPhases.serverRedirect(target, stream);
        if (!redirect.goesOn()) {
            dispatch.release();
            apply(redirect);
            return;
        }
        if (lease.acquire(target, client, firstOnConnection)) {
            serverEstablished();
        }
    }

    @Override
    public void abandonDial() {
        lease.close();
    }

    @Override
    public void unreachable(ErrorKind failure) {
        answer(failure);
    }

    @Override
    public void fillKey(BackendRuntime backend, Wish wish) {
        BalancingKey.fill(backend.part().balance(), stream, wish);
    }

    void serverFailed(Throwable cause) {
        lease.forget();
        stream.serverSide().error(0, String.valueOf(cause.getMessage()));
        dispatch.connectFailed(ErrorKind.CONNECT_FAILED);
    }

    void serverEstablished() {
        dispatch.connected();
        ServerConnection connection = server();
        connection.describe(stream.serverSide());
        stream.serverConnected(true);
        connection.countRequest();
        state = ExchangeState.AWAITING_RESPONSE;
        download.begin();
        sendHead(connection);
        if (upload.hasBody()) {
            upload.replay(connection);
            pumpUpload();
        } else {
            armTimers();
        }
        if (lease.connection() != null) {
            server().flush();
        }
    }

    private void sendHead(ServerConnection connection) {
        HttpHead head = request();
        if (!headPrepared) {
            headPrepared = true;
            MessageHeads.forServer(head, ConnectionModes.keepServers(stream));
        }
        ByteBuf out = loop.allocator().ioBuffer(head.encodedBytes());
        head.encodeTo(out);
        connection.write(out);
    }

    // ---- server events

    void serverRead() {
        download.pump();
    }

    void serverReadComplete() {
        client.flush();
    }

    void serverWritable() {
        client.resumeReading();
        pumpUpload();
        if (lease.connection() != null) {
            server().flush();
        }
    }

    void serverEnded() {
        download.serverEnded();
    }

    /** A tunnel's server has finished: the client hears of it after the last bytes. */
    void tunnelServerEnded() {
        if (client.inputEnded()) {
            download.finished();
        } else {
            client.finishSending();
            armTimers();
        }
    }

    // ---- what the download reports

    /** The response's head goes out now. */
    void responseBegins() {
        state = ExchangeState.FORWARDING;
        upload.stopRecording();
    }

    boolean keepsClient() {
        return clientWantsKeep() && upload.isFinished();
    }

    boolean isFirstOnConnection() {
        return firstOnConnection;
    }

    /** 101, or 2xx to CONNECT: from now on bytes pass as they are. */
    void becomeTunnel() {
        upload.begin(BodyKind.TUNNEL, 0, Compliance.STRICT);
        upload.stopRecording();
        client.resumeReading();
        pumpUpload();
        server().flush();
    }

    void writeToClient(ByteBuf bytes) {
        stream.figures().addToClient(bytes.readableBytes());
        client.write(bytes);
    }

    /**
     * No response came, or one that {@code retry-on} names: tries again if that is allowed.
     *
     * @param responseBytesSeen whether the server had begun to answer
     */
    boolean retry(RetryCondition condition, boolean responseBytesSeen) {
        if (!upload.isReplayable() || stream.ruleState().isRetryDisabled()) {
            return false;
        }
        boolean raced =
                lease.isReused()
                        && !responseBytesSeen
                        && condition == RetryCondition.EMPTY_RESPONSE
                        && request().methodToken().isIdempotent();
        BackendPart part = stream.backendConfig().backend();
        boolean wanted = part != null && part.retryOn().contains(condition);
        if (raced) {
            lease.close();
            state = ExchangeState.DISPATCHING;
            lease.dialAfresh();
            stream.forgetResponse();
            dispatch.dialAgain();
            return true;
        }
        if (!wanted) {
            return false;
        }
        ServerConnection failed = lease.detach();
        state = ExchangeState.DISPATCHING;
        lease.dialAfresh();
        if (!dispatch.retryRequest()) {
            lease.attach(failed);
            state = ExchangeState.AWAITING_RESPONSE;
            return false;
        }
        if (failed != null) {
            failed.close();
        }
        return true;
    }

    /**
     * Whether a request on a reused connection found it dead, so that the client had better retry.
     */
    boolean lostRace() {
        return lease.isReused() && !firstOnConnection;
    }

    /** Ends without an answer: on a kept-alive connection the client then retries by itself. */
    void closeSilently(ErrorKind kind) {
        kind.record(stream);
        releaseServer(false);
        unreadBodyLeft = false;
        finish(false);
    }

    /** A verdict on the response throws it away. */
    void replaceResponse(Verdict verdict) {
        releaseServer(false);
        apply(verdict);
    }

    /** The response is complete. */
    void responseDone(boolean serverMayStay, boolean clientMayStay) {
        boolean uploaded = upload.isFinished();
        unreadBodyLeft = !uploaded;
        releaseServer(serverMayStay && uploaded && ConnectionModes.keepServers(stream));
        finish(clientMayStay && uploaded);
    }

    private void releaseServer(boolean keep) {
        dispatch.release();
        if (keep) {
            lease.giveBack(client);
        } else {
            lease.close();
        }
    }

    private void finish(boolean keepClient) {
        finishLog();
        client.exchangeDone(keepClient);
    }

    private void finishLog() {
        state = ExchangeState.IDLE;
        loop.disarm(deadline);
        client.disarm();
        upload.stopRecording();
        headPrepared = false;
        lease.begin();
        tarpitted = null;
        stream.timers().ended(loop.nowNs());
        accounts.close(stream);
        BackendRuntime backend = stream.backendRuntime();
        if (inBackend && backend != null) {
            inBackend = false;
            backend.sessions().decrement();
        }
        // After leaving the backend: as in HAProxy, a line counts the others, not itself.
        session.services().log(stream);
    }

    // ---- what is shown of it

    /** The number of the request, -1 when there is none. */
    long number() {
        return state == ExchangeState.IDLE ? -1 : stream.figures().requestCounter();
    }

    /** How far it is; null when there is nothing to show. */
    @Nullable SessionView view(SessionView.Side clientSide) {
        return state == ExchangeState.IDLE
                ? null
                : SessionView.of(stream, dispatch, clientSide, lease.view(loop.leftMs(deadline)));
    }

    // ---- time

    void armTimers() {
        patience.arm(client, state);
    }

    private void timeIsOver() {
        switch (state) {
            case WAITING_FOR_BODY -> answer(ErrorKind.BODY_WAIT_TIMEOUT);
            case TARPIT -> {
                Verdict verdict = Check.present(tarpitted, "tarpitted verdict");
                tarpitted = null;
                reply(Replies.of(verdict, stream, false));
                client.flush();
            }
            case AWAITING_RESPONSE -> {
                if (!retry(RetryCondition.RESPONSE_TIMEOUT, false)) {
                    answer(ErrorKind.RESPONSE_TIMEOUT);
                    client.flush();
                }
            }
            case FORWARDING -> abandon(ErrorKind.SERVER_TIMEOUT);
            case IDLE, RULES, DISPATCHING -> {}
        }
    }

    /** The client connection ends; an exchange under way was ended before. */
    void dispose() {
        loop.forget(deadline);
        releaseServer(false);
        dispatch.close();
        upload.stopRecording();
    }
}
