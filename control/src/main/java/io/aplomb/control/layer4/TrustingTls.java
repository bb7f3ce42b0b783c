package io.aplomb.control.layer4;

import io.aplomb.control.pki.TrustEverybody;
import io.aplomb.model.vrrp.Checker.Target;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS that takes any certificate: a check asks whether the server answers, and a real server's
 * certificate is in the service's name, not in its own (keepalived does the same).
 */
final class TrustingTls {

    private static final SSLContext CONTEXT = context();

    private TrustingTls() {}

    private static SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustEverybody()}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has TLS", impossible);
        }
    }

    /**
     * Shakes hands over a connection.
     *
     * @param serverName told in the handshake, null for none
     */
    static Socket over(Socket plain, @Nullable String serverName, Target target)
            throws IOException {
        SSLSocket socket =
                (SSLSocket)
                        CONTEXT.getSocketFactory()
                                .createSocket(
                                        plain, target.address().toString(), target.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(serverName == null ? List.of() : List.of(name(serverName)));
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    /** A virtual host without the port it may have. */
    private static SNIHostName name(String virtualHost) throws IOException {
        int colon = virtualHost.lastIndexOf(':');
        try {
            return new SNIHostName(colon < 0 ? virtualHost : virtualHost.substring(0, colon));
        } catch (IllegalArgumentException notOne) {
            throw new IOException("enable_sni: not a name: " + virtualHost, notOne);
        }
    }
}
