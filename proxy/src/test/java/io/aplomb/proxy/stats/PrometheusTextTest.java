package io.aplomb.proxy.stats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Samples as HAProxy's exporter gives them for the same configuration. */
class PrometheusTextTest {

    private final SampleProxies sample = new SampleProxies();
    private final MetricsService service = new MetricsService(sample.reader());

    @Test
    void metrics_server_hasHaproxysNamesAndLabels() {
        assertThat(metrics("").lines())
                .contains(
                        "# TYPE haproxy_server_limit_sessions gauge",
                        "haproxy_server_limit_sessions{proxy=\"app\",server=\"s2\"} 50",
                        "haproxy_server_limit_sessions{proxy=\"app\",server=\"bk\"} NaN",
                        "haproxy_server_status{proxy=\"app\",server=\"off\",state=\"MAINT\"} 1",
                        "haproxy_server_status{proxy=\"app\",server=\"off\",state=\"UP\"} 0",
                        "haproxy_server_queue_time_average_seconds{proxy=\"app\",server=\"s1\"}"
                                + " 0.000000",
                        "haproxy_backend_http_responses_total{proxy=\"app\",code=\"2xx\"} 0",
                        "haproxy_listener_status{proxy=\"web\",listener=\"http1\",state=\"OPEN\"} 1",
                        "haproxy_frontend_status{proxy=\"web\",state=\"UP\"} 1",
                        "haproxy_process_build_info{version=\"1.2\"} 1");
    }

    @Test
    void metrics_scopeGiven_areOfThatAlone() {
        assertThat(metrics("scope=server&no-maint").lines().filter(line -> !line.startsWith("#")))
                .isNotEmpty()
                .allMatch(line -> line.startsWith("haproxy_server_"))
                .noneMatch(line -> line.contains("\"off\""));
    }

    @Test
    void metrics_unknownScope_isABadRequest() {
        assertThat(service.answer(sample.running(), List.of(), "GET", "scope=foo").status())
                .isEqualTo(400);
    }

    private String metrics(String query) {
        return new String(service.answer(sample.running(), List.of(), "GET", query).body(), UTF_8);
    }
}
