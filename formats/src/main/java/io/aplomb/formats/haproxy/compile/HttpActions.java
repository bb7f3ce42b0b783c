package io.aplomb.formats.haproxy.compile;

import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import io.aplomb.model.proxy.HttpAction;
import io.aplomb.model.proxy.Reply;
import io.aplomb.sample.SampleExpression;
import io.aplomb.sample.log.LogFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The actions of {@code http-request}, {@code http-response} and {@code http-after-response} other
 * than those on the message itself (manual 4.2).
 */
final class HttpActions {

    private static final int DENY_REQUEST_STATUS = 403;
    private static final int DENY_RESPONSE_STATUS = 502;
    private static final int TARPIT_STATUS = 500;
    private static final int MAX_CAPTURE_CHARS = 65_535;

    private final Load load;
    private final ReplyReader replies;
    private final RedirectReader redirects;
    private final CounterActions counters;

    HttpActions(Load load, ReplyReader replies) {
        this.load = load;
        this.replies = replies;
        this.redirects = new RedirectReader(load);
        this.counters = new CounterActions(load);
    }

    /** Actions that both requests and responses have. */
    void shared(ActionTable<HttpAction> table) {
        table.on("allow", (line, site) -> new HttpAction.Allow());
        table.on("set-var", this::setVariable);
        table.on("set-var-fmt", this::setVariableFormat);
        table.on(
                "unset-var",
                (line, site) -> new HttpAction.UnsetVariable(CounterActions.variable(line, site)));
        table.on("strict-mode", HttpActions::strictMode);
        counterActions(table);
        table.on("set-log-level", HttpActions::logLevel);
        table.on("capture", this::capture);
    }

    /** Actions that end the processing of a message. */
    void endings(ActionTable<HttpAction> table) {
        table.on(
                "deny",
                (line, site) ->
                        new HttpAction.Deny(
                                replies.read(
                                        line,
                                        site.onResponse()
                                                ? DENY_RESPONSE_STATUS
                                                : DENY_REQUEST_STATUS,
                                        new Reply.Body.DefaultErrors(),
                                        site.point())));
        table.on(
                "return",
                (line, site) ->
                        new HttpAction.Return(
                                replies.read(line, 200, new Reply.Body.Empty(), site.point())));
        table.on("redirect", (line, site) -> redirects.read(line, site.point()));
        table.on("set-timeout", this::setTimeout);
        table.on("silent-drop", (line, site) -> new HttpAction.SilentDrop());
    }

    /** Actions only requests have. */
    void requests(ActionTable<HttpAction> table) {
        table.on(
                "tarpit",
                (line, site) ->
                        new HttpAction.Tarpit(
                                replies.read(
                                        line,
                                        TARPIT_STATUS,
                                        new Reply.Body.DefaultErrors(),
                                        site.point())));
        table.on("reject", (line, site) -> new HttpAction.Reject());
        table.on("auth", HttpActions::authenticate);
        table.on("set-src", (line, site) -> new HttpAction.SetSource(expression(line, site)));
        table.on(
                "set-src-port",
                (line, site) -> new HttpAction.SetSourcePort(expression(line, site)));
        table.on("set-dst", (line, site) -> new HttpAction.SetDestination(expression(line, site)));
        table.on(
                "set-dst-port",
                (line, site) -> new HttpAction.SetDestinationPort(expression(line, site)));
        table.on("disable-l7-retry", (line, site) -> new HttpAction.DisableLayer7Retry());
        table.on(
                "set-priority-class",
                (line, site) -> new HttpAction.SetPriority(expression(line, site), false));
        table.on(
                "set-priority-offset",
                (line, site) -> new HttpAction.SetPriority(expression(line, site), true));
        table.on("use-service", HttpActions::service);
        table.on(
                "wait-for-handshake",
                (line, site) -> {
                    line.notice(
                            line.last(),
                            "'wait-for-handshake' has no effect: early data is refused");
                    return new HttpAction.NoEffect("wait-for-handshake");
                });
    }

    /** {@code wait-for-body time T [at-least N]}. */
    static HttpAction waitForBody(Line line, RuleSite site) throws Refusal {
        line.oneOf("word", List.of("time"));
        long timeMs = line.timeMs("a time");
        long atLeast = line.takeIf("at-least") ? line.size("a size", Integer.MAX_VALUE) : 0;
        return new HttpAction.WaitForBody(timeMs, atLeast);
    }

