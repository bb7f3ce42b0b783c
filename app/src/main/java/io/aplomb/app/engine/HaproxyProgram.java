package io.aplomb.app.engine;

import io.aplomb.app.process.Privileges;
import io.aplomb.app.proxy.ProxyProgram;
import io.aplomb.app.proxy.ProxyRun;
import io.aplomb.base.Diagnostic;
import io.aplomb.base.SourcePosition;
import io.aplomb.formats.haproxy.compile.HaproxyConfig;
import io.aplomb.formats.haproxy.compile.LoadOptions;
import io.aplomb.formats.haproxy.compile.LoadResult;
import io.aplomb.formats.haproxy.syntax.ConfigSource;
import io.aplomb.model.proxy.GlobalSettings;
import io.aplomb.model.proxy.Proxy;
import io.aplomb.model.proxy.ProxyConfig;
import io.aplomb.proxy.ProxyServer;
import io.aplomb.proxy.ServerOptions;
import io.aplomb.proxy.ServerStartException;
import io.aplomb.proxy.net.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code haproxy.cfg} served by the data path. */
public final class HaproxyProgram implements ProxyProgram {

    private static final Logger LOG = LoggerFactory.getLogger(HaproxyProgram.class);
    private static final int AUTOMATIC_LOOPS = 0;

    private final String version;

    public HaproxyProgram(String version) {
        this.version = version;
    }

    @Override
    public Loaded load(Setup setup) {
        List<ConfigSource> sources = new ArrayList<>();
        for (Path file : setup.files()) {
            try {
                sources.add(
                        new ConfigSource(
                                file.toString(),
                                Files.readString(file, StandardCharsets.ISO_8859_1)));
            } catch (IOException e) {
                return new LoadedConfiguration(
                        setup,
                        null,
                        List.of(
                                new Notice(
                                        Severity.ALERT,
                                        "%s: cannot be read: %s".formatted(file, e))));
            }
        }
        String host = hostName();
        LoadResult result =
                HaproxyConfig.load(
                        sources,
                        setup.environment(),
                        new DiskFiles(setup.directory()),
                        new LoadOptions(host, setup.localPeer().orElse(host)));
        return new LoadedConfiguration(
                setup,
                result.config(),
                result.diagnostics().stream().map(HaproxyProgram::notice).toList());
    }

    private static Notice notice(Diagnostic diagnostic) {
        Severity severity =
                switch (diagnostic.severity()) {
                    case ERROR -> Severity.ALERT;
                    case WARNING -> Severity.WARNING;
                    case NOTICE, DIAG -> Severity.NOTICE;
                };
        return new Notice(severity, diagnostic.render());
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }

    /** A configuration read once; a reload reads the same files again. */
    private final class LoadedConfiguration implements Loaded {

        private final Setup setup;
        private final @Nullable ProxyConfig config;
        private final List<Notice> notices;

        LoadedConfiguration(Setup setup, @Nullable ProxyConfig config, List<Notice> notices) {
            this.setup = setup;
            this.config = config;
            this.notices = List.copyOf(notices);
        }

        @Override
        public List<Notice> notices() {
            return notices;
        }

        @Override
        public boolean listens() {
            return config != null
                    && (!config.global().statsSockets().isEmpty()
                            || config.proxies().stream().anyMatch(LoadedConfiguration::listens));
        }

        private static boolean listens(Proxy proxy) {
            Proxy.FrontendPart frontend = proxy.frontend();
            return !proxy.disabled() && frontend != null && !frontend.binds().isEmpty();
        }

        @Override
        public boolean daemon() {
            return process().map(GlobalSettings.ProcessSettings::daemon).orElse(false);
        }

        @Override
        public boolean quiet() {
            return process().map(GlobalSettings.ProcessSettings::quiet).orElse(false);
        }

        @Override
        public Optional<Path> pidFile() {
            return process()
                    .map(GlobalSettings.ProcessSettings::pidFile)
                    .map(setup.directory()::resolve);
        }

        private Optional<GlobalSettings.ProcessSettings> process() {
            return Optional.ofNullable(config)
                    .map(ProxyConfig::global)
                    .map(GlobalSettings::process);
        }

        @Override
        public Running start() throws StartException {
            if (config == null) {
                throw new StartException("the configuration has errors");
            }
            try {
                ServerOptions options =
                        new ServerOptions(AUTOMATIC_LOOPS, Transport.best(), version);
                return new RunningServer(
                        setup,
                        config.global().process(),
                        ProxyServer.start(config, options, SystemClock.INSTANCE));
            } catch (ServerStartException e) {
                throw new StartException(located(e), e);
            }
        }
    }

    /** A server and the files it came from. */
    private final class RunningServer implements Running {

        private final Setup setup;
        private final GlobalSettings.ProcessSettings process;
        private final ProxyServer server;

        RunningServer(Setup setup, GlobalSettings.ProcessSettings process, ProxyServer server) {
            this.setup = setup;
            this.process = process;
            this.server = server;
        }

        @Override
        public List<Notice> settle() throws StartException {
            try {
                return Privileges.drop(
                                new Privileges.Identity(
                                        process.user(),
                                        process.group(),
                                        process.uid(),
                                        process.gid()))
                        .map(remark -> new Notice(Severity.WARNING, remark))
                        .stream()
                        .toList();
            } catch (IOException refused) {
                throw new StartException(String.valueOf(refused.getMessage()), refused);
            }
        }

        @Override
        public Reload reload() {
            if (!(load(setup) instanceof LoadedConfiguration next)) {
                throw new IllegalStateException("load gives what this program makes");
            }
            if (next.config == null) {
                return new Reload(false, next.notices());
            }
            if (!next.listens()) {
                return refused(next, ProxyRun.NO_LISTENER);
            }
            try {
                server.reload(next.config);
                return new Reload(true, next.notices());
            } catch (ServerStartException e) {
                return refused(next, located(e));
            } catch (RuntimeException bug) {
                // A defect met while a configuration is taken up must not end a proxy that serves.
                LOG.error("reload", bug);
                return refused(next, "internal error: " + bug);
            }
        }

        private Reload refused(LoadedConfiguration next, String why) {
            List<Notice> notices = new ArrayList<>(next.notices());
            notices.add(new Notice(Severity.ALERT, why));
            return new Reload(false, notices);
        }

        @Override
        public void drain() {
            server.drain();
        }

        @Override
        public void stop() {
            server.stop();
        }

        @Override
        public void awaitEnd() throws InterruptedException {
            server.awaitEnd();
        }
    }

    private static String located(ServerStartException refusal) {
        SourcePosition position = refusal.position();
        return position == null
                ? String.valueOf(refusal.getMessage())
                : "%s:%d: %s".formatted(position.file(), position.line(), refusal.getMessage());
    }
}
