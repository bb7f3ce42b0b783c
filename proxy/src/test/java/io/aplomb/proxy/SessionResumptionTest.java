package io.aplomb.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.testkit.ScriptedServer;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ssl_fc_is_resumed}, seen from a client that remembers its sessions. */
@Timeout(120)
class SessionResumptionTest {

    private static final int PATIENCE_MS = 30_000;

    private final int port = ScriptedServer.closedPort();

    @ParameterizedTest
    @CsvSource({
        "TLSv1.2, '', TLSv1.2 1",
        "TLSv1.3, '', TLSv1.3 1",
        "TLSv1.2, no-tls-tickets, TLSv1.2 1",
        "TLSv1.3, no-tls-tickets, TLSv1.3 0"
    })
    void session_comingBack_isToldFromANewOne(String version, String options, String second)
            throws Exception {
        try (ServerUnderTest _ = ServerUnderTest.start(config(options))) {
            SSLContext client = newClient();
            assertThat(ask(client, version)).isEqualTo(version + " 0");
            assertThat(ask(client, version)).isEqualTo(second);
            assertThat(ask(newClient(), version)).isEqualTo(version + " 0");
        }
    }

    @Test
    void session_ofBeforeAReload_beginsAnew() throws Exception {
        try (ServerUnderTest server = ServerUnderTest.start(config(""))) {
            SSLContext client = newClient();
            assertThat(ask(client, "TLSv1.3")).isEqualTo("TLSv1.3 0");
            server.reload(config(""));
            assertThat(ask(client, "TLSv1.3")).isEqualTo("TLSv1.3 0");
        }
    }

    private String config(String options) {
        return """
        frontend f
            bind 127.0.0.1:%d ssl crt %s %s
            http-request return status 200 content-type text/plain lf-string "%%[ssl_fc_protocol] %%[ssl_fc_is_resumed]"
        """
                .formatted(port, ServerUnderTest.certificate("site-pkcs1.pem"), options);
    }

    private static SSLContext newClient() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), new SecureRandom());
        return context;
    }

    /** The body of one answer. The client's sessions are kept by its context. */
    private String ask(SSLContext client, String version) throws Exception {
        try (SSLSocket socket =
                (SSLSocket)
                        client.getSocketFactory()
                                .createSocket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MS);
            socket.setEnabledProtocols(new String[] {version});
            socket.getOutputStream()
                    .write(
                            "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            String answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return answer.substring(answer.indexOf("\r\n\r\n") + 4);
        }
    }
}
