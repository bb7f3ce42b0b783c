package io.aplomb.app.vrrp;

import io.aplomb.base.net.IpAddress;
import io.aplomb.control.layer4.ServerTables.Served;
import io.aplomb.layer4.pool.Pool.Target;
import io.aplomb.model.vrrp.VirtualServer;
import io.aplomb.model.vrrp.VirtualServer.Persistence;
import io.aplomb.model.vrrp.VirtualServer.Service;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Virtual servers in HAProxy's language, mode tcp. Schedulers become the nearest algorithm: those
 * that count connections {@code leastconn}, hashes of the client {@code source}. Who is alive is
 * decided outside, so servers have no checks here.
 */
final class ProxyText {

    /** HAProxy's largest; larger ones are scaled down. */
    private static final int LARGEST_WEIGHT = 256;

    private static final String HEAD =
            """
            defaults
                mode tcp
                timeout connect 5s
                timeout client 1h
                timeout server 1h
            """;

    private ProxyText() {}

    static String of(List<Served> all) {
        StringBuilder text = new StringBuilder(HEAD);
        for (Served served : all) {
            int number = 0;
            for (Service service : served.server().services()) {
                if (service instanceof Service.Addresses addresses) {
                    number++;
                    section(text, served, addresses, number);
                }
            }
        }
        return text.toString();
    }

    private static void section(
            StringBuilder text, Served served, Service.Addresses addresses, int number) {
        VirtualServer server = served.server();
        // The name's brackets and spaces are no letters of a section's name.
        String name = server.name().replaceAll("[^A-Za-z0-9.:]", "_");
        text.append("listen %s-%d%n".formatted(name, number));
        text.append(
                "    bind %s transparent%n".formatted(end(addresses.first(), addresses.port())));
        text.append("    balance %s%n".formatted(algorithm(server)));
        Persistence persistence = server.persistence();
        if (persistence != null) {
            text.append(
                    "    stick-table type %s size 1m expire %ds%n    stick on src,ipmask(%s)%n"
                            .formatted(
                                    addresses.first().v6() ? "ipv6" : "ip",
                                    TimeUnit.NANOSECONDS.toSeconds(persistence.timeoutNs()),
                                    mask(addresses.first().v6(), persistence.maskBits())));
        }
        int largest = served.pool().targets().stream().mapToInt(Target::weight).max().orElse(1);
        for (Target target : served.pool().targets()) {
            int port = target.port() == 0 ? addresses.port() : target.port();
            text.append(
                    "    server s%d %s weight %d%s%n"
                            .formatted(
                                    target.slot(),
                                    end(target.address(), port),
                                    weight(server, target.weight(), largest),
                                    target.upperThreshold() > 0
                                            ? " maxconn " + target.upperThreshold()
                                            : ""));
        }
    }

    private static String algorithm(VirtualServer server) {
        return switch (server.scheduler()) {
            case RR, WRR -> "roundrobin";
            case LC, WLC, SED, NQ -> "leastconn";
            case SH, DH, LBLC, LBLCR -> "source";
        };
    }

    private static int weight(VirtualServer server, int weight, int largest) {
        if (weight == 0) {
            return 0;
        }
        return switch (server.scheduler()) {
            case RR, LC, DH -> 1;
            case WRR, WLC, SED, NQ, SH, LBLC, LBLCR ->
                    largest <= LARGEST_WEIGHT
                            ? weight
                            : Math.max(1, weight * LARGEST_WEIGHT / largest);
        };
    }

    private static String mask(boolean v6, int bits) {
        return v6 ? "32,%d".formatted(bits) : Integer.toString(bits);
    }

    private static String end(IpAddress address, int port) {
        return (address.v6() ? "[" + address + "]" : address.toString()) + ":" + port;
    }
}
