package io.aplomb.proxy.net;

import io.aplomb.linux.AbstractSockets;
import io.aplomb.linux.Descriptors;
import io.aplomb.linux.SystemCallException;
import io.aplomb.model.net.EndpointSpec;
import io.aplomb.model.proxy.Bind;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.RawUnixChannelOption;
import io.netty.channel.unix.UnixChannelOption;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;

/**
 * Opens what bind lines ask for. Called from control threads; opening waits for the kernel only.
 */
public final class Listeners {

    private static final int DEFAULT_BACKLOG = 4096;

    /** Above standard input, output and error. */
    private static final int LOWEST_COPY = 3;

    // Linux: <netinet/in.h>, <netinet/tcp.h>, <asm-generic/socket.h>.
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_V6ONLY = 26;
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_MAXSEG = 2;
    private static final int TCP_DEFER_ACCEPT = 9;
    private static final int SOL_SOCKET = 1;
    private static final int SO_BINDTODEVICE = 25;
    private static final int INTERFACE_NAME_BYTES = 16;

    private final Transport transport;
    private final List<Loop> loops;

    Listeners(Transport transport, List<Loop> loops) {
        this.transport = transport;
        this.loops = loops;
    }

    /**
     * Listens on a bind line without accepting yet.
     *
     * @throws BindFailure when the kernel refuses; nothing stays open then
     */
    public Listener open(Bind bind, Admission admission) throws BindFailure {
        Listener listener = new Listener(admission);
        try {
            switch (bind.endpoint()) {
                case EndpointSpec.Inet _, EndpointSpec.Host _ -> openInet(listener, bind);
                case EndpointSpec.Unix(String path) -> openUnix(listener, bind, path);
                case EndpointSpec.AbstractUnix(String name) ->
                        accept(listener, AbstractSockets.listen(name, backlog(bind)));
                case EndpointSpec.Descriptor(int number) -> openInherited(listener, bind, number);
            }
            return listener;
        } catch (IOException failure) {
            listener.close();
            throw failure(bind, failure);
        }
    }

    /** A refusal of the system, for the one who wrote the bind line. */
    public static BindFailure failure(Bind bind, IOException refused) {
        String words =
                switch (refused) {
                    case SystemCallException call -> call.reason();
                    case AccessDeniedException denied -> "permission denied: " + denied.getFile();
                    case NoSuchFileException missing -> "no such file: " + missing.getFile();
                    default -> Addresses.systemWords(String.valueOf(refused.getMessage()));
                };
        return new BindFailure(bind.position(), bind.endpoint().text(), words);
    }

    private void openInet(Listener listener, Bind bind) throws IOException {
        SocketAddress wanted = Addresses.socketAddress(bind.endpoint(), transport);
        int sockets = transport == Transport.EPOLL ? loops.size() : 1;
        for (int i = 0; i < sockets; i++) {
            ServerChannel channel = newInet(bind, Addresses.isV6(wanted));
            Loop loop = loops.get(i);
            List<Loop> targets = sockets == 1 ? loops : List.of(loop);
            Acceptor acceptor = start(listener, channel, loop, targets);
            bindTo(channel, wanted);
            listener.add(acceptor);
            if (wanted instanceof InetSocketAddress inet && inet.getPort() == 0) {
                wanted = channel.localAddress();
            }
        }
    }

    private ServerChannel newInet(Bind bind, boolean v6) {
        if (transport != Transport.EPOLL) {
            ServerChannel channel = transport.listeningInet();
            channel.config().setOption(ChannelOption.SO_REUSEADDR, true);
            channel.config().setOption(ChannelOption.SO_BACKLOG, backlog(bind));
            return channel;
        }
        EpollServerSocketChannel channel =
                new EpollServerSocketChannel(
                        v6 ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET);
        channel.config().setReuseAddress(true);
        channel.config().setOption(UnixChannelOption.SO_REUSEPORT, true);
        channel.config().setOption(ChannelOption.SO_BACKLOG, backlog(bind));
        setInetOptions(channel, bind, v6);
        return channel;
    }

