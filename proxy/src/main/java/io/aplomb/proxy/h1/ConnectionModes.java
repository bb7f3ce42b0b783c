package io.aplomb.proxy.h1;

import io.aplomb.model.proxy.HttpSettings.ConnectionMode;
import io.aplomb.proxy.stream.Stream;

/**
 * How long the configuration lets connections live: the stricter of frontend and backend counts
 * (manual 4, {@code option http-keep-alive} and its kin).
 */
final class ConnectionModes {

    private ConnectionModes() {}

    /** Whether the server's connection may stay open after an exchange. */
    static boolean keepServers(Stream stream) {
        return ofFrontend(stream) == ConnectionMode.KEEP_ALIVE
                && ofBackend(stream) == ConnectionMode.KEEP_ALIVE;
    }

    /** Whether the client's connection may stay open after an exchange. */
    static boolean keepClients(Stream stream) {
        return ofFrontend(stream) != ConnectionMode.CLOSE
                && ofBackend(stream) != ConnectionMode.CLOSE;
    }

    private static ConnectionMode ofFrontend(Stream stream) {
        return stream.frontendConfig().http().connectionMode();
    }

    private static ConnectionMode ofBackend(Stream stream) {
        return stream.backendConfig().http().connectionMode();
    }
}
