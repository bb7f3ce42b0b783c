package io.aplomb.model.proxy;

import java.util.List;

/**
 * The rules of a proxy in the order of each set. On a request the sets run: tcp-request connection,
 * session, content; http-request; redirect; on a response: tcp-response content; http-response;
 * http-after-response (manual 4.1, "Processing order").
 *
 * @param inspectDelayMs {@code tcp-request inspect-delay}, 0 for none
 */
public record RuleSets(
        List<Rule<TcpAction>> tcpRequestConnection,
        List<Rule<TcpAction>> tcpRequestSession,
        List<Rule<TcpAction>> tcpRequestContent,
        List<Rule<TcpAction>> tcpResponseContent,
        long inspectDelayMs,
        long responseInspectDelayMs,
        List<Rule<HttpAction>> httpRequest,
        List<Rule<HttpAction>> httpResponse,
        List<Rule<HttpAction>> httpAfterResponse,
        List<Rule<HttpAction.Redirect>> redirects) {

    public RuleSets {
        tcpRequestConnection = List.copyOf(tcpRequestConnection);
        tcpRequestSession = List.copyOf(tcpRequestSession);
        tcpRequestContent = List.copyOf(tcpRequestContent);
        tcpResponseContent = List.copyOf(tcpResponseContent);
        httpRequest = List.copyOf(httpRequest);
        httpResponse = List.copyOf(httpResponse);
        httpAfterResponse = List.copyOf(httpAfterResponse);
        redirects = List.copyOf(redirects);
    }
}
