package io.aplomb.formats.haproxy.compile;

import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import io.aplomb.model.proxy.ErrorReplies.ErrorReply;
import io.aplomb.model.proxy.HttpAction;
import io.aplomb.model.proxy.Reply;
import io.aplomb.model.proxy.Rule;
import io.aplomb.sample.UsePoint;
import io.aplomb.sample.acl.Condition;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code http-request}, {@code http-response}, {@code http-after-response}, {@code redirect},
 * {@code http-error} and {@code stats http-request} (manual 4.2).
 */
final class HttpRuleDirectives {

    private final Load load;
    private final RedirectReader redirects;
    private final ReplyReader replies;
    private final ActionTable<HttpAction> request = new ActionTable<>("http-request");
    private final ActionTable<HttpAction> response = new ActionTable<>("http-response");
    private final ActionTable<HttpAction> afterResponse = new ActionTable<>("http-after-response");
    private final ActionTable<HttpAction> statistics = new ActionTable<>("stats http-request");

    HttpRuleDirectives(Load load, ErrorDirectives errors) {
        this.load = load;
        this.redirects = new RedirectReader(load);
        this.replies = new ReplyReader(load, errors);
        HttpActions actions = new HttpActions(load, replies);
        HttpMessageActions message = new HttpMessageActions(load);
        for (ActionTable<HttpAction> table : List.of(request, response, afterResponse)) {
            actions.shared(table);
            message.headers(table);
        }
        actions.endings(request);
        actions.endings(response);
        actions.requests(request);
        actions.tracking(request);
        actions.tracking(response);
        message.target(request);
        request.on("wait-for-body", HttpActions::waitForBody);
        response.on("wait-for-body", HttpActions::waitForBody);
        HttpMessageActions.status(response);
        HttpMessageActions.status(afterResponse);
        for (String action : List.of("allow", "deny", "auth")) {
            request.share(action, statistics);
        }
    }

    Set<String> requestActions() {
        return request.actions();
    }

    Set<String> responseActions() {
        return response.actions();
    }

    Set<String> afterResponseActions() {
        return afterResponse.actions();
    }

    void register(Registry<ProxyDraft> registry) {
        registry.on(
                "http-request",
                (line, proxy) ->
                        proxy.rules.httpRequest.add(rule(line, proxy, request, UsePoint.REQUEST)));
        registry.on(
                "http-response",
                (line, proxy) ->
                        proxy.rules.httpResponse.add(
                                rule(line, proxy, response, UsePoint.RESPONSE)));
        registry.on(
                "http-after-response",
                (line, proxy) ->
                        proxy.rules.httpAfterResponse.add(
                                rule(line, proxy, afterResponse, UsePoint.RESPONSE)));
        registry.on(
                "stats http-request",
                (line, proxy) -> {
                    proxy.stats.access.add(rule(line, proxy, statistics, UsePoint.REQUEST));
                    proxy.stats.turnOn(line.keyword());
                });
        registry.on("redirect", this::redirect);
        registry.on("http-error", this::error);
    }

    private Rule<HttpAction> rule(
            Line line, ProxyDraft proxy, ActionTable<HttpAction> table, UsePoint point)
            throws Refusal {
        HttpAction action = table.read(line, proxy, point);
        Condition condition = load.expressions().optionalCondition(line, proxy, point);
        proxy.rules.noteHttpRule(line.keyword());
        return new Rule<>(action, condition, line.position());
    }

    private void redirect(Line line, ProxyDraft proxy) throws Refusal {
        HttpAction.Redirect redirect = redirects.read(line, null);
        Condition condition = load.expressions().optionalCondition(line, proxy, UsePoint.REQUEST);
        proxy.rules.noteHttpRule(line.keyword());
        proxy.rules.redirects.add(new Rule<>(redirect, condition, line.position()));
    }

    private void error(Line line, ProxyDraft proxy) throws Refusal {
        if (!line.peek().equals("status")) {
            throw line.missing("'status' with a number first");
        }
        Word status = line.words().size() > 2 ? line.words().get(2) : line.keyword();
        Reply reply = replies.read(line, 0, new Reply.Body.Empty(), UsePoint.RESPONSE);
        if (!ErrorDirectives.STATUSES.contains(reply.status())) {
            throw line.error(
                    status,
                    "status %d is none the proxy answers by itself".formatted(reply.status()));
        }
        Map<Integer, ErrorReply> errors = proxy.errors;
        switch (reply.body()) {
            case Reply.Body.DefaultErrors _ -> errors.remove(reply.status());
            case Reply.Body.RawMessage(var message) ->
                    errors.put(reply.status(), new ErrorReply.Raw(message));
            case Reply.Body.Empty _, Reply.Body.Fixed _, Reply.Body.Computed _ ->
                    errors.put(reply.status(), new ErrorReply.Computed(reply));
        }
    }

    /** Adds a rule that an obsolete line stands for. */
    void add(Line line, ProxyDraft proxy, HttpAction action, boolean onResponse) throws Refusal {
        UsePoint point = onResponse ? UsePoint.RESPONSE : UsePoint.REQUEST;
        Condition condition = load.expressions().optionalCondition(line, proxy, point);
        proxy.rules.noteHttpRule(line.keyword());
        List<Rule<HttpAction>> rules =
                onResponse ? proxy.rules.httpResponse : proxy.rules.httpRequest;
        rules.add(new Rule<>(action, condition, line.position()));
    }
}
