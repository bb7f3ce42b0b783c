package io.aplomb.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A server in a test, on a port of 127.0.0.1 that the kernel chose: either the test accepts and
 * plays each connection itself ({@link #accept}), or a script runs for each ({@link #running}).
 */
public final class ScriptedServer implements Closeable {

    private static final int BACKLOG = 128;

    private final ServerSocket listening;
    private final AtomicInteger accepted = new AtomicInteger();
    private final List<Wire> open = new CopyOnWriteArrayList<>();

    private ScriptedServer(ServerSocket listening) {
        this.listening = listening;
    }

    /** Listens; connections wait for {@link #accept}. */
    public static ScriptedServer listening() {
        return listening(0);
    }

    /** Listens on a given port, 0 for any. */
    public static ScriptedServer listening(int port) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
            socket.setSoTimeout(Wire.PATIENCE_MS);
            return new ScriptedServer(socket);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Runs the script on a thread of its own for each connection until the server is closed. */
    public static ScriptedServer running(Consumer<Wire> script) {
        ScriptedServer server = listening();
        Thread.ofVirtual().start(() -> server.serve(script));
        return server;
    }

    /** Gives each request with or without body this answer until the client closes. */
    public static ScriptedServer answering(String response) {
        return running(
                wire -> {
                    while (true) {
                        wire.readMessage();
                        wire.send(response);
                    }
                });
    }

    /** A port of 127.0.0.1 on which nobody listens now. */
    public static int closedPort() {
        try (ScriptedServer server = listening()) {
            return server.port();
        }
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** How many connections were accepted so far. */
    public int acceptedCount() {
        return accepted.get();
    }

    /** Waits for the next connection. */
    public Wire accept() {
        try {
            Socket socket = listening.accept();
            accepted.incrementAndGet();
            Wire wire = new Wire(socket);
            open.add(wire);
            return wire;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void serve(Consumer<Wire> script) {
        while (!listening.isClosed()) {
            Wire wire;
            try {
                wire = accept();
            } catch (UncheckedIOException closedOrQuiet) {
                continue;
            }
            Thread.ofVirtual().start(() -> play(script, wire));
        }
    }

    /** The end of the client's interest is the normal end of a script that loops. */
    private void play(Consumer<Wire> script, Wire wire) {
        try (wire) {
            script.accept(wire);
        } catch (AssertionError | UncheckedIOException ended) {
            open.remove(wire);
        }
    }

    /** Stops listening and closes every connection. */
    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        open.forEach(Wire::close);
    }
}
