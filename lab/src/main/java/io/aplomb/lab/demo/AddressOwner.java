package io.aplomb.lab.demo;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import org.jspecify.annotations.Nullable;

/**
 * Owns an address by serving there. Another process may not have left it yet: wanting it and having
 * it are two things. Not for several threads at once.
 */
final class AddressOwner {

    private final String name;
    private final String address;
    private final int port;
    private boolean wanted;
    private @Nullable HttpServer server;

    AddressOwner(String name, String address, int port) {
        this.name = name;
        this.address = address;
        this.port = port;
    }

    void want() throws IOException {
        wanted = true;
        claimIfWanted();
    }

    /** Serves there now, if nobody else does. */
    void claimIfWanted() throws IOException {
        if (wanted && server == null) {
            try {
                server = WebServerProcess.start(name, address, port);
            } catch (BindException takenStill) {
                server = null;
            }
        }
    }

    void release() {
        wanted = false;
        if (server != null) {
            server.stop(0);
            server = null;
        }
    }
}
