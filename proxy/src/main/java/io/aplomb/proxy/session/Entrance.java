package io.aplomb.proxy.session;

import io.aplomb.http.HttpHead;
import io.aplomb.model.proxy.Proxy;
import io.aplomb.proxy.net.Addresses;
import io.aplomb.proxy.runtime.FrontendRuntime;
import io.aplomb.proxy.runtime.FrontendRuntime.ListenerRuntime;
import io.aplomb.proxy.stream.Stream;
import io.aplomb.proxy.stream.StreamConnection;
import io.netty.channel.Channel;
import java.net.SocketAddress;

/**
 * One listening address of a frontend as connections of one loop see it, in one configuration.
 * Counts who is inside.
 */
public final class Entrance {

    /** The door all loops share. */
    public interface Door {
        /** This loop's entrance in the configuration now in force. */
        Entrance newest(Entrance former);

        /** Whether the address was given up by a reload or the end of the program. */
        boolean isClosed();

        /** A connection has taken a place without asking, as a reload moved it here. */
        void taken();

        /** A connection has ended. */
        void left();
    }

    private final SessionContext session;
    private final ListenerRuntime listener;
    private final Door door;

    public Entrance(SessionContext session, ListenerRuntime listener, Door door) {
        this.session = session;
        this.listener = listener;
        this.door = door;
    }

    public SessionContext session() {
        return session;
    }

    public ListenerRuntime listener() {
        return listener;
    }

    public FrontendRuntime frontend() {
        return listener.frontendRuntime();
    }

    public boolean isHttp() {
        return frontend().config().mode() == Proxy.Mode.HTTP;
    }

    /** A stream for a session without HTTP. */
    public Stream newStream() {
        return new Stream(
                session.world(),
                new HttpHead(session.headLimits()),
                new HttpHead(session.headLimits()));
    }

    /** The entrance that replaced this one in a reload, or this one. */
    public Entrance newest() {
        return door.newest(this);
    }

    public boolean isClosed() {
        return door.isClosed();
    }

    public void taken() {
        door.taken();
    }

    public void left() {
        door.left();
    }

    /** Fills in a client's addresses. */
    public void describe(Channel channel, StreamConnection client) {
        SocketAddress remote = channel.remoteAddress();
        SocketAddress local = channel.localAddress();
        client.open(
                Addresses.ipOf(remote),
                Addresses.portOf(remote),
                Addresses.ipOf(local),
                Addresses.portOf(local),
                isHttp() ? 1 : 0);
    }
}
