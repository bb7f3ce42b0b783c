package io.aplomb.control.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterIdentityTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final NodeSubject NODE = new NodeSubject("demo", "node_1", UUID.randomUUID());

    @TempDir Path state;

    @Test
    void saved_isReadAgain() throws Exception {
        ClusterAuthority authority = ClusterAuthority.create("demo", NOW);
        ClusterIdentity identity =
                authority.identity(NODE, List.of(InetAddress.getByName("::1")), NOW);
        identity.save(state);
        authority.save(state);
        assertThat(ClusterIdentity.load(state)).contains(identity);
        assertThat(ClusterAuthority.load(state)).contains(authority);
        assertThat(NodeSubject.of(identity.certificate())).isEqualTo(NODE);
    }

    @Test
    void files_areTheirOwnersAlone() throws Exception {
        ClusterAuthority authority = ClusterAuthority.create("demo", NOW);
        authority.save(state);
        authority.identity(NODE, List.of(), NOW).save(state);
        var _ = HostIdentity.of(state);
        try (Stream<Path> files = Files.list(state.resolve("pki"))) {
            assertThat(files.toList())
                    .hasSize(4)
                    .allSatisfy(
                            file ->
                                    assertThat(
                                                    PosixFilePermissions.toString(
                                                            Files.getPosixFilePermissions(file)))
                                            .isEqualTo("rw-------"));
        }
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(state.resolve("pki"))))
                .isEqualTo("rwx------");
    }

    @Test
    void forgotten_isInNoCluster() throws Exception {
        ClusterAuthority authority = ClusterAuthority.create("demo", NOW);
        authority.save(state);
        authority.identity(NODE, List.of(), NOW).save(state);
        ClusterIdentity.forget(state);
        assertThat(ClusterIdentity.load(state)).isEmpty();
        assertThat(ClusterAuthority.load(state)).isEmpty();
    }

    @Test
    void damagedFile_isToldWithItsName() throws Exception {
        ClusterAuthority.create("demo", NOW).identity(NODE, List.of(), NOW).save(state);
        Path file = state.resolve("pki/node.pem");
        Files.writeString(file, Files.readString(file).replace('M', '!'));
        assertThatThrownBy(() -> ClusterIdentity.load(state))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("node.pem");
    }

    @Test
    void certificateForAnotherKey_isRefused() throws Exception {
        ClusterAuthority authority = ClusterAuthority.create("demo", NOW);
        ClusterIdentity identity = authority.identity(NODE, List.of(), NOW);
        assertThatThrownBy(
                        () ->
                                ClusterIdentity.of(
                                        Keys.generate().getPrivate(),
                                        identity.certificate(),
                                        identity.authority()))
                .isInstanceOf(CertificateException.class);
    }

    @Test
    void renewal_isDueHalfWay_andKeepsWhoTheNodeIs() throws Exception {
        ClusterAuthority authority = ClusterAuthority.create("demo", NOW);
        ClusterIdentity identity = authority.identity(NODE, List.of(), NOW);
        Instant later = NOW.plus(Duration.ofDays(366));
        assertThat(identity.isRenewalDue(NOW)).isFalse();
        assertThat(identity.isRenewalDue(later)).isTrue();
        ClusterIdentity renewed =
                identity.renewed(
                        authority.issue(
                                NODE, identity.certificate().getPublicKey(), List.of(), later));
        assertThat(renewed.isRenewalDue(later)).isFalse();
        assertThat(renewed.subject()).isEqualTo(NODE);
        var other = new NodeSubject("demo", "node_1", UUID.randomUUID());
        assertThatThrownBy(
                        () ->
                                identity.renewed(
                                        authority.issue(
                                                other,
                                                identity.certificate().getPublicKey(),
                                                List.of(),
                                                later)))
                .isInstanceOf(CertificateException.class);
    }

    @Test
    void request_provesItsKey() throws Exception {
        KeyPair pair = Keys.generate();
        byte[] request = CertificateRequest.of(pair, "node_1");
        assertThat(CertificateRequest.verified(request)).isEqualTo(pair.getPublic());
        request[request.length - 20] ^= 1;
        assertThatThrownBy(() -> CertificateRequest.verified(request))
                .isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> CertificateRequest.verified(new byte[] {1, 2, 3}))
                .isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void host_isTheSameAtTheNextStart() throws Exception {
        HostIdentity host = HostIdentity.of(state);
        assertThat(HostIdentity.of(state)).isEqualTo(host);
        assertThat(Set.of(host.fingerprint()))
                .allMatch(print -> print.matches("SHA256:[\\w+/]{43}"));
    }
}
