package io.aplomb.proxy.net;

import io.aplomb.model.net.EndpointSpec;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections and gives accepted ones their options: one write buffer of about {@code
 * tune.bufsize} per direction, no delay, half-closing left to the handlers.
 */
public final class Connections {

    private final Transport transport;
    private final ByteBufAllocator allocator;
    private final int bufferBytes;
    private final WriteBufferWaterMark waterMark;
    private final Consumer<Channel> tlsOpened;

    /**
     * @param tlsOpened told of each connection to a server that is to speak TLS
     */
    public Connections(
            Transport transport,
            ByteBufAllocator allocator,
            int bufferBytes,
            Consumer<Channel> tlsOpened) {
        this.tlsOpened = tlsOpened;
        this.transport = transport;
        this.allocator = allocator;
        this.bufferBytes = bufferBytes;
        this.waterMark = new WriteBufferWaterMark(bufferBytes, 2 * bufferBytes);
    }

    /** The address to connect to or from. */
    public SocketAddress address(EndpointSpec endpoint) throws IOException {
        return Addresses.socketAddress(endpoint, transport);
    }

    /**
     * A channel to be registered and then given to {@link #connect}, with its options set.
     *
     * @throws IOException when the other end of an abstract unix socket refuses
     */
    public Channel newConnection(SocketAddress remote) throws IOException {
        if (remote instanceof AbstractAddress address) {
            Channel channel = address.connected();
            configure(channel, true);
            return channel;
        }
        boolean unix =
                remote instanceof DomainSocketAddress || remote instanceof UnixDomainSocketAddress;
        Channel channel = unix ? transport.connectingUnix() : transport.connectingInet();
        configure(channel, unix);
        return channel;
    }

    /** Connects a channel that was made for that address, from {@code local} unless null. */
    public static ChannelFuture connect(
            Channel channel, SocketAddress remote, @Nullable SocketAddress local) {
        return remote instanceof AbstractAddress
                ? channel.newSucceededFuture()
                : channel.connect(remote, local);
    }

    /** A connection to a server is to speak TLS. */
    public void tlsOpened(Channel channel) {
        tlsOpened.accept(channel);
    }

    /** Sets the options of an accepted connection. */
    public void configure(Channel channel, boolean unix) {
        var config = channel.config();
        config.setAllocator(allocator);
        config.setRecvByteBufAllocator(new SizedReads(bufferBytes));
        config.setWriteBufferWaterMark(waterMark);
        config.setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        config.setAutoClose(false);
        if (!unix) {
            config.setOption(ChannelOption.TCP_NODELAY, true);
        }
    }

    /** Makes the next close a reset, so that the peer does not take it for a normal end. */
    public static void resetOnClose(Channel channel) {
        if (channel.isOpen()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        }
    }

    /** Why a future failed. */
    public static Throwable causeOf(Future<?> failed) {
        Throwable cause = failed.cause();
        return cause == null ? new IOException("cancelled") : cause;
    }
}
