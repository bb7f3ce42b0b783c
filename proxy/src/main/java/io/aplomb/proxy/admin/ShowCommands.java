package io.aplomb.proxy.admin;

import io.aplomb.base.net.IpAddress;
import io.aplomb.model.net.EndpointSpec;
import io.aplomb.model.proxy.Server;
import io.aplomb.proxy.health.AdminMode;
import io.aplomb.proxy.health.CheckFigures;
import io.aplomb.proxy.health.ServerHealth;
import io.aplomb.proxy.runtime.AgentTarget;
import io.aplomb.proxy.runtime.BackendRuntime;
import io.aplomb.proxy.runtime.CheckTarget;
import io.aplomb.proxy.runtime.RunningProxies;
import io.aplomb.proxy.runtime.ServerRuntime;
import io.aplomb.proxy.stats.InfoText;
import io.aplomb.proxy.stats.StatsFilter;
import io.aplomb.proxy.stats.StatsJson;
import io.aplomb.proxy.stats.StatsSnapshot;
import io.aplomb.proxy.stats.StatsText;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The commands that only show. */
final class ShowCommands {

    private static final String NO_BACKEND = "Can't find backend.\n";
    private static final String STATE_HEADER =
            "1\n# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight"
                    + " srv_iweight srv_time_since_last_change srv_check_status srv_check_result"
                    + " srv_check_health srv_check_state srv_agent_state bk_f_forced_id"
                    + " srv_f_forced_id srv_fqdn srv_port srvrecord srv_use_ssl srv_check_port"
                    + " srv_check_addr srv_agent_addr srv_agent_port\n";

    /**
     * {@code srv_admin_state} of a server whose line says {@code disabled}, whatever came later.
     */
    private static final int CONFIGURED_MAINT = 0x04;

    private final RuntimeCommands.Surroundings around;

    ShowCommands(RuntimeCommands.Surroundings around) {
        this.around = around;
    }

    private RunningProxies running() {
        return around.running().get();
    }

    /** {@code show stat [<iid>|<proxy> <type> <sid>] [desc|json|typed|up|no-maint]*}. */
    String statistics(List<String> rest) {
        StatsSnapshot snapshot = around.statistics().read(running());
        int proxyId = -1;
        int types = -1;
        int id = -1;
        if (rest.size() >= 3 && isNumber(rest.get(1)) && isNumber(rest.get(2))) {
            proxyId = isNumber(rest.getFirst()) ? number(rest.getFirst()) : idOf(rest.getFirst());
            if (proxyId == 0) {
                return "No such proxy.\n";
            }
            types = number(rest.get(1));
            id = number(rest.get(2));
        }
        boolean up = rest.contains("up");
        boolean withoutMaintenance = rest.contains("no-maint");
        StatsFilter filter = new StatsFilter(proxyId, types, id, up, withoutMaintenance);
        if (rest.contains("json")) {
            return StatsJson.stats(snapshot, filter);
        }
        return rest.contains("typed")
                ? StatsText.typed(snapshot, filter)
                : StatsText.csv(snapshot, filter);
    }

    private static boolean isNumber(String text) {
        return text.equals("-1") || Numbers.natural(text) != null;
    }

    private static int number(String text) {
        Long number = Numbers.natural(text);
        return number == null || number > Integer.MAX_VALUE ? -1 : number.intValue();
    }

    private int idOf(String proxyName) {
        return running().config().proxies().stream()
                .filter(proxy -> proxy.name().equals(proxyName))
                .mapToInt(proxy -> proxy.id())
                .findFirst()
                .orElse(0);
    }

    /** {@code show info [typed|json|desc]*}. */
    String info(List<String> rest) {
        StatsSnapshot snapshot = around.statistics().read(running());
        if (rest.contains("json")) {
            return StatsJson.info(snapshot);
        }
        boolean described = rest.contains("desc");
        return rest.contains("typed")
                ? InfoText.typed(snapshot, described)
                : InfoText.plain(snapshot, described);
    }

    String schema() {
        return StatsJson.schema();
    }

    String backends() {
        StringBuilder out = new StringBuilder("# name\n");
        running().backends().forEach(backend -> out.append(backend.name()).append('\n'));
        return out.toString();
    }

    /** {@code show env [NAME]}: what the configuration was read with. */
    String environment(List<String> rest) {
        Map<String, String> environment = new TreeMap<>(running().config().environment());
        if (rest.isEmpty()) {
            StringBuilder out = new StringBuilder();
            environment.forEach((name, value) -> out.append(name + "=" + value + "\n"));
            return out.toString();
        }
        String value = environment.get(rest.getFirst());
        return value == null ? "Variable not found\n" : rest.getFirst() + "=" + value + "\n";
    }

