package io.aplomb.proxy.rules;

import io.aplomb.http.HttpHead;
import io.aplomb.http.StatusText;
import io.aplomb.model.proxy.HttpAction;
import io.aplomb.model.proxy.Proxy;
import io.aplomb.model.proxy.Rule;
import io.aplomb.proxy.runtime.Counter;
import io.aplomb.proxy.stream.RuleState;
import io.aplomb.proxy.stream.Stream;
import io.aplomb.sample.acl.Condition;
import io.aplomb.sample.facts.Payload;
import java.util.List;

/**
 * Runs {@code http-request}, {@code http-response} and {@code http-after-response} rules (manual
 * 4.2).
 *
 * <p>A final action ends the set with its verdict. A rewrite that fails is counted; in strict mode,
 * which is the default, it ends the set with {@link Verdict.Plain#FAILED}.
 */
public final class HttpRules {

    private HttpRules() {}

    /** Which message the rules work on. */
    enum Message {
        REQUEST,
        RESPONSE
    }

    /** Runs request rules; after {@link Verdict.WaitForBody} running them again goes on there. */
    public static Verdict runRequest(List<Rule<HttpAction>> rules, Proxy proxy, Stream stream) {
        HttpHead head = stream.requestHead();
        return head == null || rules.isEmpty()
                ? Verdict.Plain.CONTINUE
                : run(rules, proxy, stream, head, Message.REQUEST);
    }

    /** Runs response or after-response rules. */
    public static Verdict runResponse(List<Rule<HttpAction>> rules, Proxy proxy, Stream stream) {
        HttpHead head = stream.responseHead();
        return head == null || rules.isEmpty()
                ? Verdict.Plain.CONTINUE
                : run(rules, proxy, stream, head, Message.RESPONSE);
    }

    private static Verdict run(
            List<Rule<HttpAction>> rules,
            Proxy proxy,
            Stream stream,
            HttpHead head,
            Message message) {
        RuleState state = stream.ruleState();
        state.strict(true);
        Scratch scratch = new Scratch(stream);
        for (int i = state.startOf(rules); i < rules.size(); i++) {
            Rule<HttpAction> rule = rules.get(i);
            boolean resumed = state.resumes(rules, i);
            Condition condition = rule.condition();
            if (!resumed && condition != null && !condition.holds(stream)) {
                continue;
            }
            state.doneWaiting();
            Verdict verdict =
                    rule.action() instanceof HttpAction.WaitForBody wait
                            ? waitForBody(wait, stream, resumed)
                            : act(rule.action(), proxy, stream, head, message, scratch);
            if (verdict instanceof Verdict.WaitForBody) {
                state.waitAt(rules, i);
            }
            if (!verdict.equals(Verdict.Plain.CONTINUE)) {
                return verdict;
            }
        }
        return Verdict.Plain.CONTINUE;
    }

    private static Verdict act(
            HttpAction action,
            Proxy proxy,
            Stream stream,
            HttpHead head,
            Message message,
            Scratch scratch) {
        return switch (action) {
            case HttpAction.Allow _ -> Verdict.Plain.ALLOW;
            case HttpAction.Deny(var reply) -> new Verdict.Deny(reply);
            case HttpAction.Tarpit(var reply) -> new Verdict.Tarpit(reply);
            case HttpAction.Reject _ -> Verdict.Plain.CLOSE;
            case HttpAction.SilentDrop _ -> Verdict.Plain.DROP;
            case HttpAction.Authenticate(var realm) -> new Verdict.Authenticate(realm, proxy);
            case HttpAction.Return(var reply) -> new Verdict.Answer(reply);
            case HttpAction.Redirect redirect -> redirect(redirect, stream);
            case HttpAction.PrometheusExporter _ -> new Verdict.Metrics();
            case HttpAction.AddHeader add -> rewritten(HeaderEdits.add(head, add, scratch), stream);
            case HttpAction.SetHeader set -> rewritten(HeaderEdits.set(head, set, scratch), stream);
            case HttpAction.ReplaceHeader replace ->
                    rewritten(HeaderEdits.replace(head, replace, scratch), stream);
            case HttpAction.ReplaceTarget replace ->
                    rewritten(TargetEdits.replace(head, replace, scratch), stream);
            case HttpAction.SetTarget(var part, var value) ->
                    rewritten(TargetEdits.set(head, part, scratch.render(value)), stream);
            case HttpAction.SetMethod(var value) ->
                    rewritten(head.setMethod(scratch.render(value)), stream);
            case HttpAction.SetStatus(int status, var reason) ->
                    rewritten(
                            head.setStatus(status, reason == null ? StatusText.of(status) : reason),
                            stream);
            default -> changeStream(action, proxy, stream, head, message);
        };
    }

