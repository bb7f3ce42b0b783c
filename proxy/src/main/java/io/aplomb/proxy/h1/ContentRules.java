package io.aplomb.proxy.h1;

import io.aplomb.model.proxy.Proxy;
import io.aplomb.proxy.rules.TcpRules;
import io.aplomb.proxy.stream.Stream;

/**
 * The {@code tcp-request content} rules of a proxy in HTTP mode: they run before the http-request
 * rules and see the parsed request, so there is nothing to wait for (manual 4.2).
 */
final class ContentRules {

    private ContentRules() {}

    /** What becomes of the request. */
    enum Outcome {
        PASS,
        /** Close without an answer. */
        CLOSE,
        /** Forget the connection without telling the client. */
        DROP
    }

    static Outcome onRequest(Proxy proxy, Stream stream) {
        if (proxy.rules().tcpRequestContent().isEmpty()) {
            return Outcome.PASS;
        }
        stream.inputFinal(true);
        try {
            return switch (TcpRules.requestContent(proxy, stream)) {
                case ACCEPT, EXPECT_PROXY, MORE_INPUT, FAILED -> Outcome.PASS;
                case REJECT, CLOSE -> Outcome.CLOSE;
                case SILENT_DROP -> Outcome.DROP;
            };
        } finally {
            stream.inputFinal(false);
        }
    }
}
