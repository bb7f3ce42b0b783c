package io.aplomb.proxy.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.ServerChannel;
import io.netty.util.UncheckedBooleanSupplier;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One listening socket on its loop, paused at first. Accepts only while the admission has places,
 * so that what is too much waits in the kernel's queue as HAProxy lets it.
 *
 * <p>A place is taken after {@code accept()}, and another loop may have taken the last one
 * meanwhile: then the connection waits here, the only one, until there is a place.
 */
final class Acceptor extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);

    /** How long accepting rests when the process has no descriptor left. */
    private static final long EXHAUSTED_PAUSE_MS = 100;

    /** Connections accepted in one go before other work of the loop gets its turn. */
    private static final int ACCEPTS_PER_TURN = 64;

    private final Listener listener;
    private final ServerChannel channel;
    private final Loop home;
    private final List<Loop> targets;
    private int nextTarget;
    private final Deque<Channel> waiting = new ArrayDeque<>();
    private boolean full;
    private boolean paused = true;
    private final Deadline retry =
            new Deadline() {
                @Override
                protected void expired(long nowMs) {
                    proceed();
                }
            };

    /**
     * @param targets the loops that get the accepted connections in turn
     */
    Acceptor(Listener listener, ServerChannel channel, Loop home, List<Loop> targets) {
        this.listener = listener;
        this.channel = channel;
        this.home = home;
        this.targets = targets;
        channel.config().setRecvByteBufAllocator(new GatedAccepts());
        channel.config().setAutoRead(false);
    }

    ServerChannel channel() {
        return channel;
    }

    void resume() {
        home.execute(this::proceed);
    }

    void pause() {
        home.execute(
                () -> {
                    paused = true;
                    channel.config().setAutoRead(false);
                });
    }

    void unpause() {
        home.execute(
                () -> {
                    paused = false;
                    proceed();
                });
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        Channel connection = (Channel) message;
        if (!waiting.isEmpty() || !enter()) {
            waiting.add(connection);
            return;
        }
        handOver(connection);
    }

    private boolean enter() {
        long waitMs = listener.admission().tryEnter();
        if (waitMs == 0) {
            return true;
        }
        full = true;
        channel.config().setAutoRead(false);
        if (waitMs > 0) {
            home.armIn(retry, waitMs);
        }
        return false;
    }

    private void handOver(Channel connection) {
        Loop target = targets.get(nextTarget);
        nextTarget = nextTarget + 1 == targets.size() ? 0 : nextTarget + 1;
        listener.admission().accepted(listener, connection, target);
    }

    private void proceed() {
        full = false;
        while (!waiting.isEmpty()) {
            if (!enter()) {
                return;
            }
            handOver(waiting.poll());
        }
        if (!paused && channel.isOpen()) {
            channel.config().setAutoRead(true);
        }
    }

    /** Sockets that Netty did not bind never were active, so their end is told by this alone. */
    @Override
    public void channelUnregistered(ChannelHandlerContext ctx) {
        home.forget(retry);
        waiting.forEach(connection -> connection.unsafe().closeForcibly());
        waiting.clear();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.warn("accept on {}: {}", Addresses.text(channel), cause.getMessage());
            channel.config().setAutoRead(false);
            home.armIn(retry, EXHAUSTED_PAUSE_MS);
        } else {
            LOG.error("accept on {}", Addresses.text(channel), cause);
        }
    }

    /** Ends a turn of accepts as soon as the admission was found full. */
    private final class GatedAccepts extends DefaultMaxMessagesRecvByteBufAllocator {

        GatedAccepts() {
            super(ACCEPTS_PER_TURN);
        }

        @Override
        public RecvByteBufAllocator.ExtendedHandle newHandle() {
            return new MaxMessageHandle() {
                @Override
                public int guess() {
                    return 128;
                }

                @Override
                public boolean continueReading() {
                    return !full && super.continueReading();
                }

                @Override
                public boolean continueReading(UncheckedBooleanSupplier maybeMoreData) {
                    return !full && super.continueReading(maybeMoreData);
                }
            };
        }
    }
}
