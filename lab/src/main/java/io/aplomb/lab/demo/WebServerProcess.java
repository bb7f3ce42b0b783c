package io.aplomb.lab.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/**
 * The demonstration's application server: says who it is on {@code /}, and that it is well on
 * {@code /health}. Runs in a process of its own, so that it can be killed for real.
 */
public final class WebServerProcess {

    private static final int BACKLOG = 1024;

    private WebServerProcess() {}

    /**
     * Serves until the process ends; returns once the port is bound.
     *
     * @throws IOException when the address cannot be bound
     */
    public static void serve(String name, String address, int port) throws IOException {
        var _ = start(name, address, port);
    }

    static HttpServer start(String name, String address, int port) throws IOException {
        HttpServer server =
                HttpServer.create(
                        new InetSocketAddress(InetAddress.getByName(address), port), BACKLOG);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                "/",
                exchange -> answer(exchange, "Hello from %s at %s\n".formatted(name, address)));
        server.createContext("/health", exchange -> answer(exchange, "ok\n"));
        server.start();
        return server;
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.sendResponseHeaders(200, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