    private static Verdict changeStream(
            HttpAction action, Proxy proxy, Stream stream, HttpHead head, Message message) {
        switch (action) {
            case HttpAction.DeleteHeader delete -> HeaderEdits.delete(head, delete);
            case HttpAction.SetVariable(var name, var value, var format) ->
                    SideEffects.setVariable(stream, name, value, format);
            case HttpAction.UnsetVariable(var name) -> SideEffects.unsetVariable(stream, name);
            case HttpAction.Capture capture ->
                    SideEffects.capture(
                            stream,
                            capture,
                            capture.value(),
                            capture.maxLength(),
                            capture.slot(),
                            message == Message.RESPONSE);
            case HttpAction.SetLogLevel(int level) -> stream.ruleState().logLevel(level);
            case HttpAction.SetSource(var address) -> SideEffects.source(stream, address);
            case HttpAction.SetDestination(var address) -> SideEffects.destination(stream, address);
            case HttpAction.SetSourcePort(var expression) -> {
                int port = SideEffects.port(stream, expression);
                if (port >= 0) {
                    stream.client().replaceSourcePort(port);
                }
            }
            case HttpAction.SetDestinationPort(var expression) -> {
                int port = SideEffects.port(stream, expression);
                if (port >= 0) {
                    stream.client().replaceDestinationPort(port);
                }
            }
            case HttpAction.SetTimeout timeout -> SideEffects.timeout(stream, timeout);
            case HttpAction.Track(int counter, var key, var table) ->
                    SideEffects.track(stream, counter, key, table, proxy.name(), false);
            case HttpAction.IncrementCounter(int counter, int gpc) ->
                    SideEffects.increment(stream, counter, gpc);
            case HttpAction.SetTag(int counter, var expression, long value) ->
                    SideEffects.tag(stream, counter, expression, value);
            case HttpAction.SetPriority priority -> SideEffects.priority(stream, priority);
            case HttpAction.DisableLayer7Retry _ -> stream.ruleState().disableRetry();
            case HttpAction.StrictMode(boolean on) -> stream.ruleState().strict(on);
            default -> {
                // The final actions and rewrites were handled by the caller; NoEffect does nothing.
            }
        }
        return Verdict.Plain.CONTINUE;
    }

    private static Verdict redirect(HttpAction.Redirect redirect, Stream stream) {
        String location = Redirects.location(redirect, stream);
        return location == null ? Verdict.Plain.CONTINUE : new Verdict.Redirect(redirect, location);
    }

    private static Verdict waitForBody(
            HttpAction.WaitForBody wait, Stream stream, boolean resumed) {
        Payload body = stream.requestBody();
        boolean enough =
                body != null
                        && (body.complete()
                                || (wait.atLeastBytes() > 0
                                        && body.length() >= wait.atLeastBytes()));
        return enough || (resumed && stream.inputIsFinal())
                ? Verdict.Plain.CONTINUE
                : new Verdict.WaitForBody(wait.timeMs(), wait.atLeastBytes());
    }

    private static Verdict rewritten(boolean done, Stream stream) {
        if (done) {
            return Verdict.Plain.CONTINUE;
        }
        stream.count(Counter.FAILED_REWRITES);
        stream.countServer(Counter.FAILED_REWRITES);
        return stream.ruleState().isStrict() ? Verdict.Plain.FAILED : Verdict.Plain.CONTINUE;
    }
}
