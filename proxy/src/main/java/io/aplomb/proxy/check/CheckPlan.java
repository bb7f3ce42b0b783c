package io.aplomb.proxy.check;

import io.aplomb.base.net.IpAddress;
import io.aplomb.model.net.EndpointSpec;
import io.aplomb.model.proxy.HealthCheck;
import io.aplomb.model.proxy.Server;
import io.aplomb.model.proxy.ServerCheck;
import io.aplomb.model.proxy.Timeouts;
import io.aplomb.proxy.runtime.ServerRuntime;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Where and how one server is checked, and how long it may take.
 *
 * @param connectTimeoutMs for the connection
 * @param answerTimeoutMs for what follows it
 * @param bufferBytes of an answer looked at
 */
record CheckPlan(
        EndpointSpec target,
        HealthCheck check,
        boolean tls,
        Supplier<SSLContext> tlsContext,
        @Nullable String serverName,
        boolean sendProxy,
        long connectTimeoutMs,
        long answerTimeoutMs,
        int bufferBytes) {

    /**
     * Timeouts as the manual's "timeout check" has it: with it, the connection may take {@code
     * timeout connect} or {@code inter}, whichever is less, and the rest {@code timeout check};
     * without, all of it {@code inter}.
     */
    static CheckPlan of(ServerRuntime server, Supplier<SSLContext> tlsContext, int bufferBytes) {
        Server config = server.config();
        ServerCheck settings = config.check();
        Timeouts timeouts = server.backendRuntime().config().timeouts();
        long interMs = settings.interMs();
        boolean separate = timeouts.checkMs() > 0;
        long connectMs = separate ? least(timeouts.connectMs(), interMs) : interMs;
        return new CheckPlan(
                target(server),
                server.backendRuntime().part().check(),
                settings.overTls(),
                tlsContext,
                settings.sni(),
                settings.sendProxy(),
                connectMs,
                separate ? timeouts.checkMs() : interMs,
                bufferBytes);
    }

    private static long least(long connectMs, long interMs) {
        return connectMs > 0 ? Math.min(connectMs, interMs) : interMs;
    }

    private static EndpointSpec target(ServerRuntime server) {
        ServerCheck settings = server.config().check();
        EndpointSpec endpoint = settings.address() == null ? server.endpoint() : settings.address();
        int port = settings.port() > 0 ? settings.port() : portOf(endpoint, server);
        return withPort(endpoint, port);
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
        EndpointSpec elsewhere = address == null ? target : place(address, ownPort(target));
        return port > 0 ? withPort(elsewhere, port) : elsewhere;
    }

    private static EndpointSpec place(String address, int port) {
        IpAddress ip = IpAddress.parse(address);
        return ip == null ? new EndpointSpec.Host(address, port) : new EndpointSpec.Inet(ip, port);
    }
}
