package io.aplomb.proxy;

import io.aplomb.base.Bytes;
import io.aplomb.base.Clock;
import io.aplomb.formats.haproxy.compile.FileResolver;
import io.aplomb.formats.haproxy.compile.HaproxyConfig;
import io.aplomb.formats.haproxy.compile.LoadOptions;
import io.aplomb.formats.haproxy.compile.LoadResult;
import io.aplomb.formats.haproxy.syntax.ConfigSource;
import io.aplomb.model.proxy.ProxyConfig;
import io.aplomb.proxy.net.Transport;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A whole load balancer in this process, with a configuration given as text, for tests. */
final class ServerUnderTest implements AutoCloseable {

    private static final String DEFAULTS =
            """
            defaults
                mode http
                timeout client 30s
                timeout server 30s
                timeout connect 10s
            """;

    private final ProxyServer server;

    private ServerUnderTest(ProxyServer server) {
        this.server = server;
    }

    /** Runs it on two loops. */
    static ServerUnderTest start(String config) throws ServerStartException {
        ServerOptions options = new ServerOptions(2, Transport.best(), "test");
        return new ServerUnderTest(ProxyServer.start(load(config), options, MachineClock.INSTANCE));
    }

    void reload(String config) throws ServerStartException {
        server.reload(load(config));
    }

    ProxyServer server() {
        return server;
    }

    @Override
    public void close() {
        server.stop();
    }

    /** {@code global} sections stand before the usual defaults, all others after them. */
    static String global(String lines) {
        return "global\n    " + lines.strip().replace("\n", "\n    ") + "\n" + DEFAULTS;
    }

    /** The path of a certificate among the tests' resources. */
    static String certificate(String name) {
        URL found = Objects.requireNonNull(ServerUnderTest.class.getResource("/tls/" + name), name);
        try {
            return Path.of(found.toURI()).toString();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static ProxyConfig load(String config) {
        String text = config.startsWith("global") ? config : DEFAULTS + config;
        LoadResult result =
                HaproxyConfig.load(
                        List.of(new ConfigSource("test.cfg", text)),
                        Map.of(),
                        new EveryFile(),
                        LoadOptions.forHost("test"));
        ProxyConfig loaded = result.config();
        if (loaded == null) {
            throw new AssertionError(result.diagnostics().toString());
        }
        return loaded;
    }

    private enum MachineClock implements Clock {
        INSTANCE;

        @Override
        public long monotonicNs() {
            return System.nanoTime();
        }

        @Override
        public long wallMs() {
            return System.currentTimeMillis();
        }
    }

    /** Every file is said to be there, so that using it is what fails. */
    private static final class EveryFile implements FileResolver {
        @Override
        public Kind kind(String path) {
            return Kind.FILE;
        }

        @Override
        public Content read(String path) {
            return new Content.Octets(Bytes.of(new byte[0]));
        }
    }
}
