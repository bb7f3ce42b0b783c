package io.aplomb.proxy.h1;

import io.aplomb.model.proxy.Proxy;
import io.aplomb.proxy.rules.TcpRules;
import io.aplomb.proxy.rules.TcpVerdict;
import io.aplomb.proxy.stream.Stream;

/**
 * The {@code tcp-request content} and {@code tcp-response content} rules of a proxy in HTTP mode:
 * they run before the HTTP rules (manual 4.2). Those of the request see it parsed, so there is
 * nothing to wait for. Those of the response see it only with {@code tcp-response inspect-delay}:
 * without, HAProxy decides before the response is there.
 */
final class ContentRules {

    private ContentRules() {}

    /** What becomes of the request. */
    enum Outcome {
        PASS,
        /** Close without an answer. */
        CLOSE,
        /** The server's side was closed before a response was seen. */
        NO_RESPONSE,
        /** Forget the connection without telling the client. */
        DROP
    }

    static Outcome onRequest(Proxy proxy, Stream stream) {
        if (proxy.rules().tcpRequestContent().isEmpty()) {
            return Outcome.PASS;
        }
        stream.inputFinal(true);
        TcpVerdict verdict = TcpRules.requestContent(proxy, stream);
        stream.inputFinal(false);
        return switch (verdict) {
            case ACCEPT, EXPECT_PROXY, MORE_INPUT, FAILED -> Outcome.PASS;
            case REJECT, CLOSE -> Outcome.CLOSE;
            case SILENT_DROP -> Outcome.DROP;
        };
    }

    /** Whether the rules of the response can read it. */
    static boolean readResponses(Stream stream) {
        return stream.backendConfig().rules().responseInspectDelayMs() > 0;
    }

    static Outcome onResponse(Stream stream) {
        Proxy proxy = stream.backendConfig();
        if (proxy.rules().tcpResponseContent().isEmpty()) {
            return Outcome.PASS;
        }
        stream.inputFinal(true);
        TcpVerdict verdict = TcpRules.responseContent(proxy, stream);
        stream.inputFinal(false);
        return switch (verdict) {
            case ACCEPT, EXPECT_PROXY, MORE_INPUT, FAILED -> Outcome.PASS;
            case REJECT -> Outcome.CLOSE;
            case SILENT_DROP -> Outcome.DROP;
            // A response that is there already passes all the same.
            case CLOSE -> readResponses(stream) ? Outcome.PASS : Outcome.NO_RESPONSE;
        };
    }
}
