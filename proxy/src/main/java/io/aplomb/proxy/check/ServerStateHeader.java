package io.aplomb.proxy.check;

import io.aplomb.base.net.IpAddress;
import io.aplomb.model.net.EndpointSpec;
import io.aplomb.proxy.health.ServerHealth;
import io.aplomb.proxy.runtime.BackendRuntime;
import io.aplomb.proxy.runtime.ServerRuntime;

/** The field by which a server learns how it is seen (manual 4.2 "http-check send-state"). */
final class ServerStateHeader {

    static final String NAME = "x-haproxy-server-state";

    private ServerStateHeader() {}

    /**
     * The value at this moment.
     *
     * @param node the name of this program's node
     */
    static String of(ServerRuntime server, String node) {
        BackendRuntime backend = server.backendRuntime();
        String value =
                "%s; address=%s; port=%s; name=%s/%s; node=%s; weight=%d/%d; scur=%d/%d; qcur=%d"
                        .formatted(
                                backend.read(server, ServerHealth::stateForServer),
                                address(server.endpoint()),
                                port(server.endpoint()),
                                backend.name(),
                                server.name(),
                                node,
                                server.shownWeight(),
                                backend.usableWeight(),
                                server.sessions().current(),
                                Math.max(0, backend.sessions().current() - backend.queued()),
                                server.queued());
        int throttle = server.throttlePercent();
        return throttle < 100 ? value + "; throttle=" + throttle + "%" : value;
    }

    private static String address(EndpointSpec endpoint) {
        return switch (endpoint) {
            case EndpointSpec.Inet(IpAddress address, int _) ->
                    address == null ? "0.0.0.0" : address.toString();
            case EndpointSpec.Host(String name, int _) -> name;
            case EndpointSpec.Unix _, EndpointSpec.AbstractUnix _, EndpointSpec.Descriptor _ ->
                    "unix";
        };
    }

    private static String port(EndpointSpec endpoint) {
        return switch (endpoint) {
            case EndpointSpec.Inet(IpAddress _, int port) -> Integer.toString(port);
            case EndpointSpec.Host(String _, int port) -> Integer.toString(port);
            case EndpointSpec.Unix _, EndpointSpec.AbstractUnix _, EndpointSpec.Descriptor _ ->
                    "unix";
        };
    }
}
