package io.aplomb.proxy;

import io.aplomb.model.proxy.Bind;
import io.aplomb.model.proxy.Proxy;
import io.aplomb.proxy.h1.ClientConnection;
import io.aplomb.proxy.net.Admission;
import io.aplomb.proxy.net.Listener;
import io.aplomb.proxy.net.Loop;
import io.aplomb.proxy.runtime.Counter;
import io.aplomb.proxy.runtime.FrontendRuntime;
import io.aplomb.proxy.runtime.FrontendRuntime.ListenerRuntime;
import io.aplomb.proxy.session.Entrance;
import io.aplomb.proxy.session.ProxyHeaderReader;
import io.aplomb.proxy.session.SessionContext;
import io.aplomb.proxy.session.TlsGate;
import io.aplomb.proxy.tcp.TcpSession;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.unix.DomainSocketChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where connections of one bind line enter one configuration: limits of process, frontend and line
 * (manual {@code maxconn}, {@code rate-limit sessions}), and what handles them. Any thread.
 */
final class FrontendDoor implements Admission, Entrance.Door {

    private static final long MS_PER_SECOND = 1_000;
    private static final long WAIT_FOR_RESUME = -1;

    private final ProcessDoor process;
    private final ListenerRuntime listener;
    private final FrontendRuntime frontend;
    private final List<Entrance> entrances;
    private final Runnable placeFreed;
    private volatile @Nullable FrontendDoor successor;
    private volatile boolean wanted;
    private volatile boolean closed;

    /**
     * @param placeFreed called when a place became free for which connections wait
     */
    FrontendDoor(
            ProcessDoor process,
            ListenerRuntime listener,
            List<SessionContext> contexts,
            Runnable placeFreed) {
        this.process = process;
        this.listener = listener;
        this.frontend = listener.frontendRuntime();
        this.placeFreed = placeFreed;
        this.entrances =
                contexts.stream().map(context -> new Entrance(context, listener, this)).toList();
    }

    Bind bind() {
        return listener.bind();
    }

    /** Nobody listens for it any more; kept-alive connections end after their present request. */
    void close() {
        closed = true;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    /** A reload: connections kept alive go there at their next request. */
    void replacedBy(FrontendDoor newer) {
        successor = newer;
    }

    @Override
    public long tryEnter() {
        int rate = frontend.part().rateLimitSessions();
        if (rate > 0 && frontend.sessionRate() >= rate) {
            return Math.max(1, MS_PER_SECOND / rate);
        }
        if (!process.tryTake(overTls())) {
            return WAIT_FOR_RESUME;
        }
        if (!takeInFrontend()) {
            process.leave(overTls());
            return WAIT_FOR_RESUME;
        }
        long delayMs = process.count(overTls());
        if (delayMs > 0) {
            left();
        }
        return delayMs;
    }

    private boolean overTls() {
        return bind().tls() != null;
    }

    private boolean takeInFrontend() {
        int limit = frontend.maxConn();
        boolean taken = frontend.openConnections().tryIncrement(limit);
        if (!taken) {
            wanted = true;
            taken = frontend.openConnections().tryIncrement(limit);
        }
        if (taken && !listener.gauge().tryIncrement(listener.bind().maxConn())) {
            wanted = true;
            if (!listener.gauge().tryIncrement(listener.bind().maxConn())) {
                frontend.openConnections().decrement();
                return false;
            }
        }
        return taken;
    }

    @Override
    public void taken() {
        process.take(overTls());
        frontend.openConnections().increment();
        listener.gauge().increment();
    }

    @Override
    public void left() {
        listener.gauge().decrement();
        frontend.openConnections().decrement();
        process.leave(overTls());
        if (wanted) {
            wanted = false;
            placeFreed.run();
        }
    }

    @Override
    public Entrance newest(Entrance former) {
        FrontendDoor door = this;
        for (FrontendDoor next = door.successor; next != null; next = door.successor) {
            door = next;
        }
        return door == this ? former : door.entrances.get(former.session().loop().index());
    }

    @Override
    public void accepted(Listener opened, Channel connection, Loop loop) {
        Entrance entrance = entrances.get(loop.index());
        SessionContext context = entrance.session();
        context.connections().configure(connection, connection instanceof DomainSocketChannel);
        listener.count(loop.index(), Counter.CONNECTIONS, 1);
        ChannelPipeline pipeline = connection.pipeline();
        if (bind().acceptProxy()) {
            pipeline.addLast(new ProxyHeaderReader());
        }
        if (overTls()) {
            pipeline.addLast(context.tls().acceptedOn(bind(), loop.allocator()), new TlsGate());
        }
        pipeline.addLast(
                frontend.config().mode() == Proxy.Mode.HTTP
                        ? new ClientConnection(entrance)
                        : new TcpSession(entrance));
        loop.adopt(connection);
    }
}
