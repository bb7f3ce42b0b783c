package io.aplomb.proxy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aplomb.model.proxy.TlsClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Checks over TLS against a server of the JDK that has the certificate of www.example.test. */
@Timeout(60)
final class CheckTlsTest {

    private static final long PATIENCE_S = 30;

    @Test
    void verified_byItsAuthority_passes() throws Exception {
        assertThat(shakeHands(verifying("ca.pem", null, null), null, false)).isEqualTo("");
    }

    @Test
    void verified_byAnotherAuthority_fails() {
        assertThatThrownBy(() -> shakeHands(verifying("self-pkcs8.pem", null, null), null, false))
                .isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void verifyHost_ofItsNames_passes() throws Exception {
        TlsClient settings = verifying("ca.pem", "a.wild.test", null);
        assertThat(shakeHands(settings, null, false)).isEqualTo("");
    }

    @Test
    void verifyHost_ofAnotherName_fails() {
        assertThatThrownBy(() -> shakeHands(verifying("ca.pem", "other.test", null), null, false))
                .hasMessageContaining("name matching other.test");
    }

    @Test
    void serverName_isSentAndVerified() {
        assertThatThrownBy(() -> shakeHands(verifying("ca.pem", null, null), "nobody.test", false))
                .hasMessageContaining("name matching nobody.test");
    }

    @Test
    void verifyNone_takesAnyName() throws Exception {
        TlsClient careless = client(false, null, null, null);
        assertThat(shakeHands(careless, "nobody.test", false)).isEqualTo("");
    }

    @Test
    void certificate_isShownToAServerThatAsksForIt() throws Exception {
        TlsClient settings = verifying("ca.pem", null, "other-sec1.pem");
        assertThat(shakeHands(settings, null, true)).isEqualTo("CN=other.example.test");
    }

    /** Returns the subject of the certificate that the server saw, empty for none. */
    private static String shakeHands(TlsClient client, @Nullable String name, boolean asks)
            throws Exception {
        CheckTls settings = CheckTlsContexts.of(client);
        SSLContext serving =
                CheckTlsContexts.of(client(true, "ca.pem", null, "site-pkcs1.pem")).context();
        InetAddress here = InetAddress.getLoopbackAddress();
        try (SSLServerSocket listening =
                (SSLServerSocket) serving.getServerSocketFactory().createServerSocket(0, 1, here)) {
            listening.setNeedClientAuth(asks);
            CompletableFuture<String> seen =
                    CompletableFuture.supplyAsync(() -> accept(listening, asks));
            try (Socket plain = new Socket(here, listening.getLocalPort());
                    SSLSocket tls = settings.over(plain, "127.0.0.1", name)) {
                tls.startHandshake();
                assertThat(tls.getInputStream().read()).isEqualTo('+');
            }
            return seen.get(PATIENCE_S, TimeUnit.SECONDS);
        }
    }

    private static String accept(SSLServerSocket listening, boolean asks) {
        try (SSLSocket accepted = (SSLSocket) listening.accept()) {
            accepted.getOutputStream().write('+');
            return asks ? accepted.getSession().getPeerPrincipal().getName() : "";
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static TlsClient verifying(
            String authority, @Nullable String verifyHost, @Nullable String certificate) {
        return client(true, authority, verifyHost, certificate);
    }

    private static TlsClient client(
            boolean verify,
            @Nullable String authority,
            @Nullable String verifyHost,
            @Nullable String certificate) {
        return new TlsClient(
                verify,
                authority == null ? null : file(authority),
                null,
                verifyHost,
                certificate == null ? null : file(certificate),
                null,
                List.of(),
                null,
                null,
                null,
                null,
                false);
    }

    private static String file(String name) {
        var resource = Objects.requireNonNull(CheckTlsTest.class.getResource("/tls/" + name), name);
        return Path.of(resource.getPath()).toString();
    }
}
