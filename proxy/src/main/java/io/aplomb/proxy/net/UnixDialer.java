package io.aplomb.proxy.net;

import io.aplomb.model.net.EndpointSpec;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Connects to unix sockets for those who block on a virtual thread, abstract names included, which
 * the JDK's own channels do not know. One event loop, started with the first connection. Any
 * thread.
 */
public final class UnixDialer implements AutoCloseable {

    private final Transport transport = Transport.best();
    private @Nullable EventLoopGroup group;
    private boolean closed;

    /**
     * Connects.
     *
     * @throws SocketTimeoutException when it takes longer
     * @throws IOException when it fails, in the system's words
     */
    public UnixStream connect(EndpointSpec endpoint, long timeoutMs) throws IOException {
        UnixStream stream = new UnixStream();
        Bootstrap bootstrap =
                new Bootstrap()
                        .group(group())
                        .option(ChannelOption.AUTO_READ, false)
                        .handler(stream.handler());
        SocketAddress address = Addresses.socketAddress(endpoint, transport);
        ChannelFuture connecting;
        if (address instanceof AbstractAddress name) {
            Channel connected = name.connected();
            connecting = bootstrap.channelFactory(() -> connected).register();
        } else {
            connecting = bootstrap.channelFactory(transport::connectingUnix).connect(address);
        }
        try {
            if (!connecting.await(timeoutMs)) {
                ChannelFuture _ = connecting.channel().close();
                throw new SocketTimeoutException("connect timed out");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ChannelFuture _ = connecting.channel().close();
            throw new InterruptedIOException("interrupted while connecting");
        }
        if (!connecting.isSuccess()) {
            throw failure(Connections.causeOf(connecting));
        }
        stream.over(connecting.channel());
        return stream;
    }

    /** Netty says {@code connect(..) failed with error(-111): Connection refused: path}. */
    private static IOException failure(Throwable cause) {
        String words = Addresses.systemWords(String.valueOf(cause.getMessage()));
        int path = words.indexOf(": ");
        return new IOException(path < 0 ? words : words.substring(0, path), cause);
    }

    private synchronized EventLoopGroup group() throws IOException {
        if (closed) {
            throw new IOException("closed");
        }
        EventLoopGroup running = group;
        if (running == null) {
            running =
                    new MultiThreadIoEventLoopGroup(
                            1,
                            new DefaultThreadFactory("unix-dialer", true),
                            transport.ioHandlers());
            group = running;
        }
        return running;
    }

    /** Closes every connection; returns at once. */
    @Override
    public synchronized void close() {
        closed = true;
        if (group != null) {
            Future<?> _ = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }
}
