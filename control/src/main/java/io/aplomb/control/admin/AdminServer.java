package io.aplomb.control.admin;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The daemon's end of the socket. Each connection has a virtual thread. */
public final class AdminServer implements AutoCloseable {
    /** A unix socket's path cannot be longer (unix(7): {@code sun_path}). */
    private static final int MAX_PATH_BYTES = 107;

    private static final Logger LOG = LoggerFactory.getLogger("aplomb.admin");

    private static final int BACKLOG = 64;

    /** More at once wait: agents of many resources may ask at the same time. */
    private static final int MAX_CALLERS = 256;

    private final Path path;
    private final ServerSocketChannel listener;
    private final AdminHandler handler;
    private final Semaphore places = new Semaphore(MAX_CALLERS);
    private final ConcurrentHashMap<SocketChannel, Thread> callers = new ConcurrentHashMap<>();

    private AdminServer(Path path, ServerSocketChannel listener, AdminHandler handler) {
        this.path = path;
        this.listener = listener;
        this.handler = handler;
    }

    /**
     * Opens the socket and answers from now on.
     *
     * @throws IOException when that is refused, or another process answers there; the message is
     *     for a person
     */
    public static AdminServer open(Path path, AdminHandler handler) throws IOException {
        if (path.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8).length
                > MAX_PATH_BYTES) {
            throw new IOException(
                    path + ": the path of a socket has at most " + MAX_PATH_BYTES + " octets");
        }
        if (Files.exists(path)) {
            removeLeftover(path);
        }
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            listener.bind(UnixDomainSocketAddress.of(path), BACKLOG);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException refused) {
            listener.close();
            throw new IOException(path + ": " + refused.getMessage(), refused);
        }
        AdminServer server = new AdminServer(path, listener, handler);
        Thread.ofVirtual().name("admin").start(server::serve);
        return server;
    }

    /** A socket that a killed process left refuses connections. */
    private static void removeLeftover(Path path) throws IOException {
        try (SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            throw new IOException(path + ": another daemon runs on this state directory");
        } catch (ConnectException nobody) {
            Files.delete(path);
        }
    }

    private void serve() {
        while (listener.isOpen()) {
            try {
                places.acquire();
                SocketChannel caller = listener.accept();
                callers.put(
                        caller, Thread.ofVirtual().name("admin-call").start(() -> answer(caller)));
            } catch (IOException failure) {
                places.release();
                if (listener.isOpen()) {
                    LOG.warn("{}: {}", path, failure.getMessage());
                }
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void answer(SocketChannel caller) {
        try (caller) {
            if (mayAsk(caller)) {
                new AdminCall(caller, handler).run();
            } else {
                new Frame(Frame.Kind.ERR, "Error: permission denied\n".getBytes(UTF_8))
                        .write(java.nio.channels.Channels.newOutputStream(caller));
            }
        } catch (IOException gone) {
            LOG.debug("a caller is gone: {}", gone.getMessage());
        } finally {
            callers.remove(caller);
            places.release();
        }
    }

    private static final java.nio.charset.Charset UTF_8 = java.nio.charset.StandardCharsets.UTF_8;

    /** The permissions of a socket do not count on every system: who calls is looked at, too. */
    private boolean mayAsk(SocketChannel caller) throws IOException {
        UnixDomainPrincipal peer = caller.getOption(ExtendedSocketOptions.SO_PEERCRED);
        return peer.user().equals(Files.getOwner(path)) || peer.user().getName().equals("root");
    }

    /** Takes nothing more, and lets go of who is there. */
    @Override
    public void close() throws IOException {
        listener.close();
        callers.values().forEach(Thread::interrupt);
        boolean _ = Files.deleteIfExists(path);
    }
}
