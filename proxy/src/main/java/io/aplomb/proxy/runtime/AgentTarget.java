package io.aplomb.proxy.runtime;

import io.aplomb.model.net.EndpointSpec;
import org.jspecify.annotations.Nullable;

/**
 * Where a server's agent is and what it is told.
 *
 * @param address null for the server's own
 * @param port 0 for the server's own
 * @param send what is sent first, null for nothing
 */
public record AgentTarget(@Nullable EndpointSpec address, int port, @Nullable String send) {

    static final AgentTarget NONE = new AgentTarget(null, 0, null);

    public AgentTarget withAddress(EndpointSpec newAddress) {
        return new AgentTarget(newAddress, port, send);
    }

    public AgentTarget withPort(int newPort) {
        return new AgentTarget(address, newPort, send);
    }

    public AgentTarget withSend(String text) {
        return new AgentTarget(address, port, text);
    }
}
