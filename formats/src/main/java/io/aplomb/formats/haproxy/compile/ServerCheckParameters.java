package io.aplomb.formats.haproxy.compile;

import io.aplomb.base.Check;
import io.aplomb.formats.haproxy.value.TimeValue;
import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import io.aplomb.model.net.EndpointSpec;
import io.aplomb.model.proxy.ServerCheck;
import java.util.List;
import java.util.Map;

/** The check parameters of a {@code server} line (manual 5.2). */
final class ServerCheckParameters {

    private static final int MAX_PORT = 65_535;
    private static final int MAX_COUNT = 1_000_000;

    private static final Map<String, ServerCheck.Observe> OBSERVE =
            Map.of("layer4", ServerCheck.Observe.LAYER4, "layer7", ServerCheck.Observe.LAYER7);

    private static final Map<String, ServerCheck.OnError> ON_ERROR =
            Map.of(
                    "fastinter", ServerCheck.OnError.FASTINTER,
                    "fail-check", ServerCheck.OnError.FAIL_CHECK,
                    "sudden-death", ServerCheck.OnError.SUDDEN_DEATH,
                    "mark-down", ServerCheck.OnError.MARK_DOWN);

    void register(Registry<ServerDraft> registry) {
        registry.on("check", (line, server) -> server.check.enabled = true);
        registry.on("no-check", (line, server) -> server.check.enabled = false);
        times(registry);
        registry.on("addr", (line, server) -> server.check.address = address(line, server));
        registry.on(
                "port",
                (line, server) -> {
                    server.check.port = line.integer("a port", 1, MAX_PORT);
                    server.check.portAt = line.last();
                });
        registry.on("check-ssl", (line, server) -> server.check.overTls = true);
        registry.on("no-check-ssl", (line, server) -> server.check.overTls = false);
        registry.on("check-send-proxy", (line, server) -> server.check.sendProxy = true);
        registry.on("no-check-send-proxy", (line, server) -> server.check.sendProxy = false);
        registry.on("check-sni", (line, server) -> server.check.sni = line.text("a host name"));
        reactions(registry);
        agent(registry);
    }

    private static void times(Registry<ServerDraft> registry) {
        registry.on("inter", (line, server) -> server.check.interMs = interval(line));
        registry.on("fastinter", (line, server) -> server.check.fastInterMs = interval(line));
        registry.on("downinter", (line, server) -> server.check.downInterMs = interval(line));
        registry.on(
                "rise",
                (line, server) -> server.check.rise = line.integer("a count", 1, MAX_COUNT));
        registry.on(
                "fall",
                (line, server) -> server.check.fall = line.integer("a count", 1, MAX_COUNT));
    }

    private static void reactions(Registry<ServerDraft> registry) {
        registry.on(
                "observe",
                (line, server) -> server.check.observe = chosen(line, "observe mode", OBSERVE));
        registry.on(
                "on-error",
                (line, server) -> server.check.onError = chosen(line, "reaction", ON_ERROR));
        registry.on(
                "error-limit",
                (line, server) -> server.check.errorLimit = line.integer("a count", 1, MAX_COUNT));
        registry.on(
                "on-marked-down",
                (line, server) -> {
                    line.oneOf("action", List.of("shutdown-sessions"));
                    server.check.shutdownSessionsOnDown = true;
                });
        registry.on(
                "on-marked-up",
                (line, server) -> {
                    line.oneOf("action", List.of("shutdown-backup-sessions"));
                    server.check.shutdownBackupSessionsOnUp = true;
                });
    }

    private void agent(Registry<ServerDraft> registry) {
        registry.on("agent-check", (line, server) -> server.check.agentEnabled = true);
        registry.on("no-agent-check", (line, server) -> server.check.agentEnabled = false);
        registry.on("agent-inter", (line, server) -> server.check.agentInterMs = interval(line));
        registry.on(
                "agent-port",
                (line, server) -> server.check.agentPort = line.integer("a port", 1, MAX_PORT));
        registry.on(
                "agent-addr",
                (line, server) -> {
                    Word word = line.take("an address");
                    server.check.agentAddress = Addresses.plain(line, word);
                });
        registry.on("agent-send", (line, server) -> server.check.agentSend = line.text("a text"));
    }

    private static EndpointSpec address(Line line, ServerDraft server) throws Refusal {
        Word word = line.take("an address");
        server.check.addressAt = word;
        return Addresses.plain(line, word);
    }

    private static long interval(Line line) throws Refusal {
        Word word = line.take("a time such as 2s");
        long ms = line.value(word, TimeValue::parseMs);
        if (ms == 0) {
            throw line.error(word, "an interval cannot be 0");
        }
        return ms;
    }

    private static <T> T chosen(Line line, String what, Map<String, T> choices) throws Refusal {
        String word = line.oneOf(what, choices.keySet());
        return Check.present(choices.get(word), what);
    }
}
