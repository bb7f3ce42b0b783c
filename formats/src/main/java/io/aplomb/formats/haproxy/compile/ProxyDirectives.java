package io.aplomb.formats.haproxy.compile;

import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import io.aplomb.model.proxy.Proxy;
import java.util.List;

/** What every proxy section may say about itself: mode, state, limits (manual 4.2). */
final class ProxyDirectives {

    private static final int MAX_CONNECTIONS = 10_000_000;

    private ProxyDirectives() {}

    static void register(Registry<ProxyDraft> registry) {
        registry.on("mode", ProxyDirectives::mode);
        registry.on("disabled", (line, proxy) -> proxy.disabled = true);
        registry.on("enabled", (line, proxy) -> proxy.disabled = false);
        registry.on("description", (line, proxy) -> proxy.description = line.restText("a text"));
        registry.on(
                "id",
                (line, proxy) -> {
                    proxy.id = line.integer("a number", 1, Integer.MAX_VALUE);
                    proxy.idForced = true;
                });
        registry.on("maxconn", (line, proxy) -> proxy.frontend.maxConn = connections(line));
        registry.on("backlog", (line, proxy) -> proxy.frontend.backlog = connections(line));
        registry.on("fullconn", (line, proxy) -> proxy.backend.fullConn = connections(line));
        registry.on(
                "rate-limit sessions",
                (line, proxy) -> proxy.frontend.rateLimitSessions = connections(line));
        registry.on(
                "retries",
                (line, proxy) -> {
                    proxy.backend.retries =
                            line.integer("a number of attempts", 0, MAX_CONNECTIONS);
                    line.end();
                });
        registry.on(
                "server-state-file-name",
                (line, proxy) ->
                        proxy.backend.serverStateName =
                                line.hasNext() ? line.text("a name") : proxy.name());
    }

    private static int connections(Line line) throws Refusal {
        int number = line.integer("a number", 0, MAX_CONNECTIONS);
        line.end();
        return number;
    }

    private static void mode(Line line, ProxyDraft proxy) throws Refusal {
        Word word = line.take("a mode: tcp or http");
        line.end();
        proxy.mode =
                switch (word.text()) {
                    case "tcp" -> Proxy.Mode.TCP;
                    case "http" -> Proxy.Mode.HTTP;
                    case "health" -> {
                        line.warning(
                                word,
                                "'mode health' is gone since HAProxy 2.4",
                                "write: mode http and http-request return status 200");
                        yield Proxy.Mode.HEALTH;
                    }
                    default -> throw line.unknown(word, "mode", List.of("tcp", "http"));
                };
    }
}
