package io.aplomb.proxy.net;

import io.aplomb.base.Check;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a unix socket, read and written by one thread that blocks. The event loop reads
 * only when asked, so what is kept is never more than one read.
 */
public final class UnixStream implements AutoCloseable {

    private static final byte[] NOTHING = new byte[0];

    /** What the event loop tells the reader. */
    private sealed interface Arrival {
        record Data(byte[] octets) implements Arrival {}

        /** End of the stream, or why it broke. */
        record End(@Nullable Throwable cause) implements Arrival {}
    }

    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private @Nullable Channel channel;
    private byte[] current = NOTHING;
    private int taken;

    UnixStream() {}

    ChannelHandler handler() {
        return new Reader(arrivals);
    }

    void over(Channel connected) {
        channel = connected;
    }

    /**
     * Reads what there is, waiting for at least one octet.
     *
     * @return octets read, -1 at the end of the stream
     * @throws SocketTimeoutException when the time is over
     * @throws IOException when the connection broke
     */
    public int read(byte[] into, int offset, long timeoutMs) throws IOException {
        if (taken == current.length) {
            Channel from = Check.present(channel, "connected unix socket");
            if (arrivals.isEmpty()) {
                from.read();
            }
            switch (next(timeoutMs)) {
                case Arrival.Data(byte[] octets) -> {
                    current = octets;
                    taken = 0;
                }
                case Arrival.End end -> {
                    // The end stays the end, however often it is asked for.
                    arrivals.add(end);
                    return ended(end);
                }
            }
        }
        int count = Math.min(current.length - taken, into.length - offset);
        System.arraycopy(current, taken, into, offset, count);
        taken += count;
        return count;
    }

    private static int ended(Arrival.End end) throws IOException {
        Throwable cause = end.cause();
        if (cause == null) {
            return -1;
        }
        throw new IOException(Addresses.systemWords(String.valueOf(cause.getMessage())), cause);
    }

    private Arrival next(long timeoutMs) throws IOException {
        try {
            Arrival arrival = arrivals.poll(timeoutMs, TimeUnit.MILLISECONDS);
            if (arrival == null) {
                throw new SocketTimeoutException("read timed out");
            }
            return arrival;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading");
        }
    }

    /**
     * Sends all of it.
     *
     * @throws SocketTimeoutException when the time is over
     * @throws IOException when the connection broke
     */
    public void write(byte[] data, long timeoutMs) throws IOException {
        ChannelFuture writing =
                Check.present(channel, "connected unix socket")
                        .writeAndFlush(Unpooled.wrappedBuffer(data));
        try {
            if (!writing.await(timeoutMs)) {
                throw new SocketTimeoutException("write timed out");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while writing");
        }
        if (!writing.isSuccess()) {
            Throwable cause = Connections.causeOf(writing);
            throw new IOException(Addresses.systemWords(String.valueOf(cause.getMessage())), cause);
        }
    }

    @Override
    public void close() {
        if (channel != null) {
            ChannelFuture _ = channel.close();
        }
    }

    /** On the event loop. */
    private static final class Reader extends ChannelInboundHandlerAdapter {

        private final BlockingQueue<Arrival> arrivals;

        Reader(BlockingQueue<Arrival> arrivals) {
            this.arrivals = arrivals;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf octets = (ByteBuf) message;
            try {
                if (octets.isReadable()) {
                    arrivals.add(new Arrival.Data(ByteBufUtil.getBytes(octets)));
                }
            } finally {
                octets.release();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            arrivals.add(new Arrival.End(null));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            arrivals.add(new Arrival.End(cause));
            ChannelFuture _ = ctx.close();
        }
    }
}
