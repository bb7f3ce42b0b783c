package io.aplomb.proxy.log;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A unix datagram socket like {@code /dev/log}. Every line names its receiver anew, so that a
 * syslog daemon that was restarted gets the next one. Netty's channel is used because the JDK has
 * no unix datagrams.
 */
final class UnixDatagramSink implements LogSink {

    private static final long SEND_TIMEOUT_MS = 1_000;

    private final DomainSocketAddress address;
    private @Nullable EventLoopGroup group;
    private @Nullable Channel channel;

    UnixDatagramSink(String path) {
        this.address = new DomainSocketAddress(path);
    }

    @Override
    public void send(byte[] line) throws IOException {
        Channel open = channel;
        if (open != null && open.isActive() && failure(open, line) == null) {
            return;
        }
        // The daemon was restarted, or this is the first line.
        closeChannel();
        open = open();
        channel = open;
        Throwable failure = failure(open, line);
        if (failure != null) {
            closeChannel();
            throw new IOException("the log socket " + address.path() + ": " + failure, failure);
        }
    }

    private @Nullable Throwable failure(Channel open, byte[] line) {
        ChannelFuture sent = open.writeAndFlush(Unpooled.wrappedBuffer(line));
        if (!sent.awaitUninterruptibly(SEND_TIMEOUT_MS)) {
            sent.cancel(false);
            return new IOException("it takes no more lines");
        }
        return sent.cause();
    }

    private Channel open() throws IOException {
        EventLoopGroup loops = group;
        if (loops == null) {
            loops =
                    new MultiThreadIoEventLoopGroup(
                            1,
                            new DefaultThreadFactory("log-unix", true),
                            EpollIoHandler.newFactory());
            group = loops;
        }
        ChannelFuture connected =
                new Bootstrap()
                        .group(loops)
                        .channel(EpollDomainDatagramChannel.class)
                        .handler(new ChannelInboundHandlerAdapter())
                        .connect(address)
                        .awaitUninterruptibly();
        Throwable cause = connected.cause();
        if (cause != null) {
            throw new IOException("the log socket " + address.path() + ": " + cause, cause);
        }
        return connected.channel();
    }

    @Override
    public void close() {
        closeChannel();
        if (group != null) {
            group.shutdownGracefully(0, SEND_TIMEOUT_MS, TimeUnit.MILLISECONDS)
                    .awaitUninterruptibly(SEND_TIMEOUT_MS);
            group = null;
        }
    }

    private void closeChannel() {
        if (channel != null) {
            channel.close().awaitUninterruptibly(SEND_TIMEOUT_MS);
            channel = null;
        }
    }
}
