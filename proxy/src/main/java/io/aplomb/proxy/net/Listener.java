package io.aplomb.proxy.net;

import io.aplomb.model.proxy.Bind;
import io.netty.channel.Channel;
import io.netty.channel.ServerChannel;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * One {@code bind} line that is listened on, by one socket per event loop where the kernel can
 * spread connections over them ({@code SO_REUSEPORT}), else by one.
 *
 * <p>Outlives reloads: the bind line and the admission can be replaced while it accepts.
 */
public final class Listener {

    private final ListenKey key;
    private final List<Acceptor> acceptors = new ArrayList<>();
    private volatile Bind bind;
    private volatile Admission admission;

    Listener(ListenKey key, Bind bind, Admission admission) {
        this.key = key;
        this.bind = bind;
        this.admission = admission;
    }

    /** What must be equal for a reload to keep it open. */
    public ListenKey key() {
        return key;
    }

    public Bind bind() {
        return bind;
    }

    Admission admission() {
        return admission;
    }

    /** Connections accepted from now on belong to this bind line and go there. */
    public void reassign(Bind newBind, Admission newAdmission) {
        bind = newBind;
        admission = newAdmission;
        resume();
    }

    void add(Acceptor acceptor) {
        acceptors.add(acceptor);
    }

    /** Where it really listens: with the port the kernel chose when 0 was asked for. */
    public SocketAddress localAddress() {
        return acceptors.getFirst().channel().localAddress();
    }

    /** Asks the admission again, after it said to wait. From any thread. */
    public void resume() {
        for (Acceptor acceptor : acceptors) {
            acceptor.resume();
        }
    }

    /** Stops accepting and keeps the sockets ({@code disable frontend}). From any thread. */
    public void pause() {
        acceptors.forEach(Acceptor::pause);
    }

    /** Ends a {@link #pause()}. */
    public void unpause() {
        acceptors.forEach(Acceptor::unpause);
    }

    /** Stops listening. Connections already accepted stay. From any thread but a loop's. */
    public void close() {
        for (Acceptor acceptor : acceptors) {
            ServerChannel channel = acceptor.channel();
            ((Channel) channel).close().syncUninterruptibly();
        }
    }
}
