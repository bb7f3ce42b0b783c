package io.aplomb.proxy.session;

import io.aplomb.base.net.IpAddress;
import io.aplomb.proxy.stream.StreamConnection;
import org.jspecify.annotations.Nullable;

/**
 * What a PROXY protocol header told; travels down the pipeline as an event.
 *
 * @param source null when the sender spoke for itself (LOCAL, UNKNOWN)
 */
public record ProxyHeader(
        @Nullable IpAddress source,
        int sourcePort,
        @Nullable IpAddress destination,
        int destinationPort,
        @Nullable String authority,
        @Nullable String uniqueId) {

    /** A header without addresses. */
    static ProxyHeader local() {
        return new ProxyHeader(null, 0, null, 0, null, null);
    }

    /** Puts it into the facts of the connection. */
    public void applyTo(StreamConnection client) {
        client.proxied(
                source,
                sourcePort,
                destination,
                destinationPort,
                new StreamConnection.ProxyHeader(authority, uniqueId));
    }
}
