package io.aplomb.formats.haproxy.value;

import io.aplomb.base.net.IpAddress;
import io.aplomb.formats.haproxy.value.Address.Family;
import io.aplomb.formats.haproxy.value.Address.Ports;
import io.aplomb.formats.haproxy.value.Address.Transport;
import io.aplomb.model.net.EndpointSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads addresses (manual, section 11): {@code *:80}, {@code :80}, {@code 10.0.0.1:8000-8010},
 * {@code ::1:80} (the last colon divides), {@code [::1]:80}, {@code name:80}, {@code /path}, and
 * the prefixes of families, socket types and protocols.
 */
public final class AddressParser {

    /** What the keyword at hand permits in its address. */
    public enum Rule {
        PORT_MANDATORY,
        PORT_RANGE,
        PORT_OFFSET,
        /** The address may be a name. */
        NAME,
        DATAGRAM
    }

    /** {@code bind}. */
    public static final Set<Rule> BIND =
            EnumSet.of(Rule.PORT_MANDATORY, Rule.PORT_RANGE, Rule.NAME);

    /** {@code server}. */
    public static final Set<Rule> SERVER = EnumSet.of(Rule.PORT_OFFSET, Rule.NAME);

    /** {@code source}, {@code addr}. */
    public static final Set<Rule> PLAIN = EnumSet.of(Rule.NAME);

    /** {@code log}, {@code nameserver}. */
    public static final Set<Rule> LOG = EnumSet.of(Rule.NAME, Rule.DATAGRAM);

    /** {@code peer}, {@code mailer}. */
    public static final Set<Rule> PEER = EnumSet.of(Rule.PORT_MANDATORY, Rule.NAME);

    private record Prefix(Transport transport, Family family) {}

    private static final Map<String, Prefix> PREFIXES =
            Map.ofEntries(
                    Map.entry("ip", new Prefix(Transport.ANY, Family.ANY)),
                    Map.entry("ipv4", new Prefix(Transport.ANY, Family.IPV4)),
                    Map.entry("ipv6", new Prefix(Transport.ANY, Family.IPV6)),
                    Map.entry("unix", new Prefix(Transport.ANY, Family.UNIX)),
                    Map.entry("uxst", new Prefix(Transport.STREAM, Family.UNIX)),
                    Map.entry("uxdg", new Prefix(Transport.DATAGRAM, Family.UNIX)),
                    Map.entry("abns", new Prefix(Transport.ANY, Family.ABSTRACT_UNIX)),
                    Map.entry("abnsz", new Prefix(Transport.ANY, Family.ABSTRACT_UNIX)),
                    Map.entry("fd", new Prefix(Transport.ANY, Family.DESCRIPTOR)),
                    Map.entry("sockpair", new Prefix(Transport.ANY, Family.SOCKET_PAIR)),
                    Map.entry("tcp", new Prefix(Transport.STREAM, Family.ANY)),
                    Map.entry("tcp4", new Prefix(Transport.STREAM, Family.IPV4)),
                    Map.entry("tcp6", new Prefix(Transport.STREAM, Family.IPV6)),
                    Map.entry("udp", new Prefix(Transport.DATAGRAM, Family.ANY)),
                    Map.entry("udp4", new Prefix(Transport.DATAGRAM, Family.IPV4)),
                    Map.entry("udp6", new Prefix(Transport.DATAGRAM, Family.IPV6)),
                    Map.entry("quic4", new Prefix(Transport.QUIC, Family.IPV4)),
                    Map.entry("quic6", new Prefix(Transport.QUIC, Family.IPV6)));

    private static final Prefix NO_PREFIX = new Prefix(Transport.ANY, Family.ANY);

    private final String whole;
    private final Set<Rule> rules;

    private AddressParser(String whole, Set<Rule> rules) {
        this.whole = whole;
        this.rules = rules;
    }

