package io.aplomb.control.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who may talk to whom, over real sockets. */
@Timeout(60)
class ClusterTlsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final NodeSubject ONE = node("one");
    private static final NodeSubject TWO = node("two");

    private final ClusterAuthority authority = authority();

    @Test
    void members_talk() throws Exception {
        assertThat(
                        meet(
                                context(
                                        authority.identity(ONE, List.of(), NOW),
                                        Set.of(TWO)::contains),
                                context(
                                        authority.identity(TWO, List.of(), NOW),
                                        Set.of(ONE)::contains)))
                .isEqualTo(TWO);
    }

    @Test
    void certificateThatEnded_isRefused() throws Exception {
        SSLContext server = context(authority.identity(ONE, List.of(), NOW), _ -> true);
        ClusterIdentity old = authority.identity(TWO, List.of(), NOW.minus(Duration.ofDays(731)));
        assertThatThrownBy(() -> meet(server, context(old, _ -> true)))
                .hasStackTraceContaining("validity check failed");
    }

    @Test
    void clockAtItsBeginning_isNoReasonToRefuse() throws Exception {
        ClusterIdentity one = authority.identity(ONE, List.of(), NOW);
        SSLContext deadBattery =
                ClusterTls.context(one, _ -> true, InstantSource.fixed(Instant.EPOCH));
        assertThat(meet(deadBattery, context(authority.identity(TWO, List.of(), NOW), _ -> true)))
                .isEqualTo(TWO);
    }

    @Test
    void otherAuthorityOfTheSameName_isRefused() throws Exception {
        SSLContext server = context(authority.identity(ONE, List.of(), NOW), _ -> true);
        SSLContext foreign = context(authority().identity(TWO, List.of(), NOW), _ -> true);
        assertThatThrownBy(() -> meet(server, foreign)).isInstanceOf(Exception.class);
    }

    @Test
    void nodeThatIsNoMemberNow_isRefused() throws Exception {
        SSLContext server =
                context(authority.identity(ONE, List.of(), NOW), Set.of(node("two"))::contains);
        SSLContext removed = context(authority.identity(TWO, List.of(), NOW), _ -> true);
        assertThatThrownBy(() -> meet(server, removed)).hasStackTraceContaining("is no member");
    }

    @Test
    void machineWithoutCertificateOfTheCluster_isRefused() throws Exception {
        SSLContext server = context(authority.identity(ONE, List.of(), NOW), _ -> true);
        var pair = Keys.generate();
        ClusterIdentity two = authority.identity(TWO, List.of(), NOW);
        var selfMade =
                new CertificateForm(TWO.distinguishedName(), pair.getPublic(), NOW.plusSeconds(99))
                        .selfMade(pair.getPrivate());
        SSLContext impostor =
                ClusterTls.context(
                        ClusterTls.keyManager(pair.getPrivate(), selfMade),
                        ClusterTls.trustManager(two, _ -> true, InstantSource.fixed(NOW)));
        assertThatThrownBy(() -> meet(server, impostor)).isInstanceOf(Exception.class);
    }

    /** The client as the server sees it. */
    private static NodeSubject meet(SSLContext server, SSLContext client) throws Exception {
        try (SSLServerSocket listening =
                        (SSLServerSocket)
                                server.getServerSocketFactory()
                                        .createServerSocket(
                                                0, 1, InetAddress.getLoopbackAddress());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            listening.setSSLParameters(ClusterTls.parameters(listening.getSSLParameters()));
            Future<NodeSubject> seen =
                    threads.submit(
                            () -> {
                                try (SSLSocket socket = (SSLSocket) listening.accept()) {
                                    socket.startHandshake();
                                    socket.getOutputStream().write(1);
                                    return NodeSubject.of(
                                            (java.security.cert.X509Certificate)
                                                    socket.getSession().getPeerCertificates()[0]);
                                }
                            });
            try (SSLSocket socket =
                    (SSLSocket)
                            client.getSocketFactory()
                                    .createSocket(
                                            listening.getInetAddress(), listening.getLocalPort())) {
                socket.setSSLParameters(ClusterTls.parameters(socket.getSSLParameters()));
                socket.startHandshake();
                assertThat(socket.getInputStream().read()).isNotNegative();
            } catch (IOException | AssertionError refused) {
                return seen.get(); // tells the server's reason
            }
            return seen.get();
        }
    }

    private static SSLContext context(ClusterIdentity identity, Predicate<NodeSubject> members)
            throws Exception {
        return ClusterTls.context(identity, members, InstantSource.fixed(NOW));
    }

    private static NodeSubject node(String name) {
        return new NodeSubject("demo", name, UUID.randomUUID());
    }

    private static ClusterAuthority authority() {
        try {
            return ClusterAuthority.create("demo", NOW);
        } catch (java.security.cert.CertificateException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
