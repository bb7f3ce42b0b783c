package io.aplomb.proxy.net;

import io.aplomb.linux.AbstractSockets;
import io.aplomb.linux.SystemCallException;
import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import java.io.Serial;
import java.net.ConnectException;
import java.net.SocketAddress;

/** The name of an abstract unix socket ({@code abns@}), without the zeros around it. */
final class AbstractAddress extends SocketAddress {

    @Serial private static final long serialVersionUID = 1L;

    private final String name;

    AbstractAddress(String name) {
        this.name = name;
    }

    /** A connection to it, there at once, to be registered. */
    Channel connected() throws ConnectException {
        try {
            return new EpollDomainSocketChannel(AbstractSockets.connect(name));
        } catch (SystemCallException refused) {
            ConnectException failure = new ConnectException(refused.reason());
            failure.initCause(refused);
            throw failure;
        }
    }

    @Override
    public String toString() {
        return "abns@" + name;
    }
}
