package io.aplomb.proxy.check;

import io.aplomb.base.net.IpAddress;
import io.aplomb.model.net.EndpointSpec;
import io.aplomb.model.proxy.HealthCheck;
import io.aplomb.model.proxy.ServerCheck;
import io.aplomb.proxy.runtime.CheckTarget;
import io.aplomb.proxy.runtime.ServerRuntime;
import io.aplomb.proxy.tls.CheckTls;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where and how one server is checked, and how long it may take.
 *
 * @param connectTimeoutMs for the connection
 * @param answerTimeoutMs for what follows it
 * @param bufferBytes of an answer looked at
 * @param stateHeader value of {@code X-Haproxy-Server-State}, null when it is not sent
 * @param stopsOn404 a 404 passes, and says that the server is stopping; one that is down has to
 *     meet the expectations first
 */
record CheckPlan(
        EndpointSpec target,
        HealthCheck check,
        boolean tls,
        Supplier<CheckTls> tlsContext,
        @Nullable String serverName,
        boolean sendProxy,
        long connectTimeoutMs,
        long answerTimeoutMs,
        int bufferBytes,
        @Nullable String stateHeader,
        boolean stopsOn404) {

    /** What all checks of a server have in common. */
    record Setting(Supplier<CheckTls> tlsContext, int bufferBytes, String nodeName) {}

    /** The check of a server as it is configured, at where an administrator left it. */
    static CheckPlan of(ServerRuntime server, Setting setting) {
        ServerCheck settings = server.config().check();
        HealthCheck check = server.backendRuntime().part().check();
        CheckTarget at = server.checkTarget();
        CheckTimes times = CheckTimes.of(server, settings.interMs());
        return new CheckPlan(
                place(server, at.address(), at.port()),
                check,
                settings.overTls(),
                setting.tlsContext(),
                settings.sni(),
                settings.sendProxy(),
                times.connectMs(),
                times.answerMs(),
                setting.bufferBytes(),
                check.sendState() ? ServerStateHeader.of(server, setting.nodeName()) : null,
                check.disableOn404() && server.isUp());
    }

    /**
     * Where to connect.
     *
     * @param address null for the server's own
     * @param port 0 for the one of the address, or the server's own
     */
    static EndpointSpec place(ServerRuntime server, @Nullable EndpointSpec address, int port) {
        EndpointSpec endpoint = address == null ? server.endpoint() : address;
        return withPort(endpoint, port > 0 ? port : portOf(endpoint, server));
    }

    private static EndpointSpec withPort(EndpointSpec endpoint, int port) {
        return switch (endpoint) {
            case EndpointSpec.Inet inet -> new EndpointSpec.Inet(inet.address(), port);
            case EndpointSpec.Host host -> new EndpointSpec.Host(host.name(), port);
            case EndpointSpec.Unix _, EndpointSpec.AbstractUnix _, EndpointSpec.Descriptor _ ->
                    endpoint;
        };
    }

    private static int portOf(EndpointSpec endpoint, ServerRuntime server) {
        int own = ownPort(endpoint);
        return own > 0 ? own : server.port();
    }

    private static int ownPort(EndpointSpec endpoint) {
        return switch (endpoint) {
            case EndpointSpec.Inet inet -> inet.port();
            case EndpointSpec.Host host -> host.port();
            case EndpointSpec.Unix _, EndpointSpec.AbstractUnix _, EndpointSpec.Descriptor _ -> 0;
        };
    }

    /** The same place with another port or address, for a {@code connect} step. */
    EndpointSpec targetFor(@Nullable String address, int port) {
        EndpointSpec elsewhere = address == null ? target : placeNamed(address, ownPort(target));
        return port > 0 ? withPort(elsewhere, port) : elsewhere;
    }

    private static EndpointSpec placeNamed(String address, int port) {
        IpAddress ip = IpAddress.parse(address);
        return ip == null ? new EndpointSpec.Host(address, port) : new EndpointSpec.Inet(ip, port);
    }
}
