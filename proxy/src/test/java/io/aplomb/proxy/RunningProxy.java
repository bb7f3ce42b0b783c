package io.aplomb.proxy;

import io.aplomb.base.Check;
import io.aplomb.base.Clock;
import io.aplomb.formats.haproxy.compile.FileResolver;
import io.aplomb.formats.haproxy.compile.HaproxyConfig;
import io.aplomb.formats.haproxy.compile.LoadOptions;
import io.aplomb.formats.haproxy.compile.LoadResult;
import io.aplomb.formats.haproxy.syntax.ConfigSource;
import io.aplomb.model.net.EndpointSpec;
import io.aplomb.model.proxy.Bind;
import io.aplomb.model.proxy.GlobalSettings;
import io.aplomb.model.proxy.Proxy;
import io.aplomb.model.proxy.ProxyConfig;
import io.aplomb.model.proxy.StatsSocket;
import io.aplomb.proxy.net.Addresses;
import io.aplomb.proxy.net.BindFailure;
import io.aplomb.proxy.net.TlsContexts;
import io.aplomb.proxy.net.Transport;
import io.aplomb.proxy.reply.PreparedReply;
import io.aplomb.proxy.runtime.BackendRuntime;
import io.aplomb.proxy.runtime.FrontendRuntime;
import io.aplomb.proxy.runtime.RunningProxies;
import io.aplomb.proxy.session.SessionServices;
import io.aplomb.proxy.stream.Stream;
import io.aplomb.proxy.stream.TrackingTable;
import io.aplomb.sample.facts.UserLists;
import io.aplomb.testkit.ScriptedClient;
import io.aplomb.testkit.Wire;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An engine on one loop with a configuration given as text, for tests. */
public final class RunningProxy implements AutoCloseable {

    private static final long LOG_PATIENCE_S = 60;

    private static final String DEFAULTS =
            """
            defaults
                mode http
                timeout client 60s
                timeout server 60s
                timeout connect 30s
            """;

    private final ProxyEngine engine;
    private final Recorder recorder;

    private RunningProxy(ProxyEngine engine, Recorder recorder) {
        this.engine = engine;
        this.recorder = recorder;
    }

    /** Runs it; frontends bind {@code 127.0.0.1:1}. */
    public static RunningProxy start(String config) {
        Recorder recorder = new Recorder();
        try {
            ProxyEngine engine = ProxyEngine.start(plan(config), recorder.options());
            engine.begin();
            return new RunningProxy(engine, recorder);
        } catch (BindFailure failure) {
            throw new AssertionError(failure);
        }
    }

    private static ProxyEngine.Plan plan(String config) {
        return new ProxyEngine.Plan(load(config), TlsContexts.NONE, List.of());
    }

    /** Takes up another configuration, given as that of {@link #start}. */
    public void reload(String config) throws BindFailure {
        engine.reload(plan(config), _ -> {});
    }

    /** A configuration below the usual defaults. */
    public static ProxyConfig load(String config) {
        ConfigSource source = new ConfigSource("test.cfg", DEFAULTS + config);
        LoadResult result =
                HaproxyConfig.load(
                        List.of(source), Map.of(), new NoFiles(), LoadOptions.forHost("test"));
        ProxyConfig loaded = result.config();
        if (loaded == null) {
            throw new AssertionError(result.diagnostics().toString());
        }
        return onAnyPort(loaded);
    }

    /** The language has no port 0; {@code :1} stands for it here. */
    private static ProxyConfig onAnyPort(ProxyConfig config) {
        return new ProxyConfig(
                onAnyPort(config.global()),
                config.proxies().stream().map(RunningProxy::onAnyPort).toList(),
                config.peers(),
                config.userLists(),
                config.environment());
    }

    private static GlobalSettings onAnyPort(GlobalSettings global) {
        return new GlobalSettings(
                global.process(),
                global.logTargets(),
                global.logTag(),
                global.logSendHostname(),
                global.maxConn(),
                global.maxConnRate(),
                global.maxSessRate(),
                global.maxSslConn(),
                global.maxSslRate(),
                global.threads(),
                global.statsSockets().stream()
                        .map(each -> new StatsSocket(onAnyPort(each.bind()), each.level()))
                        .toList(),
                global.statsMaxConn(),
                global.statsTimeoutMs(),
                global.spreadChecksPercent(),
                global.hardStopAfterMs(),
                global.serverStateFile(),
                global.serverStateBase(),
                global.tls(),
                global.tuning(),
                global.processVariables());
    }

