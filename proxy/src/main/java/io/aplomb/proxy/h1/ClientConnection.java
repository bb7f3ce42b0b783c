package io.aplomb.proxy.h1;

import io.aplomb.http.Compliance;
import io.aplomb.http.HeadParser;
import io.aplomb.http.HttpHead;
import io.aplomb.model.proxy.Timeouts;
import io.aplomb.proxy.net.Connections;
import io.aplomb.proxy.net.Deadline;
import io.aplomb.proxy.net.Faults;
import io.aplomb.proxy.net.Loop;
import io.aplomb.proxy.reply.ErrorKind;
import io.aplomb.proxy.runtime.ServerRuntime;
import io.aplomb.proxy.session.Arrival;
import io.aplomb.proxy.session.Entrance;
import io.aplomb.proxy.session.HandshakeError;
import io.aplomb.proxy.session.Input;
import io.aplomb.proxy.session.LiveSession;
import io.aplomb.proxy.session.LiveSessions;
import io.aplomb.proxy.session.ProxyHeader;
import io.aplomb.proxy.session.SessionContext;
import io.aplomb.proxy.session.SessionView;
import io.aplomb.proxy.stream.Stream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection: reads one request after the other and has its {@link Exchange} answer it.
 *
 * <pre>
 *  IDLE --first byte--> HEAD --head complete--> EXCHANGE --answered--> IDLE
 *    |                    |                        |
 *    +--------------------+--------> CLOSING <-----+
 * </pre>
 *
 * <p>While an exchange runs, what the client sends beyond its request waits in {@link #input}, at
 * most about one buffer; then reading pauses.
 */
public final class ClientConnection extends ChannelInboundHandlerAdapter implements LiveSession {

    /** How long a closing connection is read from, so that a reset does not destroy the answer. */
    private static final long LINGER_MS = 1_000;

    private enum Phase {
        /** Nothing of a request has come. */
        IDLE,
        /** Some of a request's head has come. */
        HEAD,
        /** A request is being answered. */
        EXCHANGE,
        /** The last answer is on its way out; input is thrown away. */
        CLOSING,
        /** Over. */
        CLOSED
    }

    private final Loop loop;
    private Entrance entrance;
    private HttpHead requestHead;
    private HeadParser parser;
    private Exchange exchange;
    private Stream stream;
    private final Deadline deadline =
            new Deadline() {
                @Override
                protected void expired(long nowMs) {
                    timeIsOver();
                }
            };

    private @Nullable ChannelHandlerContext context;
    private Phase phase = Phase.IDLE;
    private @Nullable ByteBuf input;
    private boolean inputEnded;
    private boolean reading = true;
    private boolean unflushed;
    private boolean advancing;
    private int requests;

    /** The handshakes before HTTP are over. */
    private boolean greeted;

    private @Nullable ServerConnection privateServer;

    /**
     * @param entrance where the connection was accepted; its place there is taken
     */
    public ClientConnection(Entrance entrance) {
        SessionContext session = entrance.session();
        this.entrance = entrance;
        this.loop = session.loop();
        this.requestHead = new HttpHead(session.headLimits());
        HttpHead responseHead = new HttpHead(session.headLimits());
        this.stream = new Stream(session.world(), requestHead, responseHead);
        boolean relaxed = entrance.frontend().config().http().acceptInvalidRequest();
        this.parser =
                HeadParser.ofRequests(
                        session.headLimits(), relaxed ? Compliance.RELAXED : Compliance.STRICT);
        this.exchange = new Exchange(session, this, stream, responseHead);
    }

    // ---- channel events

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        LiveSessions.of(entrance.session()).add(this);
        if (Arrival.begin(ctx, entrance, stream)) {
            loop.armIn(deadline, timeouts().clientMs());
        } else {
            abort();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (Arrival.complete(ctx, stream)) {
            greeted = true;
            armForRequest();
        } else {
            abort();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (phase == Phase.CLOSING || phase == Phase.CLOSED) {
            bytes.release();
            return;
        }
        input = Input.append(input, bytes);
        advance();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        exchange.clientReadComplete();
        flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (phase == Phase.EXCHANGE && ctx.channel().isWritable()) {
            exchange.clientWritable();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            endOfInput();
        } else if (event instanceof ProxyHeader header) {
            header.applyTo(stream.client());
        } else if (event instanceof HandshakeError error) {
            stream.client().error(error.code(), error.text());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        handshakeFailed(Arrival.Ending.CLOSED);
        gone();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Faults.report(cause);
        handshakeFailed(Arrival.Ending.BROKEN);
        gone();
    }

    /** Tells about a connection that ends before its handshakes do. */
    private void handshakeFailed(Arrival.Ending ending) {
        if (!greeted && phase == Phase.IDLE && context != null) {
            Arrival.failed(context, entrance, stream, ending);
        }
    }

    private void endOfInput() {
        if (inputEnded) {
            return;
        }
        inputEnded = true;
        switch (phase) {
            case IDLE -> {
                handshakeFailed(Arrival.Ending.CLOSED);
                abort();
            }
            case HEAD -> {
                exchange.clientAbortedHead();
                abort();
            }
            case EXCHANGE -> exchange.clientEnded();
            case CLOSING -> closeNow();
            case CLOSED -> {}
        }
    }

    /** The connection is broken in both directions. */
    private void gone() {
        inputEnded = true;
        switch (phase) {
            case IDLE, CLOSING -> abort();
            case HEAD -> {
                exchange.clientAbortedHead();
                abort();
            }
            case EXCHANGE -> {
                exchange.clientGone();
                abort();
            }
            case CLOSED -> {}
        }
    }

    // ---- requests

    private void advance() {
        if (advancing) {
            return;
        }
        advancing = true;
        try {
            boolean more = true;
            while (more) {
                more =
                        switch (phase) {
                            case IDLE -> beginHead();
                            case HEAD -> readHead();
                            case EXCHANGE -> {
                                exchange.clientRead();
                                yield phase == Phase.IDLE;
                            }
                            case CLOSING, CLOSED -> false;
                        };
            }
        } finally {
            advancing = false;
        }
    }

    private boolean beginHead() {
        releaseConsumedInput();
        if (input == null) {
            return false;
        }
        takeNewestConfiguration();
        stream.timers().firstByte(loop.nowNs());
        phase = Phase.HEAD;
        Timeouts timeouts = timeouts();
        if (requests > 0 && timeouts.httpRequestMs() > 0) {
            loop.armIn(deadline, timeouts.httpRequestMs());
        }
        return true;
    }

    /**
     * A reload has happened since the last request: this one is answered by the new configuration.
     */
    private void takeNewestConfiguration() {
        Entrance newest = entrance.newest();
        if (newest != entrance && newest.isHttp()) {
            ClientConnection successor = new ClientConnection(newest);
            exchange.dispose();
            stream.close();
            entrance.left();
            entrance = newest;
            requestHead = successor.requestHead;
            parser = successor.parser;
            stream = successor.stream;
            exchange = successor.exchange;
            exchange.moveTo(this);
            newest.taken();
            newest.describe(channel(), stream.client());
            stream.open(newest.listener());
        }
    }

    private boolean readHead() {
        ByteBuf bytes = input;
        if (bytes == null) {
            return false;
        }
        switch (parser.parse(bytes, requestHead)) {
            case NEED_MORE -> {
                if (timeouts().httpRequestMs() == 0) {
                    loop.armIn(deadline, timeouts().clientMs());
                }
                if (inputEnded) {
                    endOfInput();
                }
                return false;
            }
            case ERROR -> exchange.badRequest(parser.violation());
            case COMPLETE -> {
                loop.disarm(deadline);
                phase = Phase.EXCHANGE;
                requests++;
                exchange.begin(requests == 1);
            }
        }
        return phase == Phase.IDLE;
    }

    /** The exchange is over and logged. */
    void exchangeDone(boolean keep) {
        if (phase == Phase.CLOSED) {
            return;
        }
        boolean lastOne = !keep || inputEnded || context().isRemoved();
        if (lastOne) {
            closeAfterFlush();
            return;
        }
        stream.resetForNextRequest();
        phase = Phase.IDLE;
        resumeReading();
        armForRequest();
        if (!advancing) {
            flush();
            if (input != null) {
                advance();
            }
        }
    }

    // ---- time

    private Timeouts timeouts() {
        return exchange.frontendTimeouts();
    }

    /** Before the first byte of a request. */
    private void armForRequest() {
        Timeouts timeouts = timeouts();
        long requestMs =
                timeouts.httpRequestMs() > 0 ? timeouts.httpRequestMs() : timeouts.clientMs();
        boolean kept = requests > 0 && timeouts.httpKeepAliveMs() > 0;
        loop.armIn(deadline, kept ? timeouts.httpKeepAliveMs() : requestMs);
    }

    /** The client has to do something within {@code timeout client}, or a tunnel's. */
    void arm(long durationMs) {
        loop.armIn(deadline, durationMs);
    }

    void disarm() {
        loop.disarm(deadline);
    }

    private void timeIsOver() {
        switch (phase) {
            case IDLE -> {
                if (requests > 0 || !greeted) {
                    handshakeFailed(Arrival.Ending.TIMEOUT);
                    abort();
                } else {
                    exchange.requestTimedOut(false);
                }
            }
            case HEAD -> exchange.requestTimedOut(true);
            case EXCHANGE -> exchange.clientTimedOut();
            case CLOSING -> closeNow();
            case CLOSED -> {}
        }
    }

    // ---- input

    @Nullable ByteBuf input() {
        return input;
    }

    boolean inputEnded() {
        return inputEnded;
    }

    /** The address it came in by is gone from the configuration. */
    boolean isUnwanted() {
        return entrance.isClosed();
    }

    int bufferedBytes() {
        return input == null ? 0 : input.readableBytes();
    }

    void releaseConsumedInput() {
        if (input != null && !input.isReadable()) {
            input.release();
            input = null;
        }
    }

    void pauseReading() {
        if (reading) {
            reading = false;
            channel().config().setAutoRead(false);
        }
    }

    void resumeReading() {
        if (!reading && phase != Phase.CLOSED) {
            reading = true;
            channel().config().setAutoRead(true);
        }
    }

    // ---- server connections of its own

    /** The idle connection to that server that only this client may use, or null. */
    @Nullable ServerConnection privateConnection(ServerRuntime server, @Nullable String key) {
        ServerConnection own = privateServer;
        if (own == null) {
            return null;
        }
        privateServer = null;
        if (own.isUsable() && own.server() == server && Objects.equals(own.sharingKey(), key)) {
            return own;
        }
        own.close();
        return null;
    }

    /** Keeps a connection that no other client may use. */
    void keepPrivate(ServerConnection connection) {
        if (phase == Phase.CLOSED) {
            connection.close();
            return;
        }
        privateServer = connection;
    }

    // ---- output

    Channel channel() {
        return context().channel();
    }

    private ChannelHandlerContext context() {
        ChannelHandlerContext present = context;
        if (present == null) {
            throw new IllegalStateException("not in a pipeline yet");
        }
        return present;
    }

    boolean isWritable() {
        return channel().isWritable();
    }

    /** Bytes handed over and not yet taken by the kernel. */
    long pendingBytes() {
        var buffer = channel().unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    void write(ByteBuf bytes) {
        ChannelHandlerContext ctx = context();
        ChannelFuture _ = ctx.write(bytes, ctx.voidPromise());
        unflushed = true;
    }

    void flush() {
        if (unflushed) {
            unflushed = false;
            loop.flushSoon(context());
        }
    }

    /** Says that nothing more comes, after what was written; the client may go on sending. */
    void finishSending() {
        afterFlush(ClientConnection::shutdownOutput);
    }

    private static void shutdownOutput(Channel channel) {
        if (channel instanceof DuplexChannel duplex && duplex.isActive()) {
            ChannelFuture _ = duplex.shutdownOutput();
        }
    }

    private void afterFlush(java.util.function.Consumer<Channel> action) {
        unflushed = false;
        ChannelFuture last = context().writeAndFlush(Unpooled.EMPTY_BUFFER);
        last.addListener(_ -> action.accept(last.channel()));
    }

    // ---- the end

    /**
     * Closes when all is written. Where the client may still be sending, it is read from for a
     * while: closing with unread input would make the kernel send a reset.
     */
    private void closeAfterFlush() {
        boolean maySend = !inputEnded && (bufferedBytes() > 0 || exchange.clientMayStillSend());
        dropInput();
        phase = Phase.CLOSING;
        long patienceMs = maySend ? LINGER_MS : timeouts().clientMs();
        loop.armIn(deadline, patienceMs > 0 ? patienceMs : LINGER_MS);
        if (maySend) {
            resumeReading();
            finishSending();
        } else {
            afterFlush(_ -> closeNow());
        }
    }

    private void dropInput() {
        if (input != null) {
            input.release();
            input = null;
        }
    }

    private void closeNow() {
        abort();
    }

    @Override
    public void endWhenIdle() {
        if (phase == Phase.IDLE) {
            abort();
        }
    }

    @Override
    public long number() {
        return phase == Phase.EXCHANGE ? exchange.number() : -1;
    }

    @Override
    public @Nullable SessionView view() {
        return phase == Phase.EXCHANGE
                ? exchange.view(
                        SessionView.Side.of(
                                channel(),
                                bufferedBytes(),
                                stream.figures().bytesFromClient(),
                                loop.leftMs(deadline)))
                : null;
    }

    @Override
    public void shutDownIfOn(ServerRuntime server, ErrorKind reason) {
        if (phase == Phase.EXCHANGE && server.continues(stream.serverRuntime())) {
            exchange.shutDown(reason);
        }
    }

    @Override
    public void shutDown(ErrorKind reason) {
        if (phase == Phase.EXCHANGE) {
            exchange.shutDown(reason);
        } else {
            abort();
        }
    }

    @Override
    public void cut() {
        if (phase == Phase.EXCHANGE) {
            exchange.cut();
        } else {
            abort();
        }
    }

    /** Closes at once; what the kernel does not take is lost. */
    void abort() {
        if (phase == Phase.CLOSED) {
            return;
        }
        phase = Phase.CLOSED;
        LiveSessions.of(entrance.session()).remove(this);
        loop.forget(deadline);
        dropInput();
        exchange.dispose();
        if (privateServer != null) {
            privateServer.close();
            privateServer = null;
        }
        stream.close();
        entrance.left();
        if (context != null) {
            context.flush();
            ChannelFuture _ = context.close();
        }
    }

    /** Closes after what was written, though it is not all: the framing tells the client. */
    void closeCut() {
        closeAfterFlush();
    }

    /** Ends with a reset, as for a message cut short that a normal end would make look whole. */
    void reset() {
        if (phase != Phase.CLOSED) {
            Connections.resetOnClose(channel());
            abort();
        }
    }
}
