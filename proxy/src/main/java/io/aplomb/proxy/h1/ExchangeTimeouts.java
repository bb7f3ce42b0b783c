package io.aplomb.proxy.h1;

import io.aplomb.model.proxy.Timeouts;
import io.aplomb.proxy.stream.Stream;

/** Which timeouts hold for an exchange: those of its frontend and backend, or what rules set. */
final class ExchangeTimeouts {

    private final Stream stream;

    ExchangeTimeouts(Stream stream) {
        this.stream = stream;
    }

    Timeouts ofFrontend() {
        return stream.frontendConfig().timeouts();
    }

    private Timeouts ofBackend() {
        return stream.backendConfig().timeouts();
    }

    long clientMs() {
        return ofFrontend().clientMs();
    }

    /** For a request with its body ({@code option http-buffer-request}). */
    long wholeRequestMs() {
        long requestMs = ofBackend().httpRequestMs();
        return Math.max(1, requestMs > 0 ? requestMs : clientMs());
    }

    long serverMs() {
        long ruled = stream.ruleState().serverTimeoutMs();
        return ruled >= 0 ? ruled : ofBackend().serverMs();
    }

    /** {@code timeout tunnel}, or the fallback where there is none. */
    long tunnelMs(long fallbackMs) {
        long ruled = stream.ruleState().tunnelTimeoutMs();
        long tunnelMs = ruled >= 0 ? ruled : ofBackend().tunnelMs();
        return tunnelMs > 0 ? tunnelMs : fallbackMs;
    }

    /** After the client has finished in a tunnel. */
    long clientFinMs() {
        long finMs = ofFrontend().clientFinMs();
        return finMs > 0 ? finMs : tunnelMs(clientMs());
    }

    /** After the server has finished in a tunnel. */
    long serverFinMs() {
        long finMs = ofBackend().serverFinMs();
        return finMs > 0 ? finMs : tunnelMs(serverMs());
    }

    long tarpitMs() {
        Timeouts timeouts = ofBackend();
        long tarpitMs = timeouts.tarpitMs() > 0 ? timeouts.tarpitMs() : timeouts.connectMs();
        return Math.max(1, tarpitMs);
    }
}
