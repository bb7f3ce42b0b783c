package io.aplomb.proxy.stats;

import io.aplomb.proxy.runtime.RunningProxies;
import io.aplomb.proxy.stick.StickTable;
import java.util.Collection;

/** Answers {@code http-request use-service prometheus-exporter}. Any thread; does not block. */
public final class MetricsService {

    private static final String CONTENT_TYPE = "text/plain; version=0.0.4";

    private final SnapshotReader reader;

    public MetricsService(SnapshotReader reader) {
        this.reader = reader;
    }

    /**
     * The answer to a request.
     *
     * @param query of the request's target, without the question mark
     */
    public StatsAnswer answer(
            RunningProxies proxies, Collection<StickTable> tables, String method, String query) {
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return StatsAnswer.text(405, "text/plain", "Method not allowed\n");
        }
        MetricsQuery wanted = MetricsQuery.parse(query);
        if (wanted == null) {
            return StatsAnswer.text(400, "text/plain", "Unknown scope\n");
        }
        String text = new PrometheusText(reader.read(proxies), wanted).write(tables);
        return StatsAnswer.text(200, CONTENT_TYPE, text);
    }
}
