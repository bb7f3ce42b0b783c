package io.aplomb.formats.haproxy.compile;

import io.aplomb.formats.haproxy.keyword.Scope;
import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import io.aplomb.model.proxy.Server.ProxyProtocol;
import java.util.Set;

/** Parameters of {@code server} and {@code default-server} lines (manual 5.2). */
final class ServerParameters {

    private static final int MAX_WEIGHT = 256;
    private static final int MAX_CONNECTIONS = 10_000_000;

    private final Registry<ServerDraft> registry = new Registry<>();

    ServerParameters(Load load) {
        traffic();
        limits();
        new ServerCheckParameters().register(registry);
        new ServerTlsParameters(load).register(registry);
    }

    Set<String> keywords() {
        return registry.keywords();
    }

    /** Reads parameters up to the end of the line. */
    void read(Line line, ServerDraft server) throws Refusal {
        while (line.hasNext()) {
            Word word = line.take("a parameter");
            Handler<ServerDraft> handler = registry.named(word.text());
            if (handler == null) {
                OtherOptions.skip(line, word, Scope.SERVER, registry.keywords());
                continue;
            }
            handler.read(line, server);
        }
    }

    private void traffic() {
        registry.on("backup", (line, server) -> server.backup = true);
        registry.on("no-backup", (line, server) -> server.backup = false);
        registry.on("disabled", (line, server) -> server.disabled = true);
        registry.on("enabled", (line, server) -> server.disabled = false);
        registry.on("cookie", (line, server) -> server.cookie = line.text("a cookie value"));
        registry.on("redir", (line, server) -> server.redirectPrefix = line.text("a URL prefix"));
        registry.on(
                "id",
                (line, server) -> {
                    server.id = line.integer("a number", 1, Integer.MAX_VALUE);
                    server.idForced = true;
                });
        registry.on(
                "track",
                (line, server) -> {
                    Word word = line.take("SERVER or BACKEND/SERVER");
                    server.track = word.text();
                    server.trackAt = word;
                });
        registry.on("send-proxy", (line, server) -> server.sendProxy = ProxyProtocol.V1);
        registry.on("send-proxy-v2", (line, server) -> server.sendProxy = ProxyProtocol.V2);
        registry.on("no-send-proxy-v2", (line, server) -> server.sendProxy = ProxyProtocol.NONE);
        registry.on("no-send-proxy", (line, server) -> server.sendProxy = ProxyProtocol.NONE);
        registry.on("source", (line, server) -> server.sourceAddress = SourceAddress.read(line));
    }

    private void limits() {
        registry.on(
                "weight",
                (line, server) -> server.weight = line.integer("a weight", 0, MAX_WEIGHT));
        registry.on("maxconn", (line, server) -> server.maxConn = connections(line));
        registry.on("minconn", (line, server) -> server.minConn = connections(line));
        registry.on("maxqueue", (line, server) -> server.maxQueue = connections(line));
        registry.on("max-reuse", (line, server) -> server.maxReuse = line.signed("a number"));
        registry.on(
                "pool-max-conn", (line, server) -> server.poolMaxConn = line.signed("a number"));
        registry.on(
                "pool-purge-delay",
                (line, server) -> server.poolPurgeDelayMs = line.timeMs("a time"));
        // HAProxy reads a bare number as milliseconds here too (manual 5.2 "slowstart").
        registry.on("slowstart", (line, server) -> server.slowStartMs = line.timeMs("a time"));
    }

    private static int connections(Line line) throws Refusal {
        return line.integer("a number", 0, MAX_CONNECTIONS);
    }
}
