package io.aplomb.formats.haproxy.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.Check;
import io.aplomb.base.Diagnostic;
import io.aplomb.formats.haproxy.syntax.ConfigSource;
import io.aplomb.model.net.EndpointSpec;
import io.aplomb.model.proxy.BackendPart;
import io.aplomb.model.proxy.Proxy;
import io.aplomb.model.proxy.ProxyConfig;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class HaproxyConfigTest {

    @Test
    void load_courseExample_givesFrontendAndBackend() {
        ProxyConfig config =
                compiled(
                        """
                        global
                            log /dev/log local0
                            maxconn 4096

                        defaults
                            mode http
                            timeout connect 5000ms
                            timeout client 50000ms
                            timeout server 50000ms

                        frontend web
                            bind *:80
                            default_backend servers

                        backend servers
                            balance roundrobin
                            server web1 192.168.1.10:80 check
                            server web2 192.168.1.11:80 check
                        """);

        Proxy web = config.frontend("web").orElseThrow();
        BackendPart servers =
                Check.present(config.backend("servers").orElseThrow().backend(), "backend");
        assertThat(web.mode()).isEqualTo(Proxy.Mode.HTTP);
        assertThat(web.timeouts().clientMs()).isEqualTo(50_000);
        assertThat(Check.present(web.frontend(), "frontend").binds().getFirst().endpoint())
                .isEqualTo(new EndpointSpec.Inet(null, 80));
        assertThat(servers.servers())
                .extracting(server -> server.name())
                .containsExactly("web1", "web2");
        assertThat(servers.servers().getFirst().check().enabled()).isTrue();
        assertThat(servers.retries()).isEqualTo(3);
    }

    private static ProxyConfig compiled(String text) {
        LoadResult result = load(text);
        assertThat(result.config()).as(rendered(result)).isNotNull();
        return Check.present(result.config(), "config");
    }

    private static String rendered(LoadResult result) {
        return result.diagnostics().stream()
                .map(Diagnostic::render)
                .collect(Collectors.joining("\n"));
    }

    private static LoadResult load(String text) {
        return HaproxyConfig.load(
                List.of(new ConfigSource("test.cfg", text)),
                Map.of(),
                new MemoryFiles(Map.of()),
                LoadOptions.forHost("lb1"));
    }
}