    private static void setInetOptions(EpollServerSocketChannel channel, Bind bind, boolean v6) {
        if (v6) {
            setInt(channel, "IPV6_V6ONLY", IPPROTO_IPV6, IPV6_V6ONLY, bind.v6Only() ? 1 : 0);
        }
        if (bind.transparent()) {
            channel.config().setOption(EpollChannelOption.IP_TRANSPARENT, true);
        }
        if (bind.deferAccept()) {
            setInt(channel, "TCP_DEFER_ACCEPT", IPPROTO_TCP, TCP_DEFER_ACCEPT, 1);
        }
        if (bind.fastOpen()) {
            channel.config().setOption(ChannelOption.TCP_FASTOPEN, backlog(bind));
        }
        if (bind.mss() != 0) {
            setInt(channel, "TCP_MAXSEG", IPPROTO_TCP, TCP_MAXSEG, Math.abs(bind.mss()));
        }
        String device = bind.networkInterface();
        if (device != null) {
            byte[] name = device.getBytes(StandardCharsets.UTF_8);
            RawUnixChannelOption option =
                    new RawUnixChannelOption(
                            "SO_BINDTODEVICE", SOL_SOCKET, SO_BINDTODEVICE, INTERFACE_NAME_BYTES);
            ByteBuffer value = ByteBuffer.allocateDirect(INTERFACE_NAME_BYTES);
            value.put(name, 0, Math.min(name.length, INTERFACE_NAME_BYTES - 1)).clear();
            channel.config().setOption(option, value);
        }
    }

    private static void setInt(
            EpollServerSocketChannel channel, String name, int level, int number, int value) {
        channel.config().setOption(new IntegerUnixChannelOption(name, level, number), value);
    }

    private void openUnix(Listener listener, Bind bind, String path) throws IOException {
        UnixSocketFile file = new UnixSocketFile(path);
        listener.file(file);
        ServerChannel channel = transport.listeningUnix();
        channel.config().setOption(ChannelOption.SO_BACKLOG, backlog(bind));
        Acceptor acceptor = start(listener, channel, loops.getFirst(), loops);
        EndpointSpec beside = new EndpointSpec.Unix(file.boundPath());
        bindTo(channel, Addresses.socketAddress(beside, transport));
        listener.add(acceptor);
        file.setAccess(bind.access());
    }

    /**
     * Accepts on a copy of an inherited descriptor: the number itself stays open, so that a reload
     * finds it again. Its socket must be bound and may already listen (manual 4.2 "bind").
     */
    private void openInherited(Listener listener, Bind bind, int number) throws IOException {
        int copy = Descriptors.dupCloseOnExec(number, LOWEST_COPY);
        try {
            if (!Descriptors.isListening(copy)) {
                Descriptors.listen(copy, backlog(bind));
            }
            Descriptors.makeNonBlocking(copy);
        } catch (SystemCallException refused) {
            Descriptors.close(copy);
            throw refused;
        }
        accept(listener, copy);
    }

    /** Accepts from a listening socket that Netty did not open, and closes it in the end. */
    private void accept(Listener listener, int descriptor) throws IOException {
        if (transport != Transport.EPOLL) {
            Descriptors.close(descriptor);
            throw new IOException("a socket opened elsewhere needs epoll");
        }
        ServerChannel channel =
                Descriptors.family(descriptor) == Descriptors.Family.UNIX
                        ? new EpollServerDomainSocketChannel(descriptor)
                        : new EpollServerSocketChannel(descriptor);
        listener.add(start(listener, channel, loops.getFirst(), loops));
    }

    private static Acceptor start(
            Listener listener, ServerChannel channel, Loop loop, List<Loop> targets)
            throws IOException {
        Acceptor acceptor = new Acceptor(listener, channel, loop, targets);
        channel.pipeline().addLast(acceptor);
        EventLoop executor = loop.executor();
        await(executor.register(channel), channel);
        return acceptor;
    }

    private static void bindTo(ServerChannel channel, SocketAddress address) throws IOException {
        await(channel.bind(address), channel);
    }

    private static void await(ChannelFuture future, ServerChannel channel) throws IOException {
        future.awaitUninterruptibly();
        Throwable cause = future.cause();
        if (cause != null) {
            ChannelFuture _ = channel.close().awaitUninterruptibly();
            throw new IOException(cause.getMessage(), cause);
        }
    }

    private static int backlog(Bind bind) {
        return bind.backlog() > 0 ? bind.backlog() : DEFAULT_BACKLOG;
    }
}