    /** Reads one address. */
    public static Address parse(String text, Set<Rule> rules) throws InvalidValueException {
        if (Placeholders.isPlaceholder(text)) {
            throw new InvalidValueException(Placeholders.message(text));
        }
        return new AddressParser(text, rules).read();
    }

    /** Reads addresses divided by commas, as {@code bind} takes them. */
    public static List<Address> parseList(String text, Set<Rule> rules)
            throws InvalidValueException {
        List<Address> found = new ArrayList<>();
        for (String one : text.split(",", -1)) {
            found.add(parse(one, rules));
        }
        return List.copyOf(found);
    }

    /** All the names that may stand in front of an {@code @}. */
    static List<String> prefixNames() {
        return PREFIXES.keySet().stream().sorted().toList();
    }

    private Address read() throws InvalidValueException {
        Prefix prefix = NO_PREFIX;
        String rest = whole;
        Transport forced = Transport.ANY;
        for (var socketType :
                Map.of("stream+", Transport.STREAM, "dgram+", Transport.DATAGRAM).entrySet()) {
            if (rest.startsWith(socketType.getKey())) {
                forced = socketType.getValue();
                rest = rest.substring(socketType.getKey().length());
            }
        }
        int at = rest.indexOf('@');
        if (at >= 0 && !rest.startsWith("/")) {
            Prefix known = PREFIXES.get(rest.substring(0, at));
            if (known == null) {
                throw new InvalidValueException(
                        "unknown address prefix '"
                                + rest.substring(0, at)
                                + "@' in '"
                                + whole
                                + "'",
                        "prefixes: " + String.join("@ ", prefixNames()) + "@");
            }
            prefix = known;
            rest = rest.substring(at + 1);
        }
        Transport transport = prefix.transport() == Transport.ANY ? forced : prefix.transport();
        if (transport == Transport.DATAGRAM && !rules.contains(Rule.DATAGRAM)) {
            throw new InvalidValueException(
                    "a datagram address is not acceptable in '" + whole + "'");
        }
        return switch (prefix.family()) {
            case UNIX -> local(new EndpointSpec.Unix(notEmpty(rest)), transport, Family.UNIX);
            case ABSTRACT_UNIX ->
                    local(
                            new EndpointSpec.AbstractUnix(notEmpty(rest)),
                            transport,
                            Family.ABSTRACT_UNIX);
            case DESCRIPTOR, SOCKET_PAIR ->
                    local(
                            new EndpointSpec.Descriptor(descriptor(rest)),
                            transport,
                            prefix.family());
            case ANY ->
                    rest.startsWith("/")
                            ? local(new EndpointSpec.Unix(rest), transport, Family.UNIX)
                            : inet(rest, transport, Family.ANY);
            case IPV4, IPV6 -> inet(rest, transport, prefix.family());
        };
    }

    private static Address local(EndpointSpec endpoint, Transport transport, Family family) {
        return new Address(endpoint, Ports.NONE, 0, 0, transport, family);
    }

    private String notEmpty(String rest) throws InvalidValueException {
        if (rest.isEmpty()) {
            throw new InvalidValueException("a socket path or name is missing in '" + whole + "'");
        }
        return rest;
    }

    private int descriptor(String rest) throws InvalidValueException {
        if (rest.isEmpty() || rest.length() > 9 || Numbers.leadingDigits(rest) != rest.length()) {
            throw new InvalidValueException(
                    "file descriptor '" + rest + "' is not a valid integer in '" + whole + "'");
        }
        return Integer.parseInt(rest);
    }

    private Address inet(String rest, Transport transport, Family family)
            throws InvalidValueException {
        int bracket = rest.startsWith("[") ? rest.indexOf(']') : -1;
        int colon = rest.lastIndexOf(':');
        boolean hasPort = colon > bracket;
        String host = hasPort ? rest.substring(0, colon) : rest;
        String ports = hasPort ? rest.substring(colon + 1) : "";
        EndpointSpec.Inet any = new EndpointSpec.Inet(null, 0);
        EndpointSpec base =
                host.isEmpty() || host.equals("*")
                        ? family == Family.IPV6 ? new EndpointSpec.Inet(IpAddress.v6(0, 0), 0) : any
                        : host(host, family);
        return withPorts(base, ports, transport, family);
    }

