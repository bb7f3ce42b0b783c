package io.aplomb.proxy.admin;

import io.aplomb.base.net.IpAddress;
import io.aplomb.model.net.EndpointSpec;
import io.aplomb.proxy.health.ServerHealth;
import io.aplomb.proxy.runtime.AgentTarget;
import io.aplomb.proxy.runtime.CheckTarget;
import io.aplomb.proxy.runtime.ServerRuntime;
import io.aplomb.proxy.stats.ServerAction;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Commands about the health check and the agent check of one server. */
final class CheckCommands {

    private static final int MAX_PORT = 65_535;
    private static final String NO_AGENT = "agent checks are not enabled on this server";
    private static final String NO_CHECK = "health checks are not enabled on this server";

    private final RuntimeCommands.Surroundings around;

    CheckCommands(RuntimeCommands.Surroundings around) {
        this.around = around;
    }

    String enableAgent(List<String> rest) {
        return NamedServer.with(
                around,
                rest,
                server ->
                        server.config().check().agent() == null
                                ? "Agent was not configured on this server, cannot enable.\n"
                                : apply(ServerAction.AGENT_ENABLE, server));
    }

    String disableAgent(List<String> rest) {
        return NamedServer.with(around, rest, server -> apply(ServerAction.AGENT_DISABLE, server));
    }

    String enableHealth(List<String> rest) {
        return NamedServer.with(
                around,
                rest,
                server ->
                        server.config().check().enabled()
                                ? apply(ServerAction.CHECK_ENABLE, server)
                                : "Health check was not configured on this server, cannot"
                                        + " enable.\n");
    }

    String disableHealth(List<String> rest) {
        return NamedServer.with(around, rest, server -> apply(ServerAction.CHECK_DISABLE, server));
    }

    private String apply(ServerAction action, ServerRuntime server) {
        action.apply(server, around.control());
        return "";
    }

    /** {@code set server BACKEND/SERVER what VALUES}. */
    String set(String what, ServerRuntime server, List<String> values) {
        return switch (what) {
            case "agent" -> agent(server, values);
            case "agent-addr" -> agentAddress(server, values);
            case "agent-port" -> agentPort(server, values);
            case "agent-send" -> agentSend(server, values);
            case "check-addr" -> checkAddress(server, values);
            default -> checkPort(server, values);
        };
    }

    private static boolean isAgentOn(ServerRuntime server) {
        return server.backendRuntime().read(server, ServerHealth::agent).enabled();
    }

    private static boolean isCheckOn(ServerRuntime server) {
        return server.backendRuntime().read(server, ServerHealth::check).enabled();
    }

    private String agent(ServerRuntime server, List<String> values) {
        if (!isAgentOn(server)) {
            return NO_AGENT + ".\n";
        }
        return switch (values.isEmpty() ? "" : values.getFirst()) {
            case "up" -> apply(ServerAction.AGENT_UP, server);
            case "down" -> apply(ServerAction.AGENT_DOWN, server);
            default -> "'set server <srv> agent' expects 'up' or 'down'.\n";
        };
    }

    private static String agentAddress(ServerRuntime server, List<String> values) {
        if (!isAgentOn(server)) {
            return NO_AGENT;
        }
        if (values.isEmpty()) {
            return "set server <b>/<s> agent-addr requires an address and optionally a port.\n";
        }
        Place place = place(values);
        if (place.error() != null) {
            return place.error();
        }
        AgentTarget moved = server.agentTarget();
        moved = place.address() == null ? moved : moved.withAddress(place.address());
        server.askAgentAt(place.port() == null ? moved : moved.withPort(place.port()));
        return "";
    }

    private static String agentPort(ServerRuntime server, List<String> values) {
        if (!isAgentOn(server)) {
            return NO_AGENT;
        }
        if (values.isEmpty()) {
            return "set server <b>/<s> agent-port requires a port.\n";
        }
        Long port = Numbers.natural(values.getFirst());
        String error = portError(port);
        if (error != null || port == null) {
            return String.valueOf(error);
        }
        server.askAgentAt(server.agentTarget().withPort(port.intValue()));
        return "";
    }

    private static String agentSend(ServerRuntime server, List<String> values) {
        if (!isAgentOn(server)) {
            return NO_AGENT + ".\n";
        }
        String text = values.isEmpty() ? "" : values.getFirst();
        server.askAgentAt(server.agentTarget().withSend(text));
        return "";
    }

    private static String checkAddress(ServerRuntime server, List<String> values) {
        if (!isCheckOn(server)) {
            return NO_CHECK;
        }
        if (values.isEmpty()) {
            return "set server <b>/<s> check-addr requires an address and optionally a port.\n";
        }
        Place place = place(values);
        if (place.error() != null) {
            return place.error();
        }
        CheckTarget moved = server.checkTarget();
        moved = place.address() == null ? moved : moved.withAddress(place.address());
        server.checkAt(place.port() == null ? moved : moved.withPort(place.port()));
        return "";
    }

    private static String checkPort(ServerRuntime server, List<String> values) {
        if (!isCheckOn(server)) {
            return NO_CHECK;
        }
        if (values.isEmpty()) {
            return "set server <b>/<s> check-port requires a port.\n";
        }
        Long port = Numbers.natural(values.getFirst());
        String error = portError(port);
        if (error != null || port == null) {
            return String.valueOf(error);
        }
        server.checkAt(server.checkTarget().withPort(port.intValue()));
        return "";
    }

    /** {@code ADDRESS [port PORT]}, or what is wrong with it. */
    private record Place(
            @Nullable EndpointSpec address, @Nullable Integer port, @Nullable String error) {}

    private static Place place(List<String> values) {
        IpAddress ip = resolved(values.getFirst());
        if (ip == null) {
            return new Place(null, null, "invalid addr '" + values.getFirst() + "'");
        }
        EndpointSpec address = new EndpointSpec.Inet(ip, 0);
        if (values.size() < 3 || !values.get(1).equals("port")) {
            return new Place(address, null, null);
        }
        Long port = Numbers.natural(values.get(2));
        String error = portError(port);
        return error != null || port == null
                ? new Place(null, null, error)
                : new Place(address, port.intValue(), null);
    }

    /** An address, or one of a name; blocks while it is looked up. */
    private static @Nullable IpAddress resolved(String text) {
        IpAddress ip = IpAddress.parse(text);
        if (ip != null) {
            return ip;
        }
        try {
            return IpAddress.ofBytes(InetAddress.getByName(text).getAddress());
        } catch (UnknownHostException unknown) {
            return null;
        }
    }

    private static @Nullable String portError(@Nullable Long port) {
        if (port == null) {
            return "provided port is not an integer";
        }
        return port > MAX_PORT ? "provided port is invalid" : null;
    }
}
