package io.aplomb.model.proxy;

import io.aplomb.model.net.EndpointSpec;
import org.jspecify.annotations.Nullable;

/**
 * The check settings of one server (manual 5.2).
 *
 * @param address where checks go; null for the server's own
 * @param port 0 for the port of {@code address}, or the server's own
 * @param interMs between checks when up
 * @param fastInterMs while changing state, 0 for interMs
 * @param downInterMs when down, 0 for interMs
 * @param rise successes needed to be up again
 * @param fall failures needed to be down
 * @param overTls the check speaks TLS: {@code check-ssl}, or implied by {@code ssl} when neither
 *     address nor port differ
 * @param errorLimit observed errors before {@code onError} acts
 */
public record ServerCheck(
        boolean enabled,
        @Nullable EndpointSpec address,
        int port,
        long interMs,
        long fastInterMs,
        long downInterMs,
        int rise,
        int fall,
        boolean overTls,
        @Nullable String sni,
        boolean sendProxy,
        Observe observe,
        OnError onError,
        int errorLimit,
        boolean shutdownSessionsOnDown,
        boolean shutdownBackupSessionsOnUp,
        @Nullable Agent agent) {

    /** Which live traffic counts as a check. */
    public enum Observe {
        NONE,
        LAYER4,
        LAYER7
    }

    /** What {@code errorLimit} observed errors do. */
    public enum OnError {
        FASTINTER,
        FAIL_CHECK,
        SUDDEN_DEATH,
        MARK_DOWN
    }

    /** {@code agent-check} settings. */
    public record Agent(
            @Nullable EndpointSpec address, int port, long interMs, @Nullable String send) {}
}
