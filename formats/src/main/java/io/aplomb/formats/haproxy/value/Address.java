package io.aplomb.formats.haproxy.value;

import io.aplomb.model.net.EndpointSpec;

/**
 * An address as written in {@code bind}, {@code server}, {@code log} and their kin.
 *
 * @param endpoint with the (first) port; port 0 when none was written
 * @param ports how the port was written
 * @param lastPort end of a port range, the port itself without one
 * @param offset what {@code +N} or {@code -N} adds to the client's port, 0 without
 * @param transport what the prefix forces
 * @param family what the prefix forces
 */
public record Address(
        EndpointSpec endpoint,
        Ports ports,
        int lastPort,
        int offset,
        Transport transport,
        Family family) {

    /** How the port was written. */
    public enum Ports {
        NONE,
        ONE,
        RANGE,
        OFFSET
    }

    /** The prefixes of manual sections 11.2 and 11.3. */
    public enum Transport {
        ANY,
        STREAM,
        DATAGRAM,
        QUIC
    }

    /** The prefixes of manual section 11.1. */
    public enum Family {
        ANY,
        IPV4,
        IPV6,
        UNIX,
        ABSTRACT_UNIX,
        DESCRIPTOR,
        SOCKET_PAIR
    }
}