    private static Proxy onAnyPort(Proxy proxy) {
        Proxy.FrontendPart part = proxy.frontend();
        if (part == null) {
            return proxy;
        }
        Proxy.FrontendPart anywhere =
                new Proxy.FrontendPart(
                        part.binds().stream().map(RunningProxy::onAnyPort).toList(),
                        part.maxConn(),
                        part.rateLimitSessions(),
                        part.backlog(),
                        part.defaultBackend(),
                        part.useBackends(),
                        part.captures(),
                        part.monitor(),
                        part.uniqueId(),
                        part.socketStats());
        return new Proxy(
                proxy.id(),
                proxy.idForced(),
                proxy.name(),
                proxy.kind(),
                proxy.position(),
                proxy.mode(),
                proxy.disabled(),
                proxy.description(),
                proxy.timeouts(),
                proxy.http(),
                proxy.log(),
                proxy.rules(),
                proxy.errors(),
                proxy.stats(),
                proxy.stickTable(),
                anywhere,
                proxy.backend());
    }

    private static Bind onAnyPort(Bind bind) {
        if (!(bind.endpoint() instanceof EndpointSpec.Inet(var address, int port)) || port != 1) {
            return bind;
        }
        return new Bind(
                bind.id(),
                bind.name(),
                new EndpointSpec.Inet(address, 0),
                bind.position(),
                bind.tls(),
                bind.acceptProxy(),
                bind.maxConn(),
                bind.backlog(),
                bind.transparent(),
                bind.v6Only(),
                bind.v4v6(),
                bind.deferAccept(),
                bind.fastOpen(),
                bind.mss(),
                bind.networkInterface(),
                bind.access());
    }

    public ProxyEngine engine() {
        return engine;
    }

    public RunningProxies proxies() {
        return engine.proxies();
    }

    /** The running frontend of that name. */
    public FrontendRuntime frontend(String name) {
        return Check.present(proxies().frontend(name), name);
    }

    /** The running backend of that name. */
    public BackendRuntime backend(String name) {
        return Check.present(proxies().backend(name), name);
    }

    public int port(String frontend) {
        return Addresses.portOf(engine.addresses(frontend).getFirst());
    }

    /** Connects to the first address of a frontend. */
    public Wire connect(String frontend) {
        return ScriptedClient.connect(port(frontend));
    }

    /** The next line of the log, by the log-format of the defaults. */
    public String nextLog() {
        try {
            String line = recorder.lines.poll(LOG_PATIENCE_S, TimeUnit.SECONDS);
            if (line == null) {
                throw new AssertionError("no log line");
            }
            return line;
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Override
    public void close() {
        engine.stop();
    }

    /** Configurations of tests name no files. */
    private static final class NoFiles implements FileResolver {
        @Override
        public Kind kind(String path) {
            return Kind.ABSENT;
        }

        @Override
        public Content read(String path) {
            return new Content.Unreadable("no such file");
        }
    }

    /** Keeps the log lines. */
    private static final class Recorder
            implements SessionServices, EngineOptions.Surroundings, Clock {
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

        EngineOptions options() {
            return new EngineOptions(1, Transport.best(), this, this, this);
        }

        @Override
        public void begun(Stream stream) {}

        @Override
        public void log(Stream stream) {
            lines.add(render(stream));
        }

        @Override
        public void connectionFailed(Stream stream, boolean silence) {
            lines.add(String.valueOf(stream.client().errorText()));
        }

        private static String render(Stream stream) {
            return stream.logFacts().status()
                    + " "
                    + stream.logFacts().terminationState()
                    + " "
                    + stream.logFacts().retries()
                    + (stream.logFacts().redispatched() ? "+" : "")
                    + " "
                    + stream.logFacts().backendName()
                    + "/"
                    + stream.logFacts().serverName();
        }

        @Override
        public PreparedReply statistics(Proxy proxy, Stream stream, boolean mayKeep) {
            return PreparedReply.SILENCE;
        }

        @Override
        public PreparedReply metrics(Stream stream, boolean mayKeep) {
            return PreparedReply.SILENCE;
        }

        @Override
        public @Nullable TrackingTable table(RunningProxies proxies, String name) {
            return null;
        }

        @Override
        public UserLists userLists(ProxyConfig config) {
            return (list, user, password) -> null;
        }

        @Override
        public long monotonicNs() {
            return System.nanoTime();
        }

        @Override
        public long wallMs() {
            return System.currentTimeMillis();
        }
    }
}
