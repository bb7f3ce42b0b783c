package io.aplomb.proxy;

import io.aplomb.base.Check;
import io.aplomb.base.Clock;
import io.aplomb.http.HttpHead;
import io.aplomb.model.proxy.GlobalSettings;
import io.aplomb.model.proxy.Proxy;
import io.aplomb.model.proxy.ProxyConfig;
import io.aplomb.proxy.admin.RuntimeCommands;
import io.aplomb.proxy.admin.RuntimeSocket;
import io.aplomb.proxy.auth.ConfiguredUsers;
import io.aplomb.proxy.check.HealthChecks;
import io.aplomb.proxy.check.HealthEvents;
import io.aplomb.proxy.health.HealthEffect;
import io.aplomb.proxy.health.ServerHealth;
import io.aplomb.proxy.log.LogDispatcher;
import io.aplomb.proxy.log.LogIdentity;
import io.aplomb.proxy.log.RequestLog;
import io.aplomb.proxy.reply.ErrorKind;
import io.aplomb.proxy.reply.PreparedReply;
import io.aplomb.proxy.reply.Replies;
import io.aplomb.proxy.runtime.Gauge;
import io.aplomb.proxy.runtime.HealthOutcome;
import io.aplomb.proxy.runtime.RunningProxies;
import io.aplomb.proxy.runtime.ServerRuntime;
import io.aplomb.proxy.session.SessionServices;
import io.aplomb.proxy.stats.MetricsService;
import io.aplomb.proxy.stats.ProcessReading;
import io.aplomb.proxy.stats.ServerControl;
import io.aplomb.proxy.stats.SnapshotReader;
import io.aplomb.proxy.stats.StatsAnswer;
import io.aplomb.proxy.stats.StatsService;
import io.aplomb.proxy.stick.StickTable;
import io.aplomb.proxy.stream.Stream;
import io.aplomb.proxy.stream.TrackingTable;
import io.aplomb.proxy.tls.LoadedTlsContexts;
import io.aplomb.sample.facts.Payload;
import io.aplomb.sample.facts.UserLists;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What surrounds the engine and outlives a reload: logs, stick tables, statistics. Any thread. */
final class ServerServices
        implements SessionServices, EngineOptions.Surroundings, ServerControl, AutoCloseable {

    private static final long NS_PER_MS = 1_000_000;
    private static final long US_PER_MS = 1_000;
    private static final String DEFAULT_TAG = "haproxy";

    /** Shown as the release date by {@code show info}. */
    private static final LocalDate BUILT = LocalDate.of(2026, 11, 21);

    private final ServerOptions options;
    private final Clock clock;
    private final LogDispatcher logs;
    private final RequestLog requestLog;
    private final Tables tables;
    private final String hostName;
    private volatile boolean stopping;
    private volatile @Nullable ProxyEngine engine;
    private volatile @Nullable HealthChecks checks;
    private volatile @Nullable ProcessReading figures;
    private volatile @Nullable RuntimeCommands commands;
    private final Gauge conversations = new Gauge();

    ServerServices(ProxyConfig config, ServerOptions options, Clock clock) {
        this.options = options;
        this.clock = clock;
        this.hostName = ProgramFacts.readHostName();
        this.logs = new LogDispatcher(identity(config));
        this.requestLog = new RequestLog(logs);
        this.tables = new Tables(() -> clock.monotonicNs() / NS_PER_MS);
    }

    private LogIdentity identity(ProxyConfig config) {
        String sender = config.global().logSendHostname();
        String tag = config.global().logTag();
        return new LogIdentity(
                sender == null || sender.isEmpty() ? hostName : sender,
                tag == null ? DEFAULT_TAG : tag,
                ProcessHandle.current().pid(),
                ZoneId.systemDefault());
    }

    /** Takes stick tables up; nothing here can fail. */
    void use(Map<String, StickTable> prepared) {
        tables.use(prepared);
    }

    /** Logs as a configuration says; ends what only the former one logged to, which may wait. */
    void logAs(ProxyConfig config) {
        logs.use(identity(config), HostNames.logTargets(config));
    }

    /** The stick tables a configuration will have. */
    Map<String, StickTable> tablesFor(ProxyConfig config) {
        return tables.prepared(config);
    }

    EngineOptions engineOptions() {
        return new EngineOptions(options.loops(), options.transport(), clock, this, this);
    }

    /** Who listens for the runtime commands of a configuration. */
    List<ProxyEngine.Service> runtimeSockets(GlobalSettings global) {
        RuntimeSocket.Limits limits =
                new RuntimeSocket.Limits(
                        conversations, global.statsMaxConn(), global.statsTimeoutMs());
        return global.statsSockets().stream()
                .map(
                        socket ->
                                new ProxyEngine.Service(
                                        socket.bind(),
                                        new RuntimeSocket(socket, limits, this::commands)))
                .toList();
    }

    /** The engine is there, and nobody is served yet. */
    void attach(ProxyEngine running) {
        engine = running;
        figures = figuresOf(running);
        commands = newCommands(running);
    }

    HealthChecks startChecks(ProxyConfig config, LoadedTlsContexts tls) {
        ProxyEngine running = running();
        ProgramFacts facts = new ProgramFacts(config, 1, 0, () -> stopping);
        HealthChecks started =
                HealthChecks.start(
                        running.proxies(), facts, clock, new Events(running), tls::checking);
        checks = started;
        return started;
    }

    private RuntimeCommands commands() {
        return Check.present(commands, "runtime commands");
    }

    private RuntimeCommands newCommands(ProxyEngine steered) {
        return new RuntimeCommands(
                new RuntimeCommands.Surroundings(
                        steered::proxies,
                        tables::all,
                        reader(),
                        this,
                        new EngineControl(steered),
                        steered.sessions(),
                        options.version()));
    }

    private ProcessReading figuresOf(ProxyEngine running) {
        return new ProcessReading(
                clock,
                new ProcessReading.Program(
                        "Aplomb", options.version(), BUILT, hostName, running.loopCount()),
                running::proxies,
                running.load());
    }

    /** A line about each proxy, for its own log targets. */
    void announce(ProxyConfig config, String format, int level) {
        for (Proxy proxy : config.proxies()) {
            logs.log(proxy.log(), level, wallUs(), format.formatted(proxy.name()));
        }
    }

    void stopping() {
        stopping = true;
    }

    @Override
    public void close() {
        logs.close();
    }

    @Override
    public void begun(Stream stream) {
        requestLog.begun(stream);
    }

    @Override
    public void log(Stream stream) {
        requestLog.ended(stream);
    }

    @Override
    public void connectionFailed(Stream stream, boolean silence) {
        requestLog.connectionFailed(stream, silence);
    }

    @Override
    public PreparedReply statistics(Proxy proxy, Stream stream, boolean mayKeep) {
        HttpHead request = Check.present(stream.requestHead(), "request head");
        byte[] body = whole(stream.requestBody());
        StatsService service = new StatsService(reader(), this);
        StatsAnswer answer =
                service.answer(
                        running().proxies(),
                        proxy,
                        new StatsService.Request(request.method(), request.pathAndQuery(), body),
                        stream);
        return reply(answer, stream, mayKeep);
    }

    /** The octets, null when they are not all there. */
    private static byte @Nullable [] whole(@Nullable Payload payload) {
        return payload == null
                        || !payload.complete()
                        || payload.announcedLength() > payload.length()
                ? null
                : payload.slice(0, payload.length());
    }

    @Override
    public PreparedReply metrics(Stream stream, boolean mayKeep) {
        HttpHead request = Check.present(stream.requestHead(), "request head");
        StatsAnswer answer =
                new MetricsService(reader())
                        .answer(
                                running().proxies(),
                                tables.all(),
                                request.method(),
                                request.query());
        return reply(answer, stream, mayKeep);
    }

    private static PreparedReply reply(StatsAnswer answer, Stream stream, boolean mayKeep) {
        Map<String, String> fields = new LinkedHashMap<>();
        answer.fields().forEach(field -> fields.put(field.name(), field.value()));
        return Replies.service(answer.status(), fields, answer.body(), stream, mayKeep);
    }

    private SnapshotReader reader() {
        return new SnapshotReader(clock, Check.present(figures, "figures of the process"));
    }

    private ProxyEngine running() {
        return Check.present(engine, "running engine");
    }

    // ServerControl: what the statistics page and the runtime sockets ask for

    @Override
    public boolean change(ServerRuntime server, Function<ServerHealth, List<HealthEffect>> event) {
        return Check.present(checks, "health checks").change(server, event);
    }

    @Override
    public void shutdownSessions(ServerRuntime server) {
        running().shutDownSessions(server, ErrorKind.KILLED);
    }

    @Override
    public long nowMs() {
        return clock.monotonicNs() / NS_PER_MS;
    }

    @Override
    public @Nullable TrackingTable table(RunningProxies proxies, String name) {
        return tables.named(name);
    }

    @Override
    public UserLists userLists(ProxyConfig config) {
        return new ConfiguredUsers(config.userLists());
    }

    private long wallUs() {
        return clock.wallMs() * US_PER_MS;
    }

    /** Where the health of servers is heard. */
    private final class Events implements HealthEvents {

        private final ProxyEngine running;

        Events(ProxyEngine running) {
            this.running = running;
        }

        @Override
        public void log(ServerRuntime server, HealthOutcome.Line line) {
            int level =
                    switch (line.severity()) {
                        case NOTICE -> 5;
                        case WARNING -> 4;
                        case ALERT -> 1;
                        case EMERGENCY -> 0;
                    };
            logs.log(server.backendRuntime().config().log(), level, wallUs(), line.text());
        }

        @Override
        public void shutdownSessions(ServerRuntime server) {
            running.shutDownSessions(server, ErrorKind.SERVER_WENT_DOWN);
        }
    }
}
