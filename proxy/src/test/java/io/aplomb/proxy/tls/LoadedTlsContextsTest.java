package io.aplomb.proxy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aplomb.base.SourcePosition;
import io.aplomb.model.net.EndpointSpec;
import io.aplomb.model.proxy.Bind;
import io.aplomb.model.proxy.Server;
import io.aplomb.model.proxy.ServerCheck;
import io.aplomb.model.proxy.SocketAccess;
import io.aplomb.model.proxy.TlsClient;
import io.aplomb.model.proxy.TlsServer;
import io.aplomb.proxy.net.TlsContexts;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslHandler;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Real handshakes in memory between the two sides we make. */
final class LoadedTlsContextsTest {

    private static final SourcePosition LINE = new SourcePosition("test.cfg", 7, 5);
    private static final int ROUNDS = 50;

    @Test
    void serverName_ofSecondCertificate_choosesIt() throws Exception {
        TlsSessionFacts client = handshake(server(false), trusting("ca.pem"), "other.example.test");
        assertThat(subject(client)).isEqualTo("other.example.test");
    }

    @Test
    void serverName_underWildcard_choosesItsCertificate() throws Exception {
        TlsSessionFacts client = handshake(server(false), trusting("ca.pem"), "a.wild.test");
        assertThat(subject(client)).isEqualTo("www.example.test");
    }

    @Test
    void serverName_unknown_getsTheFirstCertificate() throws Exception {
        TlsSessionFacts client = handshake(server(false), careless(), "nobody.test");
        assertThat(subject(client)).isEqualTo("www.example.test");
    }

    @Test
    void serverName_unknownWithStrictSni_isRefused() {
        assertThatThrownBy(() -> handshake(server(true), careless(), "nobody.test"))
                .hasMessageContaining("handshake");
    }

    @Test
    void certificate_ofUnknownAuthority_isRefusedWhenVerifying() {
        assertThatThrownBy(() -> handshake(server(false), trusting("self-pkcs8.pem"), null))
                .hasMessageContaining("handshake");
    }

    @Test
    void certificate_ofUnknownAuthority_isAcceptedWithVerifyNone() throws Exception {
        TlsSessionFacts client = handshake(server(false), careless(), null);
        assertThat(client.handshakeDone()).isTrue();
        assertThat(client.protocol()).isEqualTo("TLSv1.3");
    }

    @Test
    void clientCertificate_isShownToAServerThatAsksForIt() throws Exception {
        TlsClient client =
                new TlsClient(
                        true,
                        file("ca.pem"),
                        null,
                        null,
                        file("other-sec1.pem"),
                        null,
                        List.of(),
                        null,
                        null,
                        null,
                        null,
                        false);
        Bind bind = bind(List.of(file("site-pkcs1.pem")), false, file("ca.pem"));
        assertThat(subject(handshakes(bind, client, null).server()))
                .isEqualTo("other.example.test");
    }

    @Test
    void certificate_forAnotherName_isRefusedWhenVerifyingTheName() {
        assertThatThrownBy(() -> handshake(server(false), trusting("ca.pem"), "nobody.test"))
                .hasMessageContaining("handshake");
    }

    @Test
    void load_missingFile_namesFileAndLine() {
        assertThatThrownBy(
                        () ->
                                LoadedTlsContexts.load(
                                        List.of(bind(List.of("/nonexistent.pem"), false)),
                                        List.of()))
                .isInstanceOfSatisfying(
                        TlsLoadException.class,
                        e -> {
                            assertThat(e).hasMessage("no such file: /nonexistent.pem");
                            assertThat(e.position()).isEqualTo(LINE);
                        });
    }

    @Test
    void load_fileWithoutKey_saysSo() {
        assertThatThrownBy(
                        () ->
                                LoadedTlsContexts.load(
                                        List.of(bind(List.of(file("ca.pem")), false)), List.of()))
                .hasMessageContaining("no private key in it");
    }

    @Test
    void cipherNames_areThoseOfOpenSsl() {
        assertThat(CipherNames.openSsl("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"))
                .isEqualTo("ECDHE-RSA-AES128-GCM-SHA256");
        assertThat(CipherNames.openSsl("TLS_RSA_WITH_AES_256_CBC_SHA")).isEqualTo("AES256-SHA");
        assertThat(CipherNames.openSsl("TLS_AES_256_GCM_SHA384"))
                .isEqualTo("TLS_AES_256_GCM_SHA384");
        assertThat(CipherNames.keyBits("TLS_AES_256_GCM_SHA384")).isEqualTo(256);
    }

