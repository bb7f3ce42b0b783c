package io.aplomb.proxy.admin;

import io.aplomb.base.net.IpAddress;
import io.aplomb.proxy.health.CheckResult;
import io.aplomb.proxy.health.CheckStatus;
import io.aplomb.proxy.health.ServerHealth;
import io.aplomb.proxy.runtime.BackendRuntime;
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
    private static final int RESULT_UNKNOWN = 0;
    private static final int RESULT_FAILED = 2;
    private static final int RESULT_PASSED = 3;

    /** Bits of the administrative state in HAProxy's own state files. */
    private static final int FORCED_MAINT = 1;

    private static final int FORCED_DRAIN = 8;

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

    String sessions(List<String> rest) {
        boolean one = !rest.isEmpty() && !rest.getFirst().equals("all");
        long wanted = one ? SessionIds.parse(rest.getFirst()) : -1;
        StringBuilder out = new StringBuilder();
        for (SessionDirectory.Session each : around.sessions().sessions()) {
            if (!one || each.id() == wanted) {
                out.append(line(each));
            }
        }
        return one && out.isEmpty() ? "Session not found.\n" : out.toString();
    }

    private static String line(SessionDirectory.Session session) {
        return "%s: proto=%s src=%s fe=%s be=%s srv=%s age=%ds\n"
                .formatted(
                        SessionIds.text(session.id()),
                        session.protocol(),
                        session.source(),
                        session.frontend(),
                        session.backend(),
                        session.server(),
                        session.ageSeconds());
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
        CheckResult last = health.lastCheck();
        boolean checked = server.config().check().enabled();
        long since = health.sinceLastChangeSeconds(around.control().nowMs());
        return "%d %s %d %s %s %d %d %d %d %d %d %d %d %d 0 0 0 %s %d - %d 0 - - 0\n"
                .formatted(
                        backend.id(),
                        backend.name(),
                        server.id(),
                        server.name(),
                        address(server),
                        operation(health),
                        administration(health),
                        server.userWeight(),
                        server.initialWeight(),
                        since,
                        last.status().ordinal(),
                        result(last.status()),
                        checked ? server.config().check().rise() : 0,
                        checked ? 6 : 0,
                        server.config().hostName() == null ? "-" : server.config().hostName(),
                        server.port(),
                        server.config().tls() == null ? 0 : 1);
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

    private static int administration(ServerHealth health) {
        int bits = health.inMaintenance() ? FORCED_MAINT : 0;
        return health.statusText().startsWith("DRAIN") ? bits | FORCED_DRAIN : bits;
    }

    private static int result(CheckStatus status) {
        return switch (status) {
            case UNKNOWN, INITIALIZING, SOCKET_ERROR -> RESULT_UNKNOWN;
            case L4_OK, L6_OK, L7_OK, L7_OK_CONDITIONAL, PROCESS_OK -> RESULT_PASSED;
            case L4_TIMEOUT,
                    L4_CONNECTION,
                    L6_TIMEOUT,
                    L6_RESPONSE,
                    L7_TIMEOUT,
                    L7_RESPONSE,
                    L7_STATUS,
                    PROCESS_ERROR,
                    PROCESS_TIMEOUT,
                    TRAFFIC ->
                    RESULT_FAILED;
        };
    }

    private static String address(ServerRuntime server) {
        IpAddress address = server.address();
        return address == null ? "-" : address.toString();
    }
}
