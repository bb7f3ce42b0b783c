package io.aplomb.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;

/** Opens connections to what is tested. */
public final class ScriptedClient {

    private ScriptedClient() {}

    /**
     * Connects. Whoever is accepted and reset before that is known here has a connection, too: one
     * that has ended.
     */
    public static Wire connect(SocketAddress address) {
        Socket socket = new Socket();
        try {
            socket.connect(address, Wire.PATIENCE_MS);
            return new Wire(socket);
        } catch (ConnectException refused) {
            throw new UncheckedIOException(refused);
        } catch (SocketException reset) {
            return Wire.ended(socket);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** To a port on 127.0.0.1. */
    public static Wire connect(int port) {
        return connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** With a receive buffer so small that a sender soon has to wait. */
    public static Wire connectWithSmallWindow(int port, int receiveBufferBytes) {
        Socket socket = new Socket();
        try {
            socket.setReceiveBufferSize(receiveBufferBytes);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return new Wire(socket);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