    @Test
    void versions_outOfOrderOrUnknown_areBounded() {
        assertThat(TlsParameters.versions(null, null)).containsExactly("TLSv1.2", "TLSv1.3");
        assertThat(TlsParameters.versions("TLSv1.0", "TLSv1.1"))
                .containsExactly("TLSv1", "TLSv1.1");
        assertThat(TlsParameters.versions("SSLv3", "TLSv1.0")).containsExactly("TLSv1");
    }

    private static String subject(TlsSessionFacts facts) {
        var certificate = facts.peerCertificate();
        assertThat(certificate).isNotNull();
        return DistinguishedNames.commonName(
                        java.util.Objects.requireNonNull(certificate).getSubjectX500Principal())
                .orElseThrow();
    }

    private static Bind server(boolean strict) {
        return bind(List.of(file("site-pkcs1.pem"), file("other-sec1.pem")), strict);
    }

    private static Bind bind(List<String> certificates, boolean strict) {
        return bind(certificates, strict, null);
    }

    private static Bind bind(List<String> certificates, boolean strict, @Nullable String clientCa) {
        TlsServer tls =
                new TlsServer(
                        certificates,
                        null,
                        clientCa == null ? TlsServer.Verify.NONE : TlsServer.Verify.REQUIRED,
                        clientCa,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        List.of(),
                        strict,
                        false,
                        false);
        return new Bind(
                1,
                null,
                new EndpointSpec.Inet(null, 443),
                LINE,
                tls,
                false,
                0,
                0,
                false,
                false,
                false,
                false,
                false,
                0,
                null,
                SocketAccess.DEFAULT);
    }

    private static TlsClient trusting(String authority) {
        return client(true, file(authority));
    }

    private static TlsClient careless() {
        return client(false, null);
    }

    private static TlsClient client(boolean verify, @Nullable String authority) {
        return new TlsClient(
                verify, authority, null, null, null, null, List.of(), null, null, null, null,
                false);
    }

    private static Server target(TlsClient tls) {
        ServerCheck noCheck =
                new ServerCheck(
                        false,
                        null,
                        0,
                        2000,
                        0,
                        0,
                        2,
                        3,
                        false,
                        null,
                        false,
                        ServerCheck.Observe.NONE,
                        ServerCheck.OnError.FAIL_CHECK,
                        10,
                        false,
                        false,
                        null);
        return new Server(
                1,
                false,
                "s1",
                new EndpointSpec.Inet(null, 443),
                LINE,
                false,
                0,
                1,
                false,
                false,
                0,
                0,
                0,
                -1,
                -1,
                5000,
                0,
                null,
                null,
                null,
                tls,
                noCheck,
                Server.ProxyProtocol.NONE,
                null,
                null);
    }

    private static String file(String name) {
        try {
            return Path.of(
                            java.util.Objects.requireNonNull(
                                            LoadedTlsContextsTest.class.getResource("/tls/" + name))
                                    .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TlsSessionFacts handshake(Bind bind, TlsClient client, @Nullable String name)
            throws Exception {
        return handshakes(bind, client, name).client();
    }

    /** What both saw. */
    private record Facts(TlsSessionFacts client, TlsSessionFacts server) {}

    /** Shuttles bytes between both ends until the client is done, and once more. */
    private static Facts handshakes(Bind bind, TlsClient client, @Nullable String name)
            throws Exception {
        Server target = target(client);
        TlsContexts contexts = LoadedTlsContexts.load(List.of(bind), List.of(target));
        SslHandler near = contexts.connectingTo(target, ByteBufAllocator.DEFAULT, name);
        EmbeddedChannel clientEnd = new EmbeddedChannel(near);
        SslHandler far = contexts.acceptedOn(bind, ByteBufAllocator.DEFAULT);
        EmbeddedChannel serverEnd = new EmbeddedChannel(far);
        try {
            for (int round = 0; round < ROUNDS && !near.handshakeFuture().isDone(); round++) {
                shuttle(clientEnd, serverEnd);
                shuttle(serverEnd, clientEnd);
            }
            if (!near.handshakeFuture().isSuccess()) {
                throw new java.io.IOException("handshake failed", near.handshakeFuture().cause());
            }
            shuttle(clientEnd, serverEnd);
            return new Facts(new TlsSessionFacts(near), new TlsSessionFacts(far));
        } catch (io.netty.handler.codec.DecoderException e) {
            throw new java.io.IOException("handshake failed", e);
        }
    }

    private static void shuttle(EmbeddedChannel from, EmbeddedChannel to) {
        from.runPendingTasks();
        Object message = from.readOutbound();
        while (message != null) {
            to.writeInbound(message);
            message = from.readOutbound();
        }
        to.runPendingTasks();
    }
}
