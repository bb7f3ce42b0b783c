package io.aplomb.proxy.net;

import io.aplomb.base.net.IpAddress;
import io.aplomb.model.net.EndpointSpec;
import io.netty.channel.Channel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Between the addresses of configurations, of the JDK and of Netty. */
public final class Addresses {

    private Addresses() {}

    /** The address of the other end or of ours; null for a unix socket. */
    public static @Nullable IpAddress ipOf(@Nullable SocketAddress address) {
        if (address instanceof InetSocketAddress inet && inet.getAddress() != null) {
            return IpAddress.ofBytes(inet.getAddress().getAddress());
        }
        return null;
    }

    /** The port; 0 for a unix socket. */
    public static int portOf(@Nullable SocketAddress address) {
        return address instanceof InetSocketAddress inet ? inet.getPort() : 0;
    }

    public static InetSocketAddress inet(IpAddress address, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address.toBytes()), port);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("4 or 16 octets are always an address", impossible);
        }
    }

    /**
     * Where to listen or connect.
     *
     * @throws IOException for a name, which whoever made the configuration has to resolve, and for
     *     a descriptor, which has no address
     */
    static SocketAddress socketAddress(EndpointSpec endpoint, Transport transport)
            throws IOException {
        return switch (endpoint) {
            case EndpointSpec.Inet(IpAddress address, int port) ->
                    inet(address == null ? IpAddress.v4(0) : address, port);
            case EndpointSpec.Unix(String path) -> unix(path, transport);
            case EndpointSpec.AbstractUnix(String name) -> new AbstractAddress(name);
            case EndpointSpec.Host(String name, int port) -> resolved(name, port);
            case EndpointSpec.Descriptor descriptor ->
                    throw new IOException("no address: " + descriptor.text());
        };
    }

    private static SocketAddress resolved(String name, int port) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(name), port);
    }

    private static SocketAddress unix(String path, Transport transport) {
        return switch (transport) {
            case EPOLL -> new DomainSocketAddress(path);
            case NIO -> UnixDomainSocketAddress.of(path);
        };
    }

    static boolean isV6(SocketAddress address) {
        return address instanceof InetSocketAddress inet
                && inet.getAddress() instanceof java.net.Inet6Address;
    }

    /** The system's words without Netty's {@code bind(..) failed with error(-98): }. */
    public static String systemWords(String message) {
        int lead = message.lastIndexOf("): ");
        return lead < 0 ? message : message.substring(lead + 3);
    }

    /** Where a channel is, for people. */
    public static String text(Channel channel) {
        return text(channel.localAddress());
    }

    /** A text for people: {@code 127.0.0.1:80} or the path of a unix socket; "" for null. */
    public static String text(@Nullable SocketAddress address) {
        if (address == null) {
            return "";
        }
        return address instanceof InetSocketAddress inet
                ? ipOf(inet) + ":" + inet.getPort()
                : address.toString();
    }

    /** The file descriptor under a channel, -1 where its transport does not tell. */
    public static int descriptorOf(Channel channel) {
        return channel instanceof UnixChannel unix ? unix.fd().intValue() : -1;
    }
}
