package io.aplomb.model.proxy;

import io.aplomb.base.net.IpNetwork;
import org.jspecify.annotations.Nullable;

/**
 * How a proxy treats HTTP messages.
 *
 * @param acceptInvalidRequest {@code option accept-invalid-http-request}
 * @param bufferRequest {@code option http-buffer-request}
 * @param ignoreProbes {@code option http-ignore-probes}
 * @param noDelay {@code option http-no-delay}
 */
public record HttpSettings(
        ConnectionMode connectionMode,
        @Nullable AddressHeader forwardFor,
        @Nullable AddressHeader originalTo,
        boolean acceptInvalidRequest,
        boolean acceptInvalidResponse,
        boolean bufferRequest,
        boolean ignoreProbes,
        boolean useProxyHeader,
        boolean noDelay,
        boolean abortOnClose) {

    /** How long connections live (manual 4, "option http-keep-alive" and its kin). */
    public enum ConnectionMode {
        /** Both sides stay open between requests. */
        KEEP_ALIVE,
        /** The client side stays open, the server side closes after each response. */
        SERVER_CLOSE,
        /** Both sides close after one exchange. */
        CLOSE
    }

    /** {@code option forwardfor} or {@code originalto}. */
    public record AddressHeader(String header, @Nullable IpNetwork except, boolean ifNone) {}
}
