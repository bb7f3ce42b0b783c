package io.aplomb.proxy.tcp;

import io.aplomb.base.Check;
import io.aplomb.model.proxy.Proxy;
import io.aplomb.model.proxy.Timeouts;
import io.aplomb.proxy.net.Addresses;
import io.aplomb.proxy.net.Connections;
import io.aplomb.proxy.net.Deadline;
import io.aplomb.proxy.net.Faults;
import io.aplomb.proxy.net.Loop;
import io.aplomb.proxy.persist.StickRules;
import io.aplomb.proxy.reply.ErrorKind;
import io.aplomb.proxy.rules.RequestPhases;
import io.aplomb.proxy.rules.TcpRules;
import io.aplomb.proxy.runtime.BackendRuntime;
import io.aplomb.proxy.runtime.Counter;
import io.aplomb.proxy.runtime.ServerRuntime;
import io.aplomb.proxy.runtime.Wish;
import io.aplomb.proxy.session.Accounts;
import io.aplomb.proxy.session.Arrival;
import io.aplomb.proxy.session.Entrance;
import io.aplomb.proxy.session.HandshakeError;
import io.aplomb.proxy.session.LiveSession;
import io.aplomb.proxy.session.LiveSessions;
import io.aplomb.proxy.session.ProxyHeader;
import io.aplomb.proxy.session.SessionContext;
import io.aplomb.proxy.session.SessionView;
import io.aplomb.proxy.stream.Stream;
import io.aplomb.proxy.upstream.BalancingKey;
import io.aplomb.proxy.upstream.Dispatch;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import org.jspecify.annotations.Nullable;

/**
 * A session of TCP mode: inspects the first bytes if rules want it, gets a server, relays both ways
 * until both sides have finished. On the loop of the client's connection.
 *
 * <pre>
 *  ARRIVING -> INSPECTING -> DISPATCHING -> RELAYING -> OVER
 * </pre>
 */
