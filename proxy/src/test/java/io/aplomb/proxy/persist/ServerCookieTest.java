package io.aplomb.proxy.persist;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.Bytes;
import io.aplomb.base.Check;
import io.aplomb.base.Clock;
import io.aplomb.formats.haproxy.compile.FileResolver;
import io.aplomb.formats.haproxy.compile.HaproxyConfig;
import io.aplomb.formats.haproxy.compile.LoadOptions;
import io.aplomb.formats.haproxy.syntax.ConfigSource;
import io.aplomb.model.proxy.CookiePersistence;
import io.aplomb.model.proxy.CookiePersistence.Mode;
import io.aplomb.model.proxy.ProxyConfig;
import io.aplomb.proxy.runtime.BackendRuntime;
import io.aplomb.proxy.runtime.RunningProxies;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The value of a dynamic cookie is the one HAProxy 2.6 made of the same key, address and port. */
final class ServerCookieTest {

    private static final String CONFIG =
            """
            backend be
                mode http
                server s1 127.0.0.1:23095
                server s2 127.0.0.1:23095 cookie fixed
            """;

    private final BackendRuntime backend = backend();

    @Test
    void of_dynamicKey_isHaproxysHash() {
        assertThat(ServerCookie.of(backend.servers().getFirst(), cookie("MYKEY")))
                .isEqualTo("c947e24ea6fb7b17");
    }

    @Test
    void of_configuredValue_countsMore() {
        assertThat(ServerCookie.of(backend.servers().getLast(), cookie("MYKEY")))
                .isEqualTo("fixed");
    }

    @Test
    void of_neither_isNone() {
        assertThat(ServerCookie.of(backend.servers().getFirst(), cookie(null))).isNull();
    }

    @Test
    void find_eitherValue_findsItsServer() {
        CookiePersistence cookie = cookie("MYKEY");

        assertThat(ServerCookie.find(backend, cookie, "c947e24ea6fb7b17"))
                .isSameAs(backend.servers().getFirst());
        assertThat(ServerCookie.find(backend, cookie, "fixed"))
                .isSameAs(backend.servers().getLast());
        assertThat(ServerCookie.find(backend, cookie, "other")).isNull();
    }

    private static CookiePersistence cookie(@Nullable String key) {
        return new CookiePersistence(
                "SRV",
                Mode.INSERT,
                true,
                false,
                false,
                false,
                false,
                false,
                List.of(),
                List.of(),
                0,
                0,
                key);
    }

    private static BackendRuntime backend() {
        @Nullable ProxyConfig config =
                HaproxyConfig.load(
                                List.of(new ConfigSource("test.cfg", CONFIG)),
                                Map.of(),
                                new NoFiles(),
                                LoadOptions.forHost("host"))
                        .config();
        Clock still =
                new Clock() {
                    @Override
                    public long monotonicNs() {
                        return 0;
                    }

                    @Override
                    public long wallMs() {
                        return 0;
                    }
                };
        return new RunningProxies(Check.present(config, "configuration"), 10, still, 1)
                .backends()
                .iterator()
                .next();
    }

    private static final class NoFiles implements FileResolver {
        @Override
        public Kind kind(String path) {
            return Kind.ABSENT;
        }

        @Override
        public Content read(String path) {
            return new Content.Octets(Bytes.EMPTY);
        }
    }
}