    /** {@code show errors}: no malformed message is kept here. */
    String errors(List<String> rest) {
        if (!rest.isEmpty() && !isNumber(rest.getFirst()) && idOf(rest.getFirst()) == 0) {
            return "No such proxy.\n";
        }
        return "Total events captured : 0\n";
    }

    private @Nullable Collection<BackendRuntime> backends(List<String> rest) {
        if (rest.isEmpty()) {
            return running().backends();
        }
        BackendRuntime backend = running().backend(rest.getFirst());
        return backend == null ? null : List.of(backend);
    }

    /** {@code show servers conn}. */
    String serverConnections(List<String> rest) {
        Collection<BackendRuntime> backends = backends(rest);
        if (backends == null) {
            return NO_BACKEND;
        }
        StringBuilder out =
                new StringBuilder(
                        "# bkname/svname bkid/svid addr port - purge_delay used_cur used_max"
                                + " need_est unsafe_nb safe_nb idle_lim idle_cur idle_per_thr[1]\n");
        for (BackendRuntime backend : backends) {
            for (ServerRuntime server : backend.servers()) {
                out.append(connections(backend, server));
            }
        }
        return out.toString();
    }

    private static String connections(BackendRuntime backend, ServerRuntime server) {
        int idle = server.idleConnections().current();
        int maximum = server.usedConnections().maximum();
        return "%s/%s %d/%d %s %d - %d %d %d %d %d 0 %d %d %d\n"
                .formatted(
                        backend.name(),
                        server.name(),
                        backend.id(),
                        server.id(),
                        address(server),
                        server.port(),
                        server.config().poolPurgeDelayMs(),
                        server.usedConnections().current(),
                        maximum,
                        maximum,
                        idle,
                        server.config().poolMaxConn(),
                        idle,
                        idle);
    }

    /** {@code show servers state}, version 1 of the format, as a state file has it. */
    String serverStates(List<String> rest) {
        Collection<BackendRuntime> backends = backends(rest);
        if (backends == null) {
            return NO_BACKEND;
        }
        StringBuilder out = new StringBuilder(STATE_HEADER);
        for (BackendRuntime backend : backends) {
            for (ServerRuntime server : backend.servers()) {
                String line = backend.read(server, health -> state(backend, server, health));
                out.append(line);
            }
        }
        return out.toString();
    }

    private String state(BackendRuntime backend, ServerRuntime server, ServerHealth health) {
        CheckFigures check = health.check();
        CheckFigures agent = health.agent();
        CheckTarget checkAt = server.checkTarget();
        AgentTarget agentAt = server.agentTarget();
        Server config = server.config();
        long since = health.sinceLastChangeSeconds(around.control().nowMs());
        return Stream.of(
                                backend.id(),
                                backend.name(),
                                server.id(),
                                server.name(),
                                address(server),
                                operation(health),
                                administration(config, health),
                                server.userWeight(),
                                server.initialWeight(),
                                since,
                                check.last().status().number(),
                                check.resultNumber(),
                                check.health(),
                                check.stateBits(),
                                agent.stateBits(),
                                bit(backend.config().idForced()),
                                bit(config.idForced()),
                                config.hostName() == null ? "-" : config.hostName(),
                                server.port(),
                                "-",
                                bit(config.tls() != null),
                                checkAt.port(),
                                address(checkAt.address()),
                                address(agentAt.address()),
                                agentAt.port())
                        .map(Object::toString)
                        .collect(Collectors.joining(" "))
                + "\n";
    }

    private static int bit(boolean set) {
        return set ? 1 : 0;
    }

    private static String address(@Nullable EndpointSpec endpoint) {
        return switch (endpoint) {
            case null -> "-";
            case EndpointSpec.Inet(IpAddress ip, int _) -> ip == null ? "-" : ip.toString();
            case EndpointSpec.Host(String name, int _) -> name;
            case EndpointSpec.Unix _, EndpointSpec.AbstractUnix _, EndpointSpec.Descriptor _ -> "-";
        };
    }

    private static int operation(ServerHealth health) {
        if (health.inMaintenance()) {
            return 0;
        }
        return switch (health.state()) {
            case STOPPED -> 0;
            case STARTING -> 1;
            case RUNNING -> 2;
            case STOPPING -> 3;
        };
    }

    /** The mask {@code srv_admin_state} (management manual 9.3). */
    private static int administration(Server config, ServerHealth health) {
        int bits = config.disabled() ? CONFIGURED_MAINT : 0;
        for (AdminMode mode : health.admin()) {
            bits |=
                    switch (mode) {
                        case FORCED_MAINT -> 0x01;
                        case INHERITED_MAINT -> 0x02;
                        case FORCED_DRAIN -> 0x08;
                        case INHERITED_DRAIN -> 0x10;
                        case RESOLUTION_MAINT -> 0x20;
                    };
        }
        return bits;
    }

    private static String address(ServerRuntime server) {
        IpAddress address = server.address();
        return address == null ? "-" : address.toString();
    }
}
