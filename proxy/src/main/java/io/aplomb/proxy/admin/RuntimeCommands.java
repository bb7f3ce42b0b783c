package io.aplomb.proxy.admin;

import io.aplomb.model.proxy.StatsSocket.Level;
import io.aplomb.proxy.runtime.BackendRuntime;
import io.aplomb.proxy.runtime.FrontendRuntime;
import io.aplomb.proxy.runtime.FrontendRuntime.ListenerRuntime;
import io.aplomb.proxy.runtime.RunningProxies;
import io.aplomb.proxy.runtime.ServerRuntime;
import io.aplomb.proxy.stats.ServerControl;
import io.aplomb.proxy.stats.SnapshotReader;
import io.aplomb.proxy.stick.StickTable;
import io.aplomb.proxy.stick.TableCommands;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/**
 * The commands of the runtime socket with HAProxy 2.6's answers (management manual 9.3). Any
 * thread; nothing here reads or writes a socket.
 */
public final class RuntimeCommands {

    static final String DENIED = "Permission denied\n";

    private final Surroundings around;
    private final ShowCommands show;
    private final CheckCommands checks;
    private final ServerCommands servers;
    private final FrontendCommands frontends;
    private final SessionCommands sessions;
    private final Callers callers = new Callers();

    /**
     * What the commands look at and change.
     *
     * @param running the configuration in force
     * @param tables its stick tables
     */
    public record Surroundings(
            Supplier<RunningProxies> running,
            Supplier<Collection<StickTable>> tables,
            SnapshotReader statistics,
            ServerControl control,
            ProcessControl process,
            SessionDirectory sessions,
            String version) {}

    public RuntimeCommands(Surroundings around) {
        this.around = around;
        this.show = new ShowCommands(around);
        this.checks = new CheckCommands(around);
        this.servers = new ServerCommands(around, checks);
        this.frontends = new FrontendCommands(around);
        this.sessions = new SessionCommands(around, callers);
    }

    /** Who is connected to the runtime sockets. */
    Callers callers() {
        return callers;
    }

    /** For a caller who connects now. */
    long nextSessionNumber() {
        return around.process().nextSessionNumber();
    }

    /** The time that {@link Callers} are told, in milliseconds. */
    long nowMs() {
        return around.control().nowMs();
    }

    /**
     * Runs one line, whose commands are separated by semicolons.
     *
     * @return the answers, each ended by an empty line
     */
    public String run(String line, CommandSession session) {
        StringBuilder out = new StringBuilder();
        for (String command : line.split(";", -1)) {
            if (session.ended()) {
                break;
            }
            String answer = runOne(words(command), session);
            if (!session.ended()) {
                out.append(answer).append('\n');
            }
        }
        return out.toString();
    }

    private static List<String> words(String command) {
        return Arrays.stream(command.strip().split("[ \t]+")).filter(w -> !w.isEmpty()).toList();
    }

    private String runOne(List<String> line, CommandSession session) {
        for (Command command : Command.values()) {
            if (command.isIn(line)) {
                List<String> rest = line.subList(command.words().size(), line.size());
                return session.isAtLeast(needed(command)) ? run(command, rest, session) : DENIED;
            }
        }
        return Help.unknown(line);
    }

    /** Manual 9.3 "level": what is not shown needs admin, as HAProxy has it. */
    private static Level needed(Command command) {
        return switch (command) {
            case SHOW_BACKEND,
                    SHOW_CLI_LEVEL,
                    SHOW_HEALTH,
                    SHOW_INFO,
                    SHOW_SCHEMA,
                    SHOW_SERVERS_CONN,
                    SHOW_SERVERS_STATE,
                    SHOW_STAT,
                    SHOW_TABLE,
                    SHOW_VERSION,
                    GET_WEIGHT,
                    SET_TIMEOUT,
                    OPERATOR,
                    USER,
                    HELP,
                    PROMPT,
                    QUIT ->
                    Level.USER;
            case SHOW_ENV, SHOW_ERRORS, SHOW_SESS, CLEAR_COUNTERS -> Level.OPERATOR;
            case CLEAR_TABLE,
                    DISABLE_AGENT,
                    DISABLE_FRONTEND,
                    DISABLE_HEALTH,
                    DISABLE_SERVER,
                    ENABLE_AGENT,
                    ENABLE_FRONTEND,
                    ENABLE_HEALTH,
                    ENABLE_SERVER,
                    SET_MAXCONN_FRONTEND,
                    SET_MAXCONN_GLOBAL,
                    SET_MAXCONN_SERVER,
                    SET_RATE_LIMIT,
                    SET_SERVER,
                    SET_TABLE,
                    SET_WEIGHT,
                    SHUTDOWN_FRONTEND,
                    SHUTDOWN_SESSION,
                    SHUTDOWN_SESSIONS ->
                    Level.ADMIN;
        };
    }

