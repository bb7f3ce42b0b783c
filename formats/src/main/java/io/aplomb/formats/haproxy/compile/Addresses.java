package io.aplomb.formats.haproxy.compile;

import io.aplomb.formats.haproxy.value.Address;
import io.aplomb.formats.haproxy.value.Address.Family;
import io.aplomb.formats.haproxy.value.Address.Ports;
import io.aplomb.formats.haproxy.value.Address.Transport;
import io.aplomb.formats.haproxy.value.AddressParser;
import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import io.aplomb.model.net.EndpointSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Addresses of lines, as far as they can be listened on or connected to. */
final class Addresses {

    /** Sockets one {@code bind} line may open by a port range. */
    private static final int MAX_RANGE_PORTS = 4_096;

    private Addresses() {}

    /** An address to connect to, for checks, agents and sources. */
    static EndpointSpec plain(Line line, Word word) throws Refusal {
        Address address = line.value(word, text -> AddressParser.parse(text, AddressParser.PLAIN));
        return usable(line, word, address).endpoint();
    }

    /** A peer's address. */
    static EndpointSpec peer(Line line, Word word) throws Refusal {
        Address address = line.value(word, text -> AddressParser.parse(text, AddressParser.PEER));
        return usable(line, word, address).endpoint();
    }

    /** The address of a {@code log} line. */
    static Address log(Line line, Word word) throws Refusal {
        Address address = line.value(word, text -> AddressParser.parse(text, AddressParser.LOG));
        return usable(line, word, address);
    }

    /** The address of a {@code server} line, where the port may be missing or relative. */
    static Address server(Line line, Word word) throws Refusal {
        Address address = line.value(word, text -> AddressParser.parse(text, AddressParser.SERVER));
        return usable(line, word, address);
    }

    /** All addresses of a {@code bind} line: a list, each with a port or a range of them. */
    static List<EndpointSpec> listening(Line line, Word word, @Nullable String unixPrefix)
            throws Refusal {
        List<EndpointSpec> endpoints = new ArrayList<>();
        List<Address> addresses =
                line.value(word, text -> AddressParser.parseList(text, AddressParser.BIND));
        for (Address address : addresses) {
            EndpointSpec endpoint = usable(line, word, address).endpoint();
            if (endpoint instanceof EndpointSpec.Unix(String path) && unixPrefix != null) {
                endpoints.add(new EndpointSpec.Unix(unixPrefix + path));
            } else if (address.ports() == Ports.RANGE) {
                range(line, word, address, endpoints);
            } else {
                endpoints.add(endpoint);
            }
        }
        return endpoints;
    }

    private static void range(Line line, Word word, Address address, List<EndpointSpec> endpoints)
            throws Refusal {
        int first =
                switch (address.endpoint()) {
                    case EndpointSpec.Inet inet -> inet.port();
                    case EndpointSpec.Host host -> host.port();
                    case EndpointSpec.Unix _,
                            EndpointSpec.AbstractUnix _,
                            EndpointSpec.Descriptor _ ->
                            address.lastPort();
                };
        if (address.lastPort() - first >= MAX_RANGE_PORTS) {
            throw line.error(word, "the range has more than %d ports".formatted(MAX_RANGE_PORTS));
        }
        for (int port = first; port <= address.lastPort(); port++) {
            endpoints.add(withPort(address.endpoint(), port));
        }
    }

    static EndpointSpec withPort(EndpointSpec endpoint, int port) {
        return switch (endpoint) {
            case EndpointSpec.Inet inet -> new EndpointSpec.Inet(inet.address(), port);
            case EndpointSpec.Host host -> new EndpointSpec.Host(host.name(), port);
            case EndpointSpec.Unix unix -> unix;
            case EndpointSpec.AbstractUnix name -> name;
            case EndpointSpec.Descriptor descriptor -> descriptor;
        };
    }

    private static Address usable(Line line, Word word, Address address) throws Refusal {
        if (address.transport() == Transport.QUIC) {
            throw line.error(
                    word, "QUIC is not available", "listen with TCP: write the address alone");
        }
        if (address.family() == Family.SOCKET_PAIR) {
            throw line.error(word, "'sockpair@' is not available", "use fd@N or unix@PATH");
        }
        return address;
    }
}
