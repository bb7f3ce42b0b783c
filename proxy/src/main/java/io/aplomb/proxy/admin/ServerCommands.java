package io.aplomb.proxy.admin;

import io.aplomb.base.net.IpAddress;
import io.aplomb.model.net.EndpointSpec;
import io.aplomb.proxy.health.HealthEffect;
import io.aplomb.proxy.health.WantedNumber;
import io.aplomb.proxy.runtime.ServerRuntime;
import io.aplomb.proxy.stats.ServerAction;
import java.util.List;
import java.util.function.Function;

/** Commands about one server, named {@code backend/server}. */
final class ServerCommands {

    private static final String WEIGHT_EXPECTED = "Require <weight> or <weight%>.\n";

    private final RuntimeCommands.Surroundings around;
    private final CheckCommands checks;

    ServerCommands(RuntimeCommands.Surroundings around, CheckCommands checks) {
        this.around = around;
        this.checks = checks;
    }

    String enable(List<String> rest) {
        return with(rest, server -> apply(ServerAction.READY, server));
    }

    String disable(List<String> rest) {
        return with(rest, server -> apply(ServerAction.MAINT, server));
    }

    String getWeight(List<String> rest) {
        return with(
                rest,
                server ->
                        "%d (initial %d)\n".formatted(server.userWeight(), server.initialWeight()));
    }

    String setWeight(List<String> rest) {
        return with(rest, server -> weigh(server, rest.subList(1, rest.size())));
    }

    String setMaxConn(List<String> rest) {
        return with(
                rest,
                server -> {
                    if (rest.size() < 2) {
                        return "Require <maxconn>.\n";
                    }
                    WantedNumber wanted = WantedNumber.maxConn(rest.get(1));
                    String refusal = wanted.refusal();
                    if (refusal != null) {
                        return refusal;
                    }
                    HealthEffect limit = new HealthEffect.LimitConnections(wanted.value());
                    around.control().change(server, _ -> List.of(limit));
                    return "";
                });
    }

    String shutdownSessions(List<String> rest) {
        return with(rest, server -> apply(ServerAction.KILL_SESSIONS, server));
    }

    String set(List<String> rest) {
        return with(
                rest,
                server -> {
                    String what = rest.size() > 1 ? rest.get(1) : "";
                    List<String> values = rest.subList(Math.min(2, rest.size()), rest.size());
                    return switch (what) {
                        case "state" -> state(server, values);
                        case "health" -> health(server, values);
                        case "weight" -> weigh(server, values);
                        case "addr" -> address(server, values);
                        case "agent",
                                "agent-addr",
                                "agent-port",
                                "agent-send",
                                "check-addr",
                                "check-port" ->
                                checks.set(what, server, values);
                        case "fqdn" ->
                                "set server <b>/<s> fqdn failed because no resolution is"
                                        + " configured.\n";
                        default ->
                                "usage: set server <backend>/<server> addr | agent | agent-addr |"
                                        + " agent-port | agent-send | check-addr | check-port |"
                                        + " fqdn | health | ssl | state | weight\n";
                    };
                });
    }

    private String state(ServerRuntime server, List<String> values) {
        return switch (values.isEmpty() ? "" : values.getFirst()) {
            case "ready" -> apply(ServerAction.READY, server);
            case "drain" -> apply(ServerAction.DRAIN, server);
            case "maint" -> apply(ServerAction.MAINT, server);
            default -> "'set server <srv> state' expects 'ready', 'drain' and 'maint'.\n";
        };
    }

    private String health(ServerRuntime server, List<String> values) {
        if (server.config().track() != null) {
            return "cannot change health on a tracking server.\n";
        }
        return switch (values.isEmpty() ? "" : values.getFirst()) {
            case "up" -> apply(ServerAction.HEALTH_UP, server);
            case "stopping" -> apply(ServerAction.HEALTH_STOPPING, server);
            case "down" -> apply(ServerAction.HEALTH_DOWN, server);
            default -> "'set server <srv> health' expects 'up', 'stopping', or 'down'.\n";
        };
    }

    private String apply(ServerAction action, ServerRuntime server) {
        action.apply(server, around.control());
        return "";
    }

    private String weigh(ServerRuntime server, List<String> values) {
        if (values.isEmpty()) {
            return WEIGHT_EXPECTED;
        }
        WantedNumber wanted =
                WantedNumber.weight(
                        values.getFirst(),
                        server.initialWeight(),
                        server.backendRuntime().part().hasFixedWeights());
        String refusal = wanted.refusal();
        if (refusal != null) {
            return refusal;
        }
        around.control().change(server, health -> health.weigh(wanted.value()));
        return "";
    }

    /** {@code addr ADDRESS [port PORT]}. */
    private static String address(ServerRuntime server, List<String> values) {
        if (values.isEmpty()) {
            return "set server <b>/<s> addr requires an address and optionally a port.\n";
        }
        IpAddress wanted = IpAddress.parse(values.getFirst());
        if (wanted == null) {
            return "Invalid addr '" + values.getFirst() + "'" + BY;
        }
        IpAddress before = server.address();
        StringBuilder told = new StringBuilder();
        told.append(
                wanted.equals(before)
                        ? "no need to change the addr"
                        : "IP changed from '%s' to '%s'"
                                .formatted(before == null ? "(none)" : before, wanted));
        int port = server.port();
        if (values.size() > 2 && values.get(1).equals("port")) {
            Long number = Numbers.positive(values.get(2));
            if (number == null || number > 65_535) {
                told.append(", problem converting port '").append(values.get(2));
                return told.append("' to an int").append(BY).toString();
            }
            told.append(
                    number == port
                            ? ", no need to change the port"
                            : ", port changed from '%d' to '%d'".formatted(port, number));
            port = number.intValue();
        }
        server.moveTo(new EndpointSpec.Inet(wanted, port));
        return told.append(BY).toString();
    }

    private static final String BY = " by 'stats socket command'\n";

    private String with(List<String> rest, Function<ServerRuntime, String> command) {
        return NamedServer.with(around, rest, command);
    }
}
