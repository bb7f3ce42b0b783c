package io.aplomb.formats.haproxy.compile;

import io.aplomb.formats.text.Word;
import io.aplomb.model.proxy.HttpAction;
import io.aplomb.model.proxy.Rule;
import io.aplomb.model.proxy.RuleSets;
import io.aplomb.model.proxy.TcpAction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rule sets of a section being read, those of its defaults first. */
final class RulesDraft {

    final List<Rule<TcpAction>> tcpRequestConnection = new ArrayList<>();
    final List<Rule<TcpAction>> tcpRequestSession = new ArrayList<>();
    final List<Rule<TcpAction>> tcpRequestContent = new ArrayList<>();
    final List<Rule<TcpAction>> tcpResponseContent = new ArrayList<>();
    final List<Rule<HttpAction>> httpRequest = new ArrayList<>();
    final List<Rule<HttpAction>> httpResponse = new ArrayList<>();
    final List<Rule<HttpAction>> httpAfterResponse = new ArrayList<>();
    final List<Rule<HttpAction.Redirect>> redirects = new ArrayList<>();
    long inspectDelayMs;

    /** The first rule that only HTTP mode can run. */
    @Nullable Word httpRuleAt;

    long responseInspectDelayMs;

    RulesDraft copy() {
        RulesDraft copy = new RulesDraft();
        copy.tcpRequestConnection.addAll(tcpRequestConnection);
        copy.tcpRequestSession.addAll(tcpRequestSession);
        copy.tcpRequestContent.addAll(tcpRequestContent);
        copy.tcpResponseContent.addAll(tcpResponseContent);
        copy.httpRequest.addAll(httpRequest);
        copy.httpResponse.addAll(httpResponse);
        copy.httpAfterResponse.addAll(httpAfterResponse);
        copy.redirects.addAll(redirects);
        copy.inspectDelayMs = inspectDelayMs;
        copy.responseInspectDelayMs = responseInspectDelayMs;
        return copy;
    }

    void noteHttpRule(Word at) {
        if (httpRuleAt == null) {
            httpRuleAt = at;
        }
    }

    RuleSets build() {
        return new RuleSets(
                tcpRequestConnection,
                tcpRequestSession,
                tcpRequestContent,
                tcpResponseContent,
                inspectDelayMs,
                responseInspectDelayMs,
                httpRequest,
                httpResponse,
                httpAfterResponse,
                redirects);
    }
}