    private SampleExpression expression(Line line, RuleSite site) throws Refusal {
        return load.expressions().expression(line, site.point());
    }

    private HttpAction setVariable(Line line, RuleSite site) throws Refusal {
        String name = CounterActions.variable(line, site);
        return new HttpAction.SetVariable(name, expression(line, site), null);
    }

    private HttpAction setVariableFormat(Line line, RuleSite site) throws Refusal {
        String name = CounterActions.variable(line, site);
        LogFormat format = load.expressions().format(line, line.take("a log format"), site.point());
        return new HttpAction.SetVariable(name, null, format);
    }

    private static HttpAction strictMode(Line line, RuleSite site) throws Refusal {
        return new HttpAction.StrictMode(line.oneOf("mode", List.of("on", "off")).equals("on"));
    }

    private static HttpAction logLevel(Line line, RuleSite site) throws Refusal {
        Word word = line.take("a log level");
        int level = LogLines.levelNumber(word.text());
        if (level < LogLines.SILENT) {
            throw line.error(
                    word,
                    "unknown log level '%s'".formatted(word.text()),
                    "expected emerg alert crit err warning notice info debug or silent");
        }
        return new HttpAction.SetLogLevel(level);
    }

    private HttpAction capture(Line line, RuleSite site) throws Refusal {
        SampleExpression value = expression(line, site);
        if (line.takeIf("id")) {
            return new HttpAction.Capture(value, 0, line.integer("a slot", 0, MAX_CAPTURE_CHARS));
        }
        line.oneOf("word", List.of("len", "id"));
        int length = line.integer("a length", 1, MAX_CAPTURE_CHARS);
        if (!site.proxy().hasFrontend() || site.onResponse()) {
            throw line.error(
                    line.keyword(),
                    "'capture ... len' needs a frontend's request",
                    "declare a slot with 'declare capture' and write: capture EXPRESSION id N");
        }
        return new HttpAction.Capture(value, length, -1);
    }

    /** Tracking, which is too late once the response is being sent. */
    void tracking(ActionTable<HttpAction> table) {
        for (int i = 0; i < CounterActions.COUNTERS; i++) {
            int counter = i;
            table.on(
                    "track-sc" + counter,
                    (line, site) -> {
                        CounterActions.Tracked tracked = counters.tracked(line, site);
                        return new HttpAction.Track(counter, tracked.key(), tracked.table());
                    });
        }
    }

    private void counterActions(ActionTable<HttpAction> table) {
        table.on(
                "sc-inc-gpc0",
                (line, site) -> new HttpAction.IncrementCounter(counters.counter(line, site), 0));
        table.on(
                "sc-inc-gpc1",
                (line, site) -> new HttpAction.IncrementCounter(counters.counter(line, site), 1));
        table.on(
                "sc-set-gpt0",
                (line, site) -> {
                    int counter = counters.counter(line, site);
                    CounterActions.Tag tag = counters.tag(line, site);
                    return new HttpAction.SetTag(counter, tag.expression(), tag.value());
                });
    }

    private static HttpAction authenticate(Line line, RuleSite site) throws Refusal {
        @Nullable String realm = line.takeIf("realm") ? line.text("a realm") : null;
        return new HttpAction.Authenticate(realm);
    }

    private HttpAction setTimeout(Line line, RuleSite site) throws Refusal {
        boolean tunnel = line.oneOf("timeout", List.of("server", "tunnel")).equals("tunnel");
        if (!line.peek().isEmpty() && Character.isDigit(line.peek().charAt(0))) {
            return new HttpAction.SetTimeout(tunnel, null, line.timeMs("a time"));
        }
        return new HttpAction.SetTimeout(tunnel, expression(line, site), 0);
    }

    private static HttpAction service(Line line, RuleSite site) throws Refusal {
        Word word = line.take("a service");
        if (word.is("prometheus-exporter")) {
            return new HttpAction.PrometheusExporter();
        }
        throw line.error(
                word,
                "service '%s' is not available".formatted(word.text()),
                "the only one is prometheus-exporter");
    }
}
