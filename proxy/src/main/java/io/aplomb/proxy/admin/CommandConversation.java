package io.aplomb.proxy.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aplomb.proxy.admin.Callers.Caller;
import io.aplomb.proxy.net.Addresses;
import io.aplomb.proxy.net.Deadline;
import io.aplomb.proxy.net.Faults;
import io.aplomb.proxy.net.Loop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to a {@code stats socket}: a line in, its answer out, one after the other. Without
 * a prompt it ends after the first line, as HAProxy's does.
 *
 * <p>On its event loop; the commands, which may wait for loops, run on a thread of their own, and
 * nothing is read meanwhile.
 */
final class CommandConversation extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(CommandConversation.class);

    /** A longer line ends the conversation: HAProxy's buffer. */
    private static final int MAX_LINE_BYTES = 16_384;

    /** What is written in one go, so that a slow reader is told from one that reads nothing. */
    private static final int SLICE_BYTES = 65_536;

    private static final String PROMPT = "> ";

    private final RuntimeCommands commands;
    private final CommandSession session;
    private final Loop loop;
    private final int socket;
    private final Runnable left;
    private final ByteBuf input = Unpooled.buffer(256, MAX_LINE_BYTES);
    private boolean busy;
    private boolean inputEnded;
    private @Nullable Silence silence;
    private @Nullable Caller caller;

    /**
     * @param socket its number, as callers' addresses name it
     * @param left called once when the conversation is over
     */
    CommandConversation(
            RuntimeCommands commands,
            CommandSession session,
            Loop loop,
            int socket,
            Runnable left) {
        this.commands = commands;
        this.session = session;
        this.loop = loop;
        this.socket = socket;
        this.left = left;
    }

    /** Nobody said anything for too long. */
    private static final class Silence extends Deadline {
        private final ChannelHandlerContext ctx;

        Silence(ChannelHandlerContext ctx) {
            this.ctx = ctx;
        }

        @Override
        protected void expired(long nowMs) {
            ChannelFuture _ = ctx.close();
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        silence = new Silence(ctx);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        Caller present = caller(ctx);
        caller = present;
        commands.callers().came(present);
        awaitPeer();
    }

    private Caller caller(ChannelHandlerContext ctx) {
        SocketAddress remote = ctx.channel().remoteAddress();
        Runnable cut =
                () -> {
                    ChannelFuture _ = ctx.close();
                };
        boolean inet = remote instanceof InetSocketAddress;
        return new Caller(
                commands.nextSessionNumber(),
                inet ? "tcpv4" : "unix_stream",
                inet ? Addresses.text(remote) : "unix:" + socket,
                commands.nowMs(),
                cut);
    }

    private void awaitPeer() {
        if (silence != null) {
            loop.armIn(silence, session.timeoutMs());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            if (bytes.readableBytes() > MAX_LINE_BYTES - input.readableBytes()) {
                ChannelFuture _ = ctx.close();
                return;
            }
            input.discardReadBytes().writeBytes(bytes);
        } finally {
            bytes.release();
        }
        awaitPeer();
        proceed(ctx);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnded = true;
            proceed(ctx);
        }
    }

    private void proceed(ChannelHandlerContext ctx) {
        if (busy) {
            return;
        }
        String line = takeLine();
        if (line != null) {
            run(ctx, line);
        } else if (inputEnded) {
            ChannelFuture _ = ctx.close();
        } else if (!input.isWritable()) {
            LOG.debug("a command line is longer than {} bytes", MAX_LINE_BYTES);
            ChannelFuture _ = ctx.close();
        }
    }

    /** The next line; at the end of the input also one without a line end. */
    private @Nullable String takeLine() {
        int length = input.bytesBefore((byte) '\n');
        if (length >= 0) {
            String line = input.toString(input.readerIndex(), length, UTF_8);
            input.skipBytes(length + 1);
            return line;
        }
        String rest = inputEnded ? input.toString(UTF_8) : "";
        if (rest.isBlank()) {
            return null;
        }
        input.clear();
        return rest;
    }

    private void run(ChannelHandlerContext ctx, String line) {
        busy = true;
        ctx.channel().config().setAutoRead(false);
        if (silence != null) {
            loop.disarm(silence);
        }
        Thread _ =
                Thread.ofVirtual()
                        .name("runtime-command")
                        .start(
                                () -> {
                                    String answer = answer(line);
                                    loop.execute(() -> answered(ctx, answer));
                                });
    }

    private String answer(String line) {
        try {
            return commands.run(line, session);
        } catch (RuntimeException bug) {
            LOG.error("the command \"{}\" failed", line, bug);
            return "Internal error.\n\n";
        }
    }

    private void answered(ChannelHandlerContext ctx, String answer) {
        if (!ctx.channel().isActive()) {
            return; // gone while the command ran, and with it what we keep
        }
        boolean more = session.prompting() && !session.ended();
        ByteBuf bytes = Unpooled.copiedBuffer(more ? answer + PROMPT : answer, UTF_8);
        write(ctx, bytes, more);
    }

    private void write(ChannelHandlerContext ctx, ByteBuf bytes, boolean more) {
        awaitPeer();
        boolean last = bytes.readableBytes() <= SLICE_BYTES;
        ChannelFuture written =
                ctx.writeAndFlush(last ? bytes : bytes.readRetainedSlice(SLICE_BYTES));
        if (!last) {
            var _ =
                    written.addListener(
                            done -> {
                                if (done.isSuccess()) {
                                    write(ctx, bytes, more);
                                } else {
                                    bytes.release();
                                }
                            });
        } else if (more) {
            busy = false;
            ctx.channel().config().setAutoRead(true);
            proceed(ctx);
        } else {
            var _ = written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (silence != null) {
            loop.forget(silence);
        }
        input.release();
        if (caller != null) {
            commands.callers().left(caller);
        }
        left.run();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Faults.report(cause);
        ChannelFuture _ = ctx.close();
    }
}
