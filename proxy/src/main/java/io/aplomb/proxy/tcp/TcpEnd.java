package io.aplomb.proxy.tcp;

import io.aplomb.proxy.net.Loop;
import io.aplomb.proxy.session.Input;
import io.aplomb.proxy.session.SessionView;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One of the two connections of a relayed session: its input, its output, what of them has ended.
 */
final class TcpEnd {

    private final Loop loop;
    private @Nullable ChannelHandlerContext context;
    private @Nullable ByteBuf input;
    private boolean reading = true;
    private boolean unflushed;
    private boolean inputEnded;
    private boolean outputEnded;
    private boolean closed;

    TcpEnd(Loop loop) {
        this.loop = loop;
    }

    void attach(ChannelHandlerContext ctx) {
        context = ctx;
    }

    boolean isAttached() {
        return context != null;
    }

    ChannelHandlerContext context() {
        ChannelHandlerContext present = context;
        if (present == null) {
            throw new IllegalStateException("not in a pipeline yet");
        }
        return present;
    }

    Channel channel() {
        return context().channel();
    }

    // ---- input

    void received(ByteBuf bytes) {
        input = Input.append(input, bytes);
    }

    @Nullable ByteBuf input() {
        return input;
    }

    int bufferedBytes() {
        return input == null ? 0 : input.readableBytes();
    }

    /** What is shown of it beside its owner's figures. */
    SessionView.Side view(long totalBytes, long leftMs) {
        return context == null
                ? SessionView.Side.NONE
                : SessionView.Side.of(channel(), bufferedBytes(), totalBytes, leftMs);
    }

    void endInput() {
        inputEnded = true;
    }

    boolean inputEnded() {
        return inputEnded;
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

    // ---- output

    boolean isWritable() {
        return channel().isWritable();
    }

    boolean outputEnded() {
        return outputEnded;
    }

    /** Takes over all of the other end's input; returns how much that was. */
    int take(TcpEnd other) {
        ByteBuf bytes = other.input;
        other.input = null;
        if (bytes == null) {
            return 0;
        }
        int count = bytes.readableBytes();
        ChannelHandlerContext ctx = context();
        ChannelFuture _ = ctx.write(bytes, ctx.voidPromise());
        unflushed = true;
        return count;
    }

    void flush() {
        if (unflushed) {
            unflushed = false;
            loop.flushSoon(context());
        }
    }

    /** Says that nothing more comes, after what was written. */
    void finishSending() {
        if (outputEnded || closed) {
            return;
        }
        outputEnded = true;
        unflushed = false;
        ChannelFuture last = context().writeAndFlush(Unpooled.EMPTY_BUFFER);
        last.addListener(
                _ -> {
                    if (last.channel() instanceof DuplexChannel duplex && duplex.isActive()) {
                        ChannelFuture _ = duplex.shutdownOutput();
                    }
                });
    }

    /**
     * Closes when all is written.
     *
     * @param patienceMs how long a peer that does not read is waited for
     */
    void closeAfterFlush(long patienceMs) {
        if (closed) {
            return;
        }
        dropInput();
        closed = true;
        ChannelHandlerContext ctx = context();
        ChannelFuture last = ctx.writeAndFlush(Unpooled.EMPTY_BUFFER);
        if (!last.isDone()) {
            Runnable close =
                    () -> {
                        ChannelFuture _ = ctx.close();
                    };
            Future<?> limit = ctx.executor().schedule(close, patienceMs, TimeUnit.MILLISECONDS);
            last.addListener(_ -> limit.cancel(false));
        }
        last.addListener(
                _ -> {
                    ChannelFuture _ = last.channel().close();
                });
    }

    void close() {
        dropInput();
        if (!closed && context != null) {
            closed = true;
            context.flush();
            ChannelFuture _ = context.close();
        }
    }

    private void dropInput() {
        if (input != null) {
            input.release();
            input = null;
        }
    }
}
