package io.aplomb.formats.haproxy.compile;

import io.aplomb.formats.text.Refusal;
import io.aplomb.model.proxy.Rule;
import io.aplomb.model.proxy.TcpAction;
import io.aplomb.sample.UsePoint;
import io.aplomb.sample.acl.Condition;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** {@code tcp-request} and {@code tcp-response} (manual 4.2). */
final class TcpRuleDirectives {

    private static final int MAX_CAPTURE_CHARS = 65_535;

    private final Load load;
    private final CounterActions counters;
    private final ActionTable<TcpAction> connection = new ActionTable<>("tcp-request connection");
    private final ActionTable<TcpAction> session = new ActionTable<>("tcp-request session");
    private final ActionTable<TcpAction> content = new ActionTable<>("tcp-request content");
    private final ActionTable<TcpAction> response = new ActionTable<>("tcp-response content");

    TcpRuleDirectives(Load load) {
        this.load = load;
        this.counters = new CounterActions(load);
        for (ActionTable<TcpAction> table : List.of(connection, session, content, response)) {
            table.on("accept", (line, site) -> new TcpAction.Accept());
            table.on("reject", (line, site) -> new TcpAction.Reject());
            table.on("silent-drop", (line, site) -> new TcpAction.SilentDrop());
            variables(table);
            counters(table);
        }
        for (ActionTable<TcpAction> table : List.of(connection, session, content)) {
            addresses(table);
            tracking(table);
        }
        connection.on(
                "expect-proxy",
                (line, site) -> {
                    line.oneOf("layer", List.of("layer4"));
                    return new TcpAction.ExpectProxy();
                });
        content.on("capture", this::capture);
        response.on("close", (line, site) -> new TcpAction.Close());
    }

    Set<String> connectionActions() {
        return connection.actions();
    }

    Set<String> sessionActions() {
        return session.actions();
    }

    Set<String> contentActions() {
        return content.actions();
    }

    Set<String> responseActions() {
        return response.actions();
    }

    void register(Registry<ProxyDraft> registry) {
        rules(
                registry,
                "tcp-request connection",
                connection,
                UsePoint.CONNECTION,
                rules -> rules.tcpRequestConnection);
        rules(
                registry,
                "tcp-request session",
                session,
                UsePoint.SESSION,
                rules -> rules.tcpRequestSession);
        rules(
                registry,
                "tcp-request content",
                content,
                UsePoint.REQUEST,
                rules -> rules.tcpRequestContent);
        rules(
                registry,
                "tcp-response content",
                response,
                UsePoint.RESPONSE,
                rules -> rules.tcpResponseContent);
        registry.on(
                "tcp-request inspect-delay",
                (line, proxy) -> {
                    proxy.rules.inspectDelayMs = line.timeMs("a time");
                    line.end();
                });
        registry.on(
                "tcp-response inspect-delay",
                (line, proxy) -> {
                    proxy.rules.responseInspectDelayMs = line.timeMs("a time");
                    line.end();
                });
        // Before 1.4 rules on the content had no word of their own.
        for (String action : List.of("accept", "reject")) {
            registry.on(
                    "tcp-request " + action,
                    (line, proxy) -> {
                        line.unread();
                        add(line, proxy, content, UsePoint.REQUEST, proxy.rules.tcpRequestContent);
                    });
        }
    }

    private void rules(
            Registry<ProxyDraft> registry,
            String keyword,
            ActionTable<TcpAction> table,
            UsePoint point,
            Function<RulesDraft, List<Rule<TcpAction>>> rules) {
        registry.on(
                keyword, (line, proxy) -> add(line, proxy, table, point, rules.apply(proxy.rules)));
    }

    private void add(
            Line line,
            ProxyDraft proxy,
            ActionTable<TcpAction> table,
            UsePoint point,
            List<Rule<TcpAction>> rules)
            throws Refusal {
        TcpAction action = table.read(line, proxy, point);
        Condition condition = load.expressions().optionalCondition(line, proxy, point);
        rules.add(new Rule<>(action, condition, line.position()));
    }

    private void variables(ActionTable<TcpAction> table) {
        table.on(
                "set-var",
                (line, site) ->
                        new TcpAction.SetVariable(
                                CounterActions.variable(line, site),
                                load.expressions().expression(line, site.point()),
                                null));
        table.on(
                "set-var-fmt",
                (line, site) ->
                        new TcpAction.SetVariable(
                                CounterActions.variable(line, site),
                                null,
                                load.expressions()
                                        .format(line, line.take("a log format"), site.point())));
        table.on(
                "unset-var",
                (line, site) -> new TcpAction.UnsetVariable(CounterActions.variable(line, site)));
    }

    private void addresses(ActionTable<TcpAction> table) {
        table.on(
                "set-src",
                (line, site) ->
                        new TcpAction.SetSource(load.expressions().expression(line, site.point())));
        table.on(
                "set-dst",
                (line, site) ->
                        new TcpAction.SetDestination(
                                load.expressions().expression(line, site.point())));
        table.on(
                "set-dst-port",
                (line, site) ->
                        new TcpAction.SetDestinationPort(
                                load.expressions().expression(line, site.point())));
    }

    private void tracking(ActionTable<TcpAction> table) {
        for (int i = 0; i < CounterActions.COUNTERS; i++) {
            int counter = i;
            table.on(
                    "track-sc" + counter,
                    (line, site) -> {
                        CounterActions.Tracked tracked = counters.tracked(line, site);
                        return new TcpAction.Track(counter, tracked.key(), tracked.table());
                    });
        }
    }

    private void counters(ActionTable<TcpAction> table) {
        table.on(
                "sc-inc-gpc0",
                (line, site) -> new TcpAction.IncrementCounter(counters.counter(line, site), 0));
        table.on(
                "sc-inc-gpc1",
                (line, site) -> new TcpAction.IncrementCounter(counters.counter(line, site), 1));
        table.on(
                "sc-set-gpt0",
                (line, site) -> {
                    int counter = counters.counter(line, site);
                    CounterActions.Tag tag = counters.tag(line, site);
                    return new TcpAction.SetTag(counter, tag.expression(), tag.value());
                });
    }

    private TcpAction capture(Line line, RuleSite site) throws Refusal {
        var value = load.expressions().expression(line, site.point());
        line.oneOf("word", List.of("len"));
        return new TcpAction.Capture(value, line.integer("a length", 1, MAX_CAPTURE_CHARS));
    }
}
