package io.aplomb.proxy.tls;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * How checks of a server speak TLS: verified as its traffic is (manual 5.2 "check-ssl").
 *
 * @param versions of the protocol, in the JDK's words
 * @param verifies whether the certificate is verified
 * @param verifyHost the name it has to bear; null for the one asked for, if any
 */
public record CheckTls(
        SSLContext context, List<String> versions, boolean verifies, @Nullable String verifyHost) {

    public CheckTls {
        versions = List.copyOf(versions);
    }

    /**
     * Makes the socket to shake hands on, over one that is connected; closing it closes that.
     *
     * @param host where it is connected to
     * @param serverName sent to the server, null for none
     */
    public SSLSocket over(Socket connected, String host, @Nullable String serverName)
            throws IOException {
        String expected = verifyHost == null ? serverName : verifyHost;
        SSLSocket tls =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(
                                        connected,
                                        expected == null ? host : expected,
                                        connected.getPort(),
                                        true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setProtocols(versions.toArray(String[]::new));
        parameters.setServerNames(
                serverName == null ? List.of() : List.of(new SNIHostName(serverName)));
        if (verifies && expected != null) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        tls.setSSLParameters(parameters);
        return tls;
    }
}