    private EndpointSpec host(String host, Family family) throws InvalidValueException {
        IpAddress address = IpAddress.parse(host);
        if (address != null) {
            boolean fits = family == Family.ANY || address.v6() == (family == Family.IPV6);
            if (!fits) {
                throw new InvalidValueException(
                        "the address '"
                                + host
                                + "' is not of the family asked for in '"
                                + whole
                                + "'");
            }
            return new EndpointSpec.Inet(address, 0);
        }
        boolean looksNumeric = host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
        boolean isName =
                !looksNumeric
                        && host.length() <= 255
                        && host.chars().allMatch(AddressParser::isNameCharacter);
        if (!isName || !rules.contains(Rule.NAME)) {
            throw new InvalidValueException(
                    "invalid address '" + host + "' in '" + whole + "'",
                    "write ADDRESS:PORT, [IPv6]:PORT, *:PORT or /path");
        }
        return new EndpointSpec.Host(host, 0);
    }

    private static boolean isNameCharacter(int c) {
        return (c >= '0' && c <= '9')
                || (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || c == '.'
                || c == '-'
                || c == '_';
    }

    private Address withPorts(EndpointSpec base, String text, Transport transport, Family family)
            throws InvalidValueException {
        if (text.isEmpty()) {
            if (rules.contains(Rule.PORT_MANDATORY)) {
                throw new InvalidValueException(
                        "missing port specification in '" + whole + "'", "write: ADDRESS:PORT");
            }
            return new Address(base, Ports.NONE, 0, 0, transport, family);
        }
        char first = text.charAt(0);
        if (first == '+' || first == '-') {
            if (!rules.contains(Rule.PORT_OFFSET)) {
                throw new InvalidValueException(
                        "port offset not permitted here in '" + whole + "'");
            }
            int offset = port(text.substring(1), 0);
            int signed = first == '-' ? -offset : offset;
            return new Address(base, Ports.OFFSET, 0, signed, transport, family);
        }
        List<String> ends = Arrays.asList(text.split("-", 2));
        int lowest = rules.contains(Rule.PORT_MANDATORY) ? 1 : 0;
        int low = port(ends.getFirst(), lowest);
        if (ends.size() == 1) {
            return new Address(at(base, low), Ports.ONE, low, 0, transport, family);
        }
        int high = port(ends.get(1), lowest);
        if (!rules.contains(Rule.PORT_RANGE)) {
            throw new InvalidValueException("port range not permitted here in '" + whole + "'");
        }
        if (high < low) {
            throw new InvalidValueException("invalid port range '" + text + "'");
        }
        return new Address(at(base, low), Ports.RANGE, high, 0, transport, family);
    }

    private int port(String text, int lowest) throws InvalidValueException {
        int digits = Numbers.leadingDigits(text);
        if (digits < text.length()) {
            throw new InvalidValueException(
                    "invalid character '"
                            + text.charAt(digits)
                            + "' in port number '"
                            + text
                            + "' in '"
                            + whole
                            + "'");
        }
        long port = Numbers.parseCapped(text, Integer.MAX_VALUE);
        if (text.isEmpty() || port > 65535 || port < lowest) {
            throw new InvalidValueException(
                    "invalid port '" + text + "' in '" + whole + "'", "ports: 1 to 65535");
        }
        return (int) port;
    }

    private static EndpointSpec at(EndpointSpec base, int port) {
        return switch (base) {
            case EndpointSpec.Inet inet -> new EndpointSpec.Inet(inet.address(), port);
            case EndpointSpec.Host host -> new EndpointSpec.Host(host.name(), port);
            case EndpointSpec.Unix unix -> unix;
            case EndpointSpec.AbstractUnix name -> name;
            case EndpointSpec.Descriptor descriptor -> descriptor;
        };
    }
}
