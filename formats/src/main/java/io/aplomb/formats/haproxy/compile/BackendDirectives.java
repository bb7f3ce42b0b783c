package io.aplomb.formats.haproxy.compile;

import io.aplomb.formats.haproxy.value.Address;
import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import io.aplomb.model.net.EndpointSpec;
import io.aplomb.model.proxy.BackendPart.HttpReuse;
import io.aplomb.model.proxy.RetryCondition;
import io.aplomb.model.proxy.UseServer;
import io.aplomb.sample.UsePoint;
import io.aplomb.sample.acl.Condition;
import io.aplomb.sample.log.LogFormat;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Servers and how connections to them are made and reused (manual 4.2). */
final class BackendDirectives {

    private static final List<String> RETRY_WORDS =
            List.of(
                    "none",
                    "conn-failure",
                    "empty-response",
                    "junk-response",
                    "response-timeout",
                    "0rtt-rejected",
                    "all-retryable-errors",
                    "401",
                    "403",
                    "404",
                    "408",
                    "425",
                    "500",
                    "501",
                    "502",
                    "503",
                    "504");

    /** What {@code all-retryable-errors} stands for (manual 4.2 "retry-on"). */
    private static final Set<RetryCondition> ALL_RETRYABLE =
            EnumSet.of(
                    RetryCondition.CONN_FAILURE,
                    RetryCondition.EMPTY_RESPONSE,
                    RetryCondition.JUNK_RESPONSE,
                    RetryCondition.RESPONSE_TIMEOUT,
                    RetryCondition.ZERO_RTT_REJECTED,
                    RetryCondition.RESPONSE_500,
                    RetryCondition.RESPONSE_502,
                    RetryCondition.RESPONSE_503,
                    RetryCondition.RESPONSE_504);

    /** Servers one {@code server-template} line may make. */
    private static final int MAX_TEMPLATE_SERVERS = 4_096;

    private final ServerParameters parameters;
    private final Load load;

    BackendDirectives(Load load) {
        this.load = load;
        this.parameters = new ServerParameters(load);
    }

    Set<String> serverParameters() {
        return parameters.keywords();
    }

    void register(Registry<ProxyDraft> registry) {
        registry.on("server", this::server);
        registry.on("server-template", this::template);
        registry.on(
                "default-server",
                (line, proxy) -> {
                    if (!line.hasNext()) {
                        throw line.missing("server parameters");
                    }
                    parameters.read(line, proxy.backend.defaultServer);
                });
        registry.on(
                "source", (line, proxy) -> proxy.backend.sourceAddress = SourceAddress.read(line));
        registry.on("retry-on", BackendDirectives::retryOn);
        registry.on("http-reuse", BackendDirectives::reuse);
        registry.on("use-server", this::useServer);
        registry.on(
                "load-server-state-from-file",
                (line, proxy) -> {
                    line.oneOf("origin", List.of("global", "local", "none"));
                    line.end();
                });
    }

    private void server(Line line, ProxyDraft proxy) throws Refusal {
        Word name = line.take("a name");
        Word address = line.take("an address such as 192.168.1.10:80");
        ServerDraft server = proxy.backend.defaultServer.copy();
        server.id = 0;
        named(server, name, name.text());
        address(line, server, address);
        parameters.read(line, server);
        proxy.backend.servers.add(server);
    }

    private static void named(ServerDraft server, Word at, String name) {
        server.name = name;
        server.nameAt = at;
        server.position = at.position();
    }

    private static void address(Line line, ServerDraft server, Word word) throws Refusal {
        Address address = Addresses.server(line, word);
        boolean inet =
                address.endpoint() instanceof EndpointSpec.Inet
                        || address.endpoint() instanceof EndpointSpec.Host;
        server.endpoint = address.endpoint();
        server.addressAt = word;
        server.usesClientPort = inet && address.ports() != Address.Ports.ONE;
        server.portOffset = address.offset();
    }

    private void template(Line line, ProxyDraft proxy) throws Refusal {
        Word prefix = line.take("a name prefix");
        Word count = line.take("a number or range of servers");
        int dash = count.text().indexOf('-');
        String firstText = dash < 0 ? "1" : count.text().substring(0, dash);
        String lastText = count.text().substring(dash + 1);
        int first = Numbers.integer(firstText, 0, Integer.MAX_VALUE);
        int last = Numbers.integer(lastText, 0, Integer.MAX_VALUE);
        if (first < 0 || last < first || last - first >= MAX_TEMPLATE_SERVERS) {
            throw line.error(
                    count,
                    "'%s' is not a number or range of servers".formatted(count.text()),
                    "expected for example 3 or 1-3");
        }
        ServerDraft model = proxy.backend.defaultServer.copy();
        model.id = 0;
        address(line, model, line.take("an address"));
        parameters.read(line, model);
        for (int number = first; number <= last; number++) {
            ServerDraft server = model.copy();
            named(server, prefix, prefix.text() + number);
            server.endpoint = model.endpoint;
            server.addressAt = model.addressAt;
            server.usesClientPort = model.usesClientPort;
            server.portOffset = model.portOffset;
            proxy.backend.servers.add(server);
        }
    }

    private static void retryOn(Line line, ProxyDraft proxy) throws Refusal {
        Set<RetryCondition> conditions = EnumSet.noneOf(RetryCondition.class);
        if (!line.hasNext()) {
            throw line.missing("conditions such as conn-failure");
        }
        while (line.hasNext()) {
            String word = line.oneOf("retry condition", RETRY_WORDS);
            switch (word) {
                case "none" -> conditions.clear();
                case "all-retryable-errors" -> conditions.addAll(ALL_RETRYABLE);
                case "0rtt-rejected" -> conditions.add(RetryCondition.ZERO_RTT_REJECTED);
                default -> conditions.add(condition(word));
            }
        }
        proxy.backend.retryOn = conditions;
    }

    private static RetryCondition condition(String word) {
        return Character.isDigit(word.charAt(0))
                ? RetryCondition.valueOf("RESPONSE_" + word)
                : RetryCondition.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static void reuse(Line line, ProxyDraft proxy) throws Refusal {
        String word = line.oneOf("mode", List.of("never", "safe", "aggressive", "always"));
        line.end();
        proxy.backend.httpReuse = HttpReuse.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private void useServer(Line line, ProxyDraft proxy) throws Refusal {
        Word name = line.take("a server name");
        LogFormat format = load.expressions().format(line, name, UsePoint.SERVER_CHOICE);
        Condition condition =
                load.expressions().optionalCondition(line, proxy, UsePoint.SERVER_CHOICE);
        proxy.backend.useServers.add(new UseServer(format, condition));
        if (!name.text().contains("%")) {
            proxy.backend.namedServers.add(name);
        }
    }
}
