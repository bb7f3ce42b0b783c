package io.aplomb.proxy.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The JDK's engines, which serve where BoringSSL is not to be had. */
class EngineFactsTest {

    private static final int ROUNDS = 50;

    @Test
    void resumed_engineOfTheJdk_isToldByTheKeyManager() throws Exception {
        List<CertificateFiles.Identity> identities =
                CertificateFiles.identities(
                        Path.of(
                                        Objects.requireNonNull(
                                                        getClass()
                                                                .getResource("/tls/site-pkcs1.pem"))
                                                .toURI())
                                .toString());
        SslContext server =
                SslContextBuilder.forServer(new SniKeyManager(identities, false))
                        .sslProvider(SslProvider.JDK)
                        .protocols("TLSv1.3")
                        .build();
        SslContext client =
                SslContextBuilder.forClient()
                        .sslProvider(SslProvider.JDK)
                        .protocols("TLSv1.3")
                        .trustManager(InsecureTrustManagerFactory.INSTANCE)
                        .endpointIdentificationAlgorithm(null)
                        .build();
        assertThat(resumes(server, client)).isFalse();
        assertThat(resumes(server, client)).isTrue();
        assertThat(resumes(server, client)).isTrue();
    }

    private static boolean resumes(SslContext server, SslContext client) {
        SslHandler near = client.newHandler(ByteBufAllocator.DEFAULT, "peer.test", 443);
        SslHandler far = server.newHandler(ByteBufAllocator.DEFAULT);
        EmbeddedChannel clientEnd = new EmbeddedChannel(near);
        EmbeddedChannel serverEnd = new EmbeddedChannel(far);
        for (int round = 0; round < ROUNDS; round++) {
            shuttle(clientEnd, serverEnd);
            shuttle(serverEnd, clientEnd);
        }
        assertThat(near.handshakeFuture().isSuccess()).isTrue();
        boolean resumed = EngineFacts.resumed(far.engine());
        clientEnd.finishAndReleaseAll();
        serverEnd.finishAndReleaseAll();
        return resumed;
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
