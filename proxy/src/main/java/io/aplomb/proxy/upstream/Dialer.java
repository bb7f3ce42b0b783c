package io.aplomb.proxy.upstream;

import io.aplomb.base.net.IpAddress;
import io.aplomb.model.net.EndpointSpec;
import io.aplomb.model.proxy.Server;
import io.aplomb.model.proxy.TlsClient;
import io.aplomb.proxy.net.Addresses;
import io.aplomb.proxy.net.Connections;
import io.aplomb.proxy.net.Loop;
import io.aplomb.proxy.net.TlsContexts;
import io.aplomb.proxy.runtime.ServerRuntime;
import io.aplomb.proxy.stream.Stream;
import io.aplomb.proxy.stream.StreamConnection;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Opens connections to servers on one loop. */
public final class Dialer {

    private final Loop loop;
    private final Connections connections;
    private final TlsContexts tls;

    public Dialer(Loop loop, Connections connections, TlsContexts tls) {
        this.loop = loop;
        this.connections = connections;
        this.tls = tls;
    }

    /**
     * Connects.
     *
     * @param stream whose addresses the connection may show or take over
     * @return null when it failed at once and the handler was told
     */
    public @Nullable Channel open(ServerRuntime server, Stream stream, ServerHandler handler) {
        try {
            SocketAddress remote = connections.address(targetOf(server, stream));
            EndpointSpec source = server.config().sourceAddress();
            SocketAddress local = source == null ? null : connections.address(source);
            return connect(server, stream, handler, remote, local);
        } catch (IOException impossible) {
            handler.failed(impossible);
            return null;
        }
    }

    private Channel connect(
            ServerRuntime server,
            Stream stream,
            ServerHandler handler,
            SocketAddress remote,
            @Nullable SocketAddress local)
            throws IOException {
        Channel channel = connections.newConnection(remote);
        ByteBuf greeting = ProxyProtocol.header(server.config().sendProxy(), stream.client(), loop);
        TlsClient tlsClient = server.config().tls();
        SslHandler ssl =
                tlsClient == null
                        ? null
                        : tls.connectingTo(
                                server.config(), loop.allocator(), serverName(tlsClient, stream));
        if (ssl != null) {
            connections.tlsOpened(channel);
        }
        channel.pipeline().addLast(handler);
        loop.adopt(channel);
        ChannelFuture connecting = Connections.connect(channel, remote, local);
        connecting.addListener(
                _ -> {
                    if (!connecting.isSuccess()) {
                        if (greeting != null) {
                            greeting.release();
                        }
                        ChannelFuture _ = channel.close();
                        handler.failed(Connections.causeOf(connecting));
                        return;
                    }
                    if (greeting != null) {
                        ChannelFuture _ = channel.writeAndFlush(greeting);
                    }
                    if (ssl == null) {
                        handler.established();
                    } else {
                        shakeHands(channel, ssl, handler);
                    }
                });
        return channel;
    }

    private static void shakeHands(Channel channel, SslHandler ssl, ServerHandler handler) {
        ssl.handshakeFuture()
                .addListener(
                        done -> {
                            if (done.isSuccess()) {
                                handler.established();
                            } else {
                                ChannelFuture _ = channel.close();
                                handler.failed(Connections.causeOf(done));
                            }
                        });
        channel.pipeline().addFirst(ssl);
    }

    private static @Nullable String serverName(TlsClient tls, Stream stream) {
        return tls.sni() == null ? null : tls.sni().evaluateText(stream);
    }

    /** Where to connect: ports and addresses that follow the client's are filled in. */
    private static EndpointSpec targetOf(ServerRuntime server, Stream stream) {
        EndpointSpec endpoint = server.endpoint();
        Server config = server.config();
        if (!(endpoint instanceof EndpointSpec.Inet(IpAddress address, int port))) {
            return endpoint;
        }
        StreamConnection client = stream.client();
        boolean anyAddress = address == null || (address.high() == 0 && address.low() == 0);
        if (!anyAddress && !config.usesClientPort()) {
            return endpoint;
        }
        IpAddress target =
                anyAddress && client.destination() != null ? client.destination() : address;
        int targetPort =
                config.usesClientPort() ? client.destinationPort() + config.portOffset() : port;
        return new EndpointSpec.Inet(target, targetPort);
    }

    /**
     * What of a connection depends on the stream that opened it: connections are shared between
     * streams with an equal key. Null when nothing does.
     */
    public static @Nullable String sharingKey(ServerRuntime server, Stream stream) {
        Server config = server.config();
        TlsClient tls = config.tls();
        boolean own = config.sendProxy() != Server.ProxyProtocol.NONE;
        String name = tls == null ? null : serverName(tls, stream);
        if (!own && name == null && !config.usesClientPort()) {
            return null;
        }
        StringBuilder key = new StringBuilder();
        if (own) {
            StreamConnection client = stream.client();
            key.append(client.source()).append('|').append(client.sourcePort()).append('|');
        }
        if (name != null) {
            key.append(name).append('|');
        }
        return key.append(targetOf(server, stream).text()).toString();
    }

    /** A text for the log of why. */
    public static String reason(Throwable cause) {
        return Addresses.systemWords(String.valueOf(cause.getMessage()));
    }
}
