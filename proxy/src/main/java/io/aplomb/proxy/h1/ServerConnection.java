package io.aplomb.proxy.h1;

import io.aplomb.proxy.net.Addresses;
import io.aplomb.proxy.net.Faults;
import io.aplomb.proxy.net.Loop;
import io.aplomb.proxy.runtime.ServerRuntime;
import io.aplomb.proxy.session.Input;
import io.aplomb.proxy.session.SessionView;
import io.aplomb.proxy.stream.Stream;
import io.aplomb.proxy.stream.StreamConnection;
import io.aplomb.proxy.upstream.ServerHandler;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a server: in use by one exchange, or idle in the {@link ServerPool}. On its loop.
 */
final class ServerConnection extends ServerHandler {

    private final ServerRuntime server;
    private final @Nullable String sharingKey;
    private final Loop loop;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Exchange exchange;
    private @Nullable ServerPool pool;

    /** Response bytes read and not yet forwarded. */
    private @Nullable ByteBuf input;

    private boolean connected;
    private boolean inputEnded;
    private boolean closed;
    private boolean reading = true;
    private boolean unflushed;

    /** Requests sent on it so far. */
    private int requests;

    /** Only the client connection that opened it may use it. */
    private boolean isPrivate;

    ServerConnection(
            ServerRuntime server, @Nullable String sharingKey, Loop loop, Exchange exchange) {
        this.server = server;
        this.sharingKey = sharingKey;
        this.loop = loop;
        this.exchange = exchange;
        server.usedConnections().increment();
    }

    ServerRuntime server() {
        return server;
    }

    @Nullable String sharingKey() {
        return sharingKey;
    }

    int requests() {
        return requests;
    }

    void countRequest() {
        requests++;
    }

    boolean isPrivate() {
        return isPrivate;
    }

    void makePrivate() {
        isPrivate = true;
    }

    @Nullable ByteBuf input() {
        return input;
    }

    boolean inputEnded() {
        return inputEnded;
    }

    /** Whether it can carry another request as far as the connection itself tells. */
    boolean isUsable() {
        return connected && !closed && !inputEnded && input == null;
    }

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

    /** Fills in its addresses. */
    void describe(StreamConnection facts) {
        SocketAddress local = channel().localAddress();
        SocketAddress remote = channel().remoteAddress();
        facts.open(
                Addresses.ipOf(local),
                Addresses.portOf(local),
                Addresses.ipOf(remote),
                Addresses.portOf(remote),
                1);
    }

    /** What is shown of it beside a stream's figures. */
    SessionView.Side view(Stream stream, long leftMs) {
        return context == null
                ? SessionView.Side.NONE
                : SessionView.Side.of(
                        channel(),
                        input == null ? 0 : input.readableBytes(),
                        stream.figures().bytesToClient(),
                        leftMs);
    }

    /** Whether the pool holds it; null while an exchange does. */
    void heldBy(@Nullable ServerPool holder) {
        pool = holder;
    }

    /** An exchange takes it out of the pool. */
    void borrow(Exchange borrower) {
        exchange = borrower;
        server.usedConnections().increment();
    }

    /** The exchange is through with it; it stays open. */
    void giveBack() {
        exchange = null;
        server.usedConnections().decrement();
        resumeReading();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    protected void established() {
        connected = true;
        if (exchange != null) {
            exchange.serverEstablished();
        }
    }

    @Override
    protected void failed(Throwable cause) {
        if (closed) {
            return;
        }
        closed = true;
        Exchange owner = exchange;
        detach();
        if (owner != null) {
            owner.serverFailed(cause);
        }
    }

    private void detach() {
        if (exchange != null) {
            exchange = null;
            server.usedConnections().decrement();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (exchange == null || closed) {
            // An idle server has nothing to say: whatever it is, no request may be answered by it.
            bytes.release();
            close();
            return;
        }
        input = Input.append(input, bytes);
        exchange.serverRead();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (exchange != null) {
            exchange.serverReadComplete();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (exchange != null && ctx.channel().isWritable()) {
            exchange.serverWritable();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            ended();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        ended();
        close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // Nothing more comes and nothing can be sent.
        Faults.report(cause);
        if (!connected) {
            failed(cause);
            return;
        }
        ended();
        close();
    }

    private void ended() {
        if (inputEnded || !connected) {
            return;
        }
        inputEnded = true;
        if (exchange != null) {
            exchange.serverEnded();
        } else {
            close();
        }
    }

    /** Consumed input is released at once, so that an idle connection holds no buffer. */
    void releaseConsumedInput() {
        if (input != null && !input.isReadable()) {
            input.release();
            input = null;
        }
    }

    boolean isWritable() {
        return context().channel().isWritable();
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

    void pauseReading() {
        if (reading) {
            reading = false;
            channel().config().setAutoRead(false);
        }
    }

    void resumeReading() {
        if (!reading && !closed) {
            reading = true;
            channel().config().setAutoRead(true);
        }
    }

    /** Tells the server that nothing more will be sent, after what was written. */
    void finishSending() {
        if (!closed && channel() instanceof DuplexChannel duplex) {
            ChannelHandlerContext ctx = context();
            ChannelFuture last = ctx.writeAndFlush(io.netty.buffer.Unpooled.EMPTY_BUFFER);
            last.addListener(
                    _ -> {
                        ChannelFuture _ = duplex.shutdownOutput();
                    });
        }
    }

    /** Ends it. The exchange, if any, is not told. */
    void close() {
        if (input != null) {
            input.release();
            input = null;
        }
        detach();
        if (pool != null) {
            pool.remove(this);
        }
        if (!closed) {
            closed = true;
            if (context != null) {
                context.flush();
                ChannelFuture _ = context.close();
            }
        }
    }

    Loop loop() {
        return loop;
    }
}
