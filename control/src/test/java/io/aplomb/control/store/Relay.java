package io.aplomb.control.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

/**
 * The way from one node to another, over a port of its own, which can be taken away: silently, as
 * by a pulled cable, or as the kernel of a dead process does it.
 */
final class Relay implements Closeable {
    private enum State {
        OPEN,
        /**
         * Nothing goes through; what was sent arrives when it is mended, as with TCP on a mended
         * cable.
         */
        SILENT,
        /** Connections are reset. */
        DEAD
    }

    private final ServerSocket entrance;
    private final IntSupplier target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private State state = State.OPEN; // guarded by lock

    /**
     * @param target the port behind, asked for at each connection; 0 for none
     */
    Relay(IntSupplier target) throws IOException {
        this.target = target;
        this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) entrance.getLocalSocketAddress();
    }

    void open() {
        become(State.OPEN);
    }

    void silence() {
        become(State.SILENT);
    }

    void kill() {
        become(State.DEAD);
        sockets.forEach(Relay::reset);
    }

    private void become(State next) {
        lock.lock();
        try {
            state = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits while nothing goes through; false when there is nothing to wait for. */
    private boolean passes() throws InterruptedException {
        lock.lock();
        try {
            while (state == State.SILENT) {
                changed.await();
            }
            return state == State.OPEN;
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket near = entrance.accept();
                sockets.add(near);
                Thread.ofVirtual().start(() -> connect(near));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket near) {
        try {
            int port = passes() ? target.getAsInt() : 0;
            if (port == 0) {
                reset(near);
                return;
            }
            Socket far = new Socket(InetAddress.getLoopbackAddress(), port);
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            sockets.add(far);
            Thread.ofVirtual().start(() -> copy(near, far));
            copy(far, near);
        } catch (IOException | InterruptedException refused) {
            reset(near);
        }
    }

    private void copy(Socket from, Socket to) {
        byte[] buffer = new byte[16_384];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(buffer); length >= 0 && passes(); length = in.read(buffer)) {
                out.write(buffer, 0, length);
            }
        } catch (IOException | InterruptedException gone) {
            // the other direction ends with it
        } finally {
            reset(from);
            reset(to);
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException alreadyClosed) {
            return;
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        kill();
    }
}
