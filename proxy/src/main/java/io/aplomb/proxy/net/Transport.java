package io.aplomb.proxy.net;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

/** The system interface under the event loops. */
public enum Transport {
    /** Linux epoll through Netty's native library: all features. */
    EPOLL,
    /** The JDK's selectors: one listening socket for all loops, no inherited descriptors. */
    NIO;

    /** The best one that this machine can run. */
    public static Transport best() {
        return Epoll.isAvailable() ? EPOLL : NIO;
    }

    IoHandlerFactory ioHandlers() {
        return switch (this) {
            case EPOLL -> EpollIoHandler.newFactory();
            case NIO -> NioIoHandler.newFactory();
        };
    }

    ServerChannel listeningInet() {
        return switch (this) {
            case EPOLL -> new EpollServerSocketChannel();
            case NIO -> new NioServerSocketChannel();
        };
    }

    ServerChannel listeningUnix() {
        return switch (this) {
            case EPOLL -> new EpollServerDomainSocketChannel();
            case NIO -> new NioServerDomainSocketChannel();
        };
    }

    Channel connectingInet() {
        return switch (this) {
            case EPOLL -> new EpollSocketChannel();
            case NIO -> new NioSocketChannel();
        };
    }

    Channel connectingUnix() {
        return switch (this) {
            case EPOLL -> new EpollDomainSocketChannel();
            case NIO -> new NioDomainSocketChannel();
        };
    }
}