public final class TcpSession extends ChannelInboundHandlerAdapter
        implements Dispatch.Owner, LiveSession {

    /** A closing connection whose peer does not read is kept for this long at least. */
    private static final long MIN_PATIENCE_MS = 1_000;

    private enum State {
        /** Handshakes before the session. */
        ARRIVING,
        /** Content rules wait for bytes. */
        INSPECTING,
        /** Getting a server connection. */
        DISPATCHING,
        /** Bytes pass. */
        RELAYING,
        /** Ended and logged. */
        OVER
    }

    private final Entrance entrance;
    private final SessionContext session;
    private final Loop loop;
    private final Stream stream;
    private final Dispatch dispatch;
    private final Accounts accounts = new Accounts();
    private final Inspected inspected = new Inspected();
    private final TcpEnd client;
    private final Deadline clientDeadline = deadline(true);
    private final Deadline serverDeadline = deadline(false);
    private @Nullable TcpServerEnd serverEnd;
    private State state = State.ARRIVING;
    private boolean inBackend;
    private boolean responseInspected;

    /**
     * @param entrance where the connection was accepted; its place there is taken
     */
    public TcpSession(Entrance entrance) {
        this.entrance = entrance;
        this.session = entrance.session();
        this.loop = session.loop();
        this.client = new TcpEnd(loop);
        this.stream = entrance.newStream();
        this.dispatch = new Dispatch(loop, stream, session.newWish(), this);
    }

    private Deadline deadline(boolean ofClient) {
        return new Deadline() {
            @Override
            protected void expired(long nowMs) {
                timeIsOver(ofClient);
            }
        };
    }

    // ---- client events

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        client.attach(ctx);
        LiveSessions.of(session).add(this);
        if (Arrival.begin(ctx, entrance, stream)) {
            loop.armIn(clientDeadline, frontendTimeouts().clientMs());
        } else {
            end();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (state != State.ARRIVING) {
            return;
        }
        if (!Arrival.complete(ctx, stream)) {
            end();
            return;
        }
        state = State.INSPECTING;
        stream.figures().requestNumber(stream.world().nextRequestNumber());
        long delayMs = stream.frontendConfig().rules().inspectDelayMs();
        loop.armIn(clientDeadline, delayMs > 0 ? delayMs : frontendTimeouts().clientMs());
        inspect();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (state == State.OVER) {
            bytes.release();
            return;
        }
        stream.timers().firstByte(loop.nowNs());
        client.received(bytes);
        clientRead();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (state == State.RELAYING && ctx.channel().isWritable()) {
            serverRead();
            flush();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ProxyHeader header) {
            header.applyTo(stream.client());
        } else if (event instanceof HandshakeError error) {
            stream.client().error(error.code(), error.text());
        } else if (event instanceof ChannelInputShutdownEvent) {
            client.endInput();
            handshakeFailed(ctx, Arrival.Ending.CLOSED);
            clientEnded();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        handshakeFailed(ctx, Arrival.Ending.CLOSED);
        clientBroken();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Faults.report(cause);
        handshakeFailed(ctx, Arrival.Ending.BROKEN);
        clientBroken();
    }

    /** Tells about a connection that ends before its handshakes do. */
    private void handshakeFailed(ChannelHandlerContext ctx, Arrival.Ending ending) {
        if (state == State.ARRIVING) {
            Arrival.failed(ctx, entrance, stream, ending);
        }
    }

    private void clientEnded() {
        switch (state) {
            case ARRIVING -> end();
            case INSPECTING -> {
                stream.inputFinal(true);
                inspect();
            }
            case DISPATCHING -> {
                if (stream.backendConfig().http().abortOnClose()) {
                    clientBroken();
                }
            }
            case RELAYING -> {
                clientRead();
                flush();
            }
            case OVER -> {}
        }
    }

    private void clientBroken() {
        switch (state) {
            case ARRIVING, OVER -> end();
            case INSPECTING -> fail(ErrorKind.REQUEST_ABORTED);
            case DISPATCHING -> fail(dispatch.abortedHere());
            case RELAYING -> fail(ErrorKind.CLIENT_ABORTED);
        }
    }

    // ---- the way to the server

    /** Runs the content rules as far as the bytes decide them, then chooses the backend. */
    private void inspect() {
        boolean full = client.bufferedBytes() >= session.bufferBytes();
        boolean noMore = client.inputEnded() || full;
        stream.requestPayload(inspected.show(client.input(), noMore));
        if (noMore) {
            stream.inputFinal(true);
        }
        if (!inBackend && (!passes(stream.frontendConfig()) || !enterBackend())) {
            return;
        }
        BackendRuntime backend = Check.present(stream.backendRuntime(), "backend");
        boolean ownRules = backend.config().id() != stream.frontendConfig().id();
        if (ownRules && !passes(backend.config())) {
            return;
        }
        state = State.DISPATCHING;
        RequestPhases.beforeTcpServer(backend, stream);
        loop.disarm(clientDeadline);
        dispatch.begin(backend);
    }

    /** Whether the rules let the session go on now; else it waits or is over. */
    private boolean passes(Proxy proxy) {
        return switch (TcpRules.requestContent(proxy, stream)) {
            case ACCEPT, EXPECT_PROXY, FAILED -> true;
            case MORE_INPUT -> {
                long delayMs = proxy.rules().inspectDelayMs();
                if (!clientDeadline.isArmed()) {
                    loop.armIn(clientDeadline, delayMs);
                }
                yield false;
            }
            case REJECT, SILENT_DROP, CLOSE -> {
                finish();
                yield false;
            }
        };
    }

    private boolean enterBackend() {
        BackendRuntime backend = RequestPhases.chooseBackend(stream);
        if (backend == null) {
            fail(ErrorKind.NO_BACKEND);
            return false;
        }
        inBackend = true;
        stream.backend(backend);
        backend.sessions().increment();
        stream.countBackend(Counter.SESSIONS);
        return true;
    }

    @Override
    public void dial(ServerRuntime target) {
        target.counters().increment(loop.index(), Counter.CONNECTS);
        TcpServerEnd dialled = new TcpServerEnd(this, target, loop);
        serverEnd = dialled;
        target.usedConnections().increment();
        session.dialer().open(target, stream, dialled);
    }

    @Override
    public void abandonDial() {
        dropServer();
    }

    private void dropServer() {
        TcpServerEnd dropped = serverEnd;
        serverEnd = null;
        if (dropped != null) {
            dropped.server().usedConnections().decrement();
            dropped.abandon();
        }
    }

    @Override
    public void unreachable(ErrorKind failure) {
        fail(failure);
    }

    @Override
    public void fillKey(BackendRuntime backend, Wish wish) {
        BalancingKey.fill(backend.part().balance(), stream, wish);
    }

    void serverFailed(Throwable cause) {
        dropServer();
        stream.serverSide().error(0, String.valueOf(cause.getMessage()));
        dispatch.connectFailed(ErrorKind.CONNECT_FAILED);
    }

    void serverEstablished() {
        dispatch.connected();
        TcpEnd server = server();
        Channel channel = server.channel();
        stream.serverSide()
                .open(
                        Addresses.ipOf(channel.localAddress()),
                        Addresses.portOf(channel.localAddress()),
                        Addresses.ipOf(channel.remoteAddress()),
                        Addresses.portOf(channel.remoteAddress()),
                        0);
        stream.serverConnected(true);
        state = State.RELAYING;
        session.services().begun(stream);
        if (client.inputEnded() && client.bufferedBytes() == 0 && !stream.inputIsFinal()) {
            stream.inputFinal(true);
        }
        clientRead();
        flush();
    }

    // ---- relaying

    private TcpEnd server() {
        return Check.present(serverEnd, "server end").end();
    }

    /** The client sent something, has finished, or the server takes more again. */
    void clientRead() {
        switch (state) {
            case INSPECTING -> inspect();
            case RELAYING -> {
                if (server().isWritable()) {
                    stream.figures().addFromClient(server().take(client));
                    client.resumeReading();
                } else {
                    client.pauseReading();
                }
                progress();
            }
            case ARRIVING, DISPATCHING, OVER -> {}
        }
        if (state != State.RELAYING
                && state != State.OVER
                && client.bufferedBytes() >= session.bufferBytes()) {
            client.pauseReading();
        }
    }

    /** The server sent something, has finished, or the client takes more again. */
    void serverRead() {
        if (state != State.RELAYING) {
            return;
        }
        if (!responseInspected && !inspectResponse()) {
            return;
        }
        if (client.isWritable()) {
            stream.figures().addToClient(client.take(server()));
            server().resumeReading();
        } else {
            server().pauseReading();
        }
        progress();
    }

    private boolean inspectResponse() {
        TcpEnd server = server();
        Proxy proxy = stream.backendConfig();
        if (server.bufferedBytes() == 0 && !server.inputEnded()) {
            return true;
        }
        if (!proxy.rules().tcpResponseContent().isEmpty()) {
            boolean full = server.bufferedBytes() >= session.bufferBytes();
            stream.responsePayload(inspected.show(server.input(), server.inputEnded() || full));
            stream.inputFinal(server.inputEnded() || full);
            switch (TcpRules.responseContent(proxy, stream)) {
                case ACCEPT, EXPECT_PROXY, FAILED -> {}
                case MORE_INPUT -> {
                    loop.armIn(serverDeadline, proxy.rules().responseInspectDelayMs());
                    return false;
                }
                case REJECT, SILENT_DROP, CLOSE -> {
                    finish();
                    return false;
                }
            }
        }
        responseInspected = true;
        BackendRuntime backend = stream.backendRuntime();
        if (backend != null) {
            StickRules.onResponse(backend, stream);
        }
        return true;
    }

    /** Passes ends on, finishes when both are through, and gives everybody new time. */
    private void progress() {
        TcpEnd server = server();
        if (client.inputEnded() && client.bufferedBytes() == 0) {
            server.finishSending();
        }
        if (server.inputEnded() && server.bufferedBytes() == 0) {
            client.finishSending();
        }
        if (client.outputEnded() && server.outputEnded()) {
            finish();
            return;
        }
        armTimers();
    }

    private void armTimers() {
        Timeouts front = frontendTimeouts();
        Timeouts back = stream.backendConfig().timeouts();
        long tunnelMs = back.tunnelMs();
        long clientMs = tunnelMs > 0 ? tunnelMs : front.clientMs();
        long serverMs = tunnelMs > 0 ? tunnelMs : back.serverMs();
        if (client.inputEnded() && front.clientFinMs() > 0) {
            clientMs = front.clientFinMs();
        }
        if (server().inputEnded() && back.serverFinMs() > 0) {
            serverMs = back.serverFinMs();
        }
        loop.armIn(clientDeadline, clientMs);
        loop.armIn(serverDeadline, serverMs);
    }

    void flush() {
        client.flush();
        TcpServerEnd end = serverEnd;
        if (end != null && end.end().isAttached()) {
            end.end().flush();
        }
    }

    void serverBroken() {
        if (state == State.RELAYING) {
            fail(ErrorKind.SERVER_ABORTED);
        }
    }

    // ---- the end

    @Override
    public void endWhenIdle() {
        // A session in TCP mode is never idle: it lasts until its ends close, or the hard stop.
    }

    private boolean isShown() {
        return state != State.ARRIVING && state != State.OVER;
    }

    @Override
    public long number() {
        return isShown() ? stream.figures().requestCounter() : -1;
    }

    @Override
    public @Nullable SessionView view() {
        return isShown()
                ? SessionView.of(
                        stream,
                        dispatch,
                        client.view(
                                stream.figures().bytesFromClient(), loop.leftMs(clientDeadline)),
                        serverEnd == null
                                ? SessionView.Side.NONE
                                : serverEnd
                                        .end()
                                        .view(
                                                stream.figures().bytesToClient(),
                                                loop.leftMs(serverDeadline)))
                : null;
    }

    @Override
    public void cut() {
        shutDown(ErrorKind.KILLED);
    }

    @Override
    public void shutDownIfOn(ServerRuntime server, ErrorKind reason) {
        if (state != State.OVER && server.continues(stream.serverRuntime())) {
            fail(reason);
        }
    }

    @Override
    public void shutDown(ErrorKind reason) {
        if (state != State.OVER) {
            fail(reason);
        }
    }

    private Timeouts frontendTimeouts() {
        return stream.frontendConfig().timeouts();
    }

    private void timeIsOver(boolean ofClient) {
        switch (state) {
            case ARRIVING -> {
                handshakeFailed(client.context(), Arrival.Ending.TIMEOUT);
                end();
            }
            case INSPECTING -> {
                stream.inputFinal(true);
                inspect();
            }
            case RELAYING -> {
                boolean inspecting =
                        !ofClient && !responseInspected && server().bufferedBytes() > 0;
                if (inspecting) {
                    responseInspected = true;
                    serverRead();
                    flush();
                } else {
                    fail(ofClient ? ErrorKind.CLIENT_TIMEOUT : ErrorKind.SERVER_TIMEOUT);
                }
            }
            case DISPATCHING, OVER -> {}
        }
    }

    private void fail(ErrorKind kind) {
        kind.record(stream);
        if (kind == ErrorKind.CLIENT_ABORTED || kind == ErrorKind.SERVER_ABORTED) {
            // The other side must not take a broken session for a finished one.
            resetOther(kind == ErrorKind.CLIENT_ABORTED);
        }
        finish();
    }

    private void resetOther(boolean clientBroke) {
        TcpServerEnd end = serverEnd;
        if (clientBroke && end != null) {
            Connections.resetOnClose(end.end().channel());
        }
    }

    /** Logs and closes both sides, what was written first. */
    private void finish() {
        if (state == State.OVER) {
            return;
        }
        stream.timers().ended(loop.nowNs());
        accounts.close(stream);
        // After leaving the backend: as in HAProxy, a line counts the others, not itself.
        leaveBackend();
        session.services().log(stream);
        end();
    }

    private void leaveBackend() {
        dispatch.close();
        BackendRuntime backend = stream.backendRuntime();
        if (inBackend && backend != null) {
            inBackend = false;
            backend.sessions().decrement();
        }
    }

    private void end() {
        if (state == State.OVER) {
            return;
        }
        state = State.OVER;
        LiveSessions.of(session).remove(this);
        loop.forget(clientDeadline);
        loop.forget(serverDeadline);
        leaveBackend();
        long patienceMs = Math.max(MIN_PATIENCE_MS, frontendTimeouts().clientMs());
        TcpServerEnd end = serverEnd;
        serverEnd = null;
        if (end != null) {
            end.server().usedConnections().decrement();
            end.end().closeAfterFlush(patienceMs);
            end.abandon();
        }
        client.closeAfterFlush(patienceMs);
        stream.close();
        entrance.left();
    }
}