    private String run(Command command, List<String> rest, CommandSession session) {
        return switch (command) {
            case CLEAR_COUNTERS -> clearCounters(rest, session);
            case CLEAR_TABLE -> tables().clear(rest);
            case SET_TABLE -> tables().set(rest);
            case SHOW_TABLE -> tables().show(rest);
            case DISABLE_FRONTEND -> frontends.disable(rest);
            case ENABLE_FRONTEND -> frontends.enable(rest);
            case SHUTDOWN_FRONTEND -> frontends.shutdown(rest);
            case SET_MAXCONN_FRONTEND -> frontends.setMaxConn(rest);
            case SET_RATE_LIMIT -> frontends.setRateLimit(rest);
            case SET_MAXCONN_GLOBAL -> frontends.setGlobalMaxConn(rest);
            case DISABLE_AGENT -> checks.disableAgent(rest);
            case ENABLE_AGENT -> checks.enableAgent(rest);
            case DISABLE_HEALTH -> checks.disableHealth(rest);
            case ENABLE_HEALTH -> checks.enableHealth(rest);
            case DISABLE_SERVER -> servers.disable(rest);
            case ENABLE_SERVER -> servers.enable(rest);
            case GET_WEIGHT -> servers.getWeight(rest);
            case SET_WEIGHT -> servers.setWeight(rest);
            case SET_SERVER -> servers.set(rest);
            case SET_MAXCONN_SERVER -> servers.setMaxConn(rest);
            case SHUTDOWN_SESSION -> sessions.shutDown(rest);
            case SHUTDOWN_SESSIONS -> servers.shutdownSessions(rest);
            case SHOW_BACKEND -> show.backends();
            case SHOW_ENV -> show.environment(rest);
            case SHOW_ERRORS -> show.errors(rest);
            case SHOW_HEALTH -> around.process().liveness().text();
            case SHOW_INFO -> show.info(rest);
            case SHOW_SCHEMA -> show.schema();
            case SHOW_SERVERS_CONN -> show.serverConnections(rest);
            case SHOW_SERVERS_STATE -> show.serverStates(rest);
            case SHOW_SESS -> sessions.show(rest);
            case SHOW_STAT -> show.statistics(rest);
            case SHOW_VERSION -> around.version() + "\n";
            case SHOW_CLI_LEVEL, SET_TIMEOUT, OPERATOR, USER, HELP, PROMPT, QUIT ->
                    ofSession(command, rest, session);
        };
    }

    private static String ofSession(Command command, List<String> rest, CommandSession session) {
        switch (command) {
            case SHOW_CLI_LEVEL -> {
                return session.level().name().toLowerCase(java.util.Locale.ROOT) + "\n";
            }
            case HELP -> {
                return Help.about(rest);
            }
            case SET_TIMEOUT -> {
                return setTimeout(rest, session);
            }
            case OPERATOR -> session.lowerTo(Level.OPERATOR);
            case USER -> session.lowerTo(Level.USER);
            case PROMPT -> session.togglePrompt();
            case QUIT -> session.end();
            default -> throw new IllegalArgumentException("no command of the session: " + command);
        }
        return "";
    }

    private static String setTimeout(List<String> rest, CommandSession session) {
        if (rest.isEmpty() || !rest.getFirst().equals("cli")) {
            return "'set timeout' only supports 'cli'.\n";
        }
        if (rest.size() < 2) {
            return "Expects an integer value.\n";
        }
        Long seconds = Numbers.positive(rest.get(1));
        if (seconds == null) {
            return "Invalid timeout value.\n";
        }
        session.timeoutSeconds(seconds);
        return "";
    }

    private TableCommands tables() {
        return new TableCommands(around.tables().get());
    }

    private String clearCounters(List<String> rest, CommandSession session) {
        boolean all = !rest.isEmpty() && rest.getFirst().equals("all");
        if (all && !session.isAtLeast(Level.ADMIN)) {
            return DENIED;
        }
        RunningProxies running = around.running().get();
        for (FrontendRuntime frontend : running.frontends()) {
            frontend.clearMaxima();
            frontend.listeners().forEach(listener -> listener.gauge().clearMaximum());
            if (all) {
                frontend.counters().clear();
                frontend.listeners().stream()
                        .map(ListenerRuntime::counters)
                        .forEach(counters -> counters.clear());
            }
        }
        for (BackendRuntime backend : running.backends()) {
            backend.clearMaxima();
            if (all) {
                backend.counters().clear();
                backend.times().clear();
                for (ServerRuntime server : backend.servers()) {
                    server.counters().clear();
                    server.times().clear();
                }
            }
        }
        return "";
    }
}
