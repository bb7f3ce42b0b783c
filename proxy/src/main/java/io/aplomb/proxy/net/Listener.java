package io.aplomb.proxy.net;

import io.netty.channel.Channel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One {@code bind} line that is listened on, by one socket per event loop where the kernel can
 * spread connections over them ({@code SO_REUSEPORT}), else by one.
 *
 * <p>It is opened without accepting: connections wait in the kernel until {@link #begin}. So
 * several can be opened, and closed again when one of them fails, without anybody being served.
 *
 * <p>Outlives reloads: the admission can be replaced while it accepts.
 */
public final class Listener {

    private final List<Acceptor> acceptors = new ArrayList<>();
    private volatile Admission admission;
    private @Nullable UnixSocketFile file;

    Listener(Admission admission) {
        this.admission = admission;
    }

    Admission admission() {
        return admission;
    }

    void add(Acceptor acceptor) {
        acceptors.add(acceptor);
    }

    void file(UnixSocketFile socketFile) {
        file = socketFile;
    }

    /**
     * Takes the path of a unix socket over from whoever had it; nothing to do for others.
     *
     * @throws IOException when that is refused; the former socket keeps it
     */
    public void publish() throws IOException {
        if (file != null) {
            file.publish();
        }
    }

    /** Closes it and gives the path back that {@link #publish} took. */
    public void giveUp() {
        if (file != null) {
            file.takeBack();
        }
        close();
    }

    /** Accepts from now on. */
    public void begin() {
        if (file != null) {
            file.settle();
        }
        unpause();
    }

    /**
     * Connections accepted from now on go there, and there are some even after a {@link #pause}.
     */
    public void reassign(Admission newAdmission) {
        admission = newAdmission;
        unpause();
    }

    /** Whether all its sockets are open. From any thread. */
    public boolean isBound() {
        return acceptors.stream().allMatch(acceptor -> acceptor.channel().isActive());
    }

    /** Where it really listens: with the port the kernel chose when 0 was asked for. */
    public SocketAddress localAddress() {
        return file == null
                ? acceptors.getFirst().channel().localAddress()
                : new DomainSocketAddress(file.path());
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
            ((Channel) acceptor.channel()).close().syncUninterruptibly();
        }
        if (file != null) {
            file.remove();
        }
    }
}
