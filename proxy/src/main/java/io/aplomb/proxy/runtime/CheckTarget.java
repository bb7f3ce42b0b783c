package io.aplomb.proxy.runtime;

import io.aplomb.model.net.EndpointSpec;
import org.jspecify.annotations.Nullable;

/**
 * Where a server is checked.
 *
 * @param address null for the server's own
 * @param port 0 for the one of the address, or the server's own
 */
public record CheckTarget(@Nullable EndpointSpec address, int port) {

    public CheckTarget withAddress(EndpointSpec newAddress) {
        return new CheckTarget(newAddress, port);
    }

    public CheckTarget withPort(int newPort) {
        return new CheckTarget(address, newPort);
    }
}
