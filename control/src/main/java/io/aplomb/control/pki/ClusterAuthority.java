package io.aplomb.control.pki;

import io.aplomb.base.Check;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;

/**
 * The certificate authority of one cluster alone. Every node that may let others in has its key;
 * who has the key can make a member of anybody, as root on any member can in any case. Immutable;
 * any thread.
 *
 * @param certificate signed by itself; what all nodes trust
 * @param key signs certificates of nodes
 */
public record ClusterAuthority(X509Certificate certificate, PrivateKey key) {

    /** Longer than the machines live: an authority that ends takes its cluster with it. */
    private static final Duration AUTHORITY_LIFE = Duration.ofDays(40 * 365);

    /** Renewed when half of it is over ({@link ClusterIdentity#isRenewalDue}). */
    static final Duration NODE_LIFE = Duration.ofDays(2 * 365);

    private static final String FILE = "pki/ca-key.pem";

    /** Makes the authority of a new cluster. */
    public static ClusterAuthority create(String cluster, Instant now) throws CertificateException {
        Check.argument(NodeSubject.isName(cluster), "no name of a cluster: " + cluster);
        KeyPair pair = Keys.generate();
        var name =
                new X500NameBuilder()
                        .addRDN(BCStyle.O, cluster)
                        .addRDN(BCStyle.CN, "Aplomb cluster authority")
                        .build();
        return new ClusterAuthority(
                new CertificateForm(name, pair.getPublic(), now.plus(AUTHORITY_LIFE))
                        .authority(pair.getPrivate()),
                pair.getPrivate());
    }

    /**
     * Gives a node its certificate.
     *
     * @param key the node's public key, which it has proved to own ({@link CertificateRequest})
     * @param addresses may be named in place of the node; empty is well, as nodes are known by
     *     their identity
     */
    public X509Certificate issue(
            NodeSubject node, PublicKey key, List<InetAddress> addresses, Instant now)
            throws CertificateException {
        return new CertificateForm(node.distinguishedName(), key, now.plus(NODE_LIFE))
                .node(this, node, addresses);
    }

    /** A new key and certificate for a node, both made here. */
    public ClusterIdentity identity(NodeSubject node, List<InetAddress> addresses, Instant now)
            throws CertificateException {
        KeyPair pair = Keys.generate();
        return new ClusterIdentity(
                node,
                pair.getPrivate(),
                issue(node, pair.getPublic(), addresses, now),
                certificate);
    }

    /**
     * The authority kept in a state directory; empty when there is none.
     *
     * @throws IOException when it cannot be read or is damaged
     */
    public static Optional<ClusterAuthority> load(Path state) throws IOException {
        Path file = state.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            String text = Files.readString(file, StandardCharsets.US_ASCII);
            ClusterAuthority found =
                    new ClusterAuthority(Pem.certificate(text), Pem.privateKey(text));
            if (!Keys.belong(found.key, found.certificate.getPublicKey())) {
                throw new IOException(file + ": the key is not that of the certificate");
            }
            return Optional.of(found);
        } catch (GeneralSecurityException damaged) {
            throw new IOException(file + ": " + damaged.getMessage(), damaged);
        }
    }

    /** Keeps it in a state directory, readable by its owner only. */
    public void save(Path state) throws IOException {
        try {
            SecretFile.write(
                    state.resolve(FILE),
                    (Pem.of(key) + Pem.of(certificate)).getBytes(StandardCharsets.US_ASCII));
        } catch (CertificateException unencodable) {
            throw new IOException(unencodable);
        }
    }

    /** Both as octets, for another member. */
    public byte[] encoded() throws CertificateException {
        return (Pem.of(key) + Pem.of(certificate)).getBytes(StandardCharsets.US_ASCII);
    }

    /** The reverse of {@link #encoded}. */
    public static ClusterAuthority decoded(byte[] octets) throws GeneralSecurityException {
        String text = new String(octets, StandardCharsets.US_ASCII);
        return new ClusterAuthority(Pem.certificate(text), Pem.privateKey(text));
    }

    @Override
    public String toString() {
        return "ClusterAuthority[" + certificate.getSubjectX500Principal() + "]";
    }
}
