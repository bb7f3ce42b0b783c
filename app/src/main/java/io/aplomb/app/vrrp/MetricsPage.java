package io.aplomb.app.vrrp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.aplomb.control.vip.report.ReportMetrics;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** {@code http://ADDRESS:PORT/metrics} for Prometheus. */
final class MetricsPage implements Closeable {

    private static final int BACKLOG = 16;
    private static final int MAX_CONNECTIONS = 32;
    private static final int LIMIT_S = 10;
    private static final int OK = 200;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;
    private static final int NO_BODY = -1;

    private final HttpServer server;
    private final ExecutorService threads;

    private MetricsPage(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /** Serves from now on. */
    static MetricsPage open(InetSocketAddress address, Reports reports) throws IOException {
        // Read once, when the JDK's server is first loaded: a slow or idle client is cut off.
        String limit = Integer.toString(LIMIT_S);
        System.setProperty("sun.net.httpserver.maxReqTime", limit);
        System.setProperty("sun.net.httpserver.maxRspTime", limit);
        System.setProperty("sun.net.httpserver.idleInterval", limit);
        System.setProperty("jdk.httpserver.maxConnections", Integer.toString(MAX_CONNECTIONS));
        HttpServer server = HttpServer.create(address, BACKLOG);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        server.setExecutor(threads);
        server.createContext("/metrics", exchange -> answer(exchange, reports));
        server.start();
        return new MetricsPage(server, threads);
    }

    private static void answer(HttpExchange exchange, Reports reports) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("GET")) {
                exchange.sendResponseHeaders(METHOD_NOT_ALLOWED, NO_BODY);
                return;
            }
            byte[] page;
            try {
                page = reports.text("metrics").getBytes(StandardCharsets.UTF_8);
            } catch (IOException ended) {
                exchange.sendResponseHeaders(UNAVAILABLE, NO_BODY);
                return;
            }
            exchange.getResponseHeaders().set("Content-Type", ReportMetrics.CONTENT_TYPE);
            exchange.sendResponseHeaders(OK, page.length);
            exchange.getResponseBody().write(page);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        var _ = threads.shutdownNow();
    }
}
