package io.aplomb.control.store;

import static io.aplomb.control.store.StoreCluster.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aplomb.control.pki.ClusterAuthority;
import io.aplomb.control.pki.ClusterIdentity;
import io.aplomb.control.pki.NodeSubject;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTlsTest {
    private static final NodeSubject NODE = new NodeSubject("test", "n1", UUID.randomUUID());

    private static StoreTls tls(ClusterAuthority authority) throws Exception {
        ClusterIdentity identity = authority.identity(NODE, List.of(), Instant.now());
        return new StoreTls(identity.key(), identity::certificate, identity.authority());
    }

    private static StoreCluster cluster(Path root, ClusterAuthority authority) throws Exception {
        return new StoreCluster(root, tls(authority), StoreCluster.QUICK);
    }

    @Test
    void nodesOfOneAuthority_understandEachOther(@TempDir Path root) throws Exception {
        ClusterAuthority authority = ClusterAuthority.create("test", Instant.now());
        try (StoreCluster cluster = cluster(root, authority)) {
            List<StoreNode> nodes = new ArrayList<>();
            for (int i = 1; i <= 3; i++) {
                nodes.add(cluster.add("n" + i, "a", Member.ORDINARY));
            }
            cluster.found(nodes);
            for (StoreNode node : nodes) {
                get(node.submit(node.name() + "=1"));
            }
            cluster.settle();
        }
    }

    @Test
    void renewedCertificate_isShownFromTheNextHandshakeOn() throws Exception {
        Instant now = Instant.now();
        ClusterAuthority authority = ClusterAuthority.create("test", now);
        ClusterIdentity first = authority.identity(NODE, List.of(), now);
        AtomicReference<X509Certificate> current = new AtomicReference<>(first.certificate());
        NodeKey key = new NodeKey(new StoreTls(first.key(), current::get, first.authority()));
        assertThat(key.getCertificateChain("node")[0]).isEqualTo(first.certificate());

        X509Certificate next =
                authority.issue(NODE, first.certificate().getPublicKey(), List.of(), now);
        current.set(next);
        assertThat(key.getCertificateChain("node")[0]).isEqualTo(next);
    }

    @Test
    void certificatesOfAnotherAuthority_andExpiredOnes_areRefused() throws Exception {
        Instant now = Instant.now();
        ClusterAuthority authority = ClusterAuthority.create("test", now);
        ClusterAuthority other = ClusterAuthority.create("test", now);
        ClusterTrust trust = new ClusterTrust(authority.certificate());
        X509Certificate good = authority.identity(NODE, List.of(), now).certificate();
        X509Certificate foreign = other.identity(NODE, List.of(), now).certificate();
        X509Certificate old =
                authority.identity(NODE, List.of(), now.minus(Duration.ofDays(3000))).certificate();
        trust.checkServerTrusted(new X509Certificate[] {good}, "EC");
        trust.checkClientTrusted(new X509Certificate[] {good, authority.certificate()}, "EC");
        for (X509Certificate[] chain :
                List.of(
                        new X509Certificate[] {foreign},
                        new X509Certificate[] {foreign, other.certificate()},
                        new X509Certificate[] {old})) {
            assertThatThrownBy(() -> trust.checkClientTrusted(chain, "EC"))
                    .isInstanceOf(CertificateException.class);
            assertThatThrownBy(() -> trust.checkServerTrusted(chain, "EC"))
                    .isInstanceOf(CertificateException.class);
        }
    }
}
