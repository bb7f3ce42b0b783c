package io.aplomb.proxy.rules;

import io.aplomb.model.proxy.Proxy;
import io.aplomb.model.proxy.Rule;
import io.aplomb.model.proxy.TcpAction;
import io.aplomb.proxy.runtime.Counter;
import io.aplomb.proxy.stream.Stream;
import io.aplomb.proxy.stream.Termination.Cause;
import io.aplomb.proxy.stream.Termination.Phase;
import io.aplomb.sample.acl.Condition;
import io.aplomb.sample.acl.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs {@code tcp-request} and {@code tcp-response} rules (manual 4.2). A set in which no rule
 * decides accepts. Rejections are counted and noted in the termination state here.
 */
public final class TcpRules {

    private TcpRules() {}

    /** The layer a set belongs to. */
    private enum Layer {
        CONNECTION,
        SESSION,
        REQUEST_CONTENT,
        RESPONSE_CONTENT
    }

    /** Right after the accept, before any handshake; what is tracked lasts for the connection. */
    public static TcpVerdict connection(Stream stream) {
        Proxy proxy = stream.frontendConfig();
        TcpVerdict verdict =
                run(proxy.rules().tcpRequestConnection(), proxy, stream, Layer.CONNECTION);
        if (verdict == TcpVerdict.REJECT || verdict == TcpVerdict.SILENT_DROP) {
            stream.countFrontend(Counter.DENIED_CONNECTIONS);
        }
        return verdict;
    }

    /** After the handshakes. */
    public static TcpVerdict session(Stream stream) {
        Proxy proxy = stream.frontendConfig();
        TcpVerdict verdict = run(proxy.rules().tcpRequestSession(), proxy, stream, Layer.SESSION);
        if (verdict == TcpVerdict.REJECT || verdict == TcpVerdict.SILENT_DROP) {
            stream.countFrontend(Counter.DENIED_SESSIONS);
            return verdict;
        }
        stream.client().keepRuled();
        stream.tables().sessionAccepted();
        return verdict;
    }

    /**
     * When bytes of the request came: first for the frontend, then for the backend. To be run again
     * after {@link TcpVerdict#MORE_INPUT} when more came or {@link
     * io.aplomb.model.proxy.RuleSets#inspectDelayMs()} is over and the input is said to be final.
     */
    public static TcpVerdict requestContent(Proxy proxy, Stream stream) {
        TcpVerdict verdict =
                run(proxy.rules().tcpRequestContent(), proxy, stream, Layer.REQUEST_CONTENT);
        if (verdict == TcpVerdict.REJECT || verdict == TcpVerdict.SILENT_DROP) {
            stream.count(Counter.DENIED_REQUESTS);
            stream.termination().end(Cause.PROXY, Phase.REQUEST);
        }
        return verdict;
    }

    /** When bytes of the response came: the backend's rules. */
    public static TcpVerdict responseContent(Proxy proxy, Stream stream) {
        TcpVerdict verdict =
                run(proxy.rules().tcpResponseContent(), proxy, stream, Layer.RESPONSE_CONTENT);
        if (verdict == TcpVerdict.REJECT || verdict == TcpVerdict.SILENT_DROP) {
            stream.count(Counter.DENIED_RESPONSES);
            stream.countServer(Counter.DENIED_RESPONSES);
            stream.termination().end(Cause.PROXY, Phase.DATA);
        }
        return verdict;
    }

    private static TcpVerdict run(
            List<Rule<TcpAction>> rules, Proxy proxy, Stream stream, Layer layer) {
        boolean expectProxy = false;
        for (int i = stream.ruleState().startOf(rules); i < rules.size(); i++) {
            Rule<TcpAction> rule = rules.get(i);
            Condition condition = rule.condition();
            Outcome outcome = condition == null ? Outcome.HOLDS : condition.test(stream);
            if (outcome == Outcome.UNDECIDED && !stream.inputIsFinal()) {
                stream.ruleState().waitAt(rules, i);
                return TcpVerdict.MORE_INPUT;
            }
            if (outcome != Outcome.HOLDS) {
                continue;
            }
            TcpVerdict verdict = act(rule.action(), proxy, stream, layer);
            if (verdict == TcpVerdict.EXPECT_PROXY) {
                expectProxy = true;
            } else if (verdict != null) {
                stream.ruleState().doneWaiting();
                return verdict == TcpVerdict.ACCEPT && expectProxy
                        ? TcpVerdict.EXPECT_PROXY
                        : verdict;
            }
        }
        stream.ruleState().doneWaiting();
        return expectProxy ? TcpVerdict.EXPECT_PROXY : TcpVerdict.ACCEPT;
    }

    /** The verdict of a final action, null to go on. */
    private static @Nullable TcpVerdict act(
            TcpAction action, Proxy proxy, Stream stream, Layer layer) {
        return switch (action) {
            case TcpAction.Accept _ -> TcpVerdict.ACCEPT;
            case TcpAction.Reject _ -> TcpVerdict.REJECT;
            case TcpAction.SilentDrop _ -> TcpVerdict.SILENT_DROP;
            case TcpAction.Close _ -> TcpVerdict.CLOSE;
            case TcpAction.ExpectProxy _ -> TcpVerdict.EXPECT_PROXY;
            case TcpAction.Capture capture -> {
                SideEffects.capture(
                        stream, capture, capture.value(), capture.maxLength(), -1, false);
                yield null;
            }
            case TcpAction.SetVariable(var name, var value, var format) -> {
                SideEffects.setVariable(stream, name, value, format);
                yield null;
            }
            case TcpAction.UnsetVariable(var name) -> {
                SideEffects.unsetVariable(stream, name);
                yield null;
            }
            case TcpAction.SetSource(var address) -> {
                SideEffects.source(stream, address);
                yield null;
            }
            case TcpAction.SetDestination(var address) -> {
                SideEffects.destination(stream, address);
                yield null;
            }
            case TcpAction.SetDestinationPort(var expression) -> {
                int port = SideEffects.port(stream, expression);
                if (port >= 0) {
                    stream.client().replaceDestinationPort(port);
                }
                yield null;
            }
            case TcpAction.Track(int counter, var key, var table) -> {
                boolean ofSession = layer == Layer.CONNECTION || layer == Layer.SESSION;
                SideEffects.track(stream, counter, key, table, proxy.name(), ofSession);
                yield null;
            }
            case TcpAction.IncrementCounter(int counter, int gpc) -> {
                SideEffects.increment(stream, counter, gpc);
                yield null;
            }
            case TcpAction.SetTag(int counter, var expression, long value) -> {
                SideEffects.tag(stream, counter, expression, value);
                yield null;
            }
        };
    }
}
