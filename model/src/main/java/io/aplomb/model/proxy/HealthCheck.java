package io.aplomb.model.proxy;

import java.util.List;

/**
 * What a backend's checks do once connected: a script. Named checks ({@code option redis-check} and
 * kin) compile to one.
 *
 * @param steps empty for a bare connection
 * @param disableOn404 an answer 404 of a server that is up makes it stop: no new clients
 * @param sendState requests tell the server how it is seen ({@code X-Haproxy-Server-State})
 */
public record HealthCheck(
        Kind kind,
        List<CheckStep> steps,
        boolean logTransitions,
        boolean disableOn404,
        boolean sendState) {

    public static final HealthCheck CONNECT_ONLY =
            new HealthCheck(Kind.CONNECT, List.of(), false, false, false);

    public HealthCheck {
        steps = List.copyOf(steps);
    }

    /** Which vocabulary of check statuses the steps report in. */
    public enum Kind {
        /** Connection (and TLS handshake) only: L4OK or L6OK. */
        CONNECT,
        /** {@code option httpchk}. */
        HTTP,
        /** {@code option tcp-check} and the named protocols. */
        TCP,
        /** {@code option ssl-hello-chk}. */
        SSL_HELLO
    }
}
