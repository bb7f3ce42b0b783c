package io.aplomb.control.pki;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Who a node is among the nodes of its cluster. Immutable; any thread.
 *
 * @param subject what the certificate says
 * @param key the node's own
 * @param certificate for that key
 * @param authority who signed it, and all that this node trusts
 */
public record ClusterIdentity(
        NodeSubject subject,
        PrivateKey key,
        X509Certificate certificate,
        X509Certificate authority) {

    /** Key and certificates in one file, so that they change together. */
    private static final String FILE = "pki/node.pem";

    private static final String AUTHORITY_FILE = "pki/ca.pem";

    /** The name of the node. */
    public String name() {
        return subject.node();
    }

    /**
     * From what a node was given for its own key.
     *
     * @throws GeneralSecurityException when the certificate is not for that key, or not signed by
     *     that authority
     */
    public static ClusterIdentity of(
            PrivateKey key, X509Certificate certificate, X509Certificate authority)
            throws GeneralSecurityException {
        certificate.verify(authority.getPublicKey());
        if (!Keys.belong(key, certificate.getPublicKey())) {
            throw new CertificateException("the certificate is for another key");
        }
        return new ClusterIdentity(NodeSubject.of(certificate), key, certificate, authority);
    }

    /** As the other, from DER octets. */
    public static ClusterIdentity of(PrivateKey key, byte[] certificate, byte[] authority)
            throws GeneralSecurityException {
        return of(key, Pem.certificate(certificate), Pem.certificate(authority));
    }

    /**
     * The identity kept in a state directory; empty when the node is in no cluster.
     *
     * @throws IOException when it cannot be read or is damaged
     */
    public static Optional<ClusterIdentity> load(Path state) throws IOException {
        Path file = state.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            String own = Files.readString(file, StandardCharsets.US_ASCII);
            String trusted =
                    Files.readString(state.resolve(AUTHORITY_FILE), StandardCharsets.US_ASCII);
            return Optional.of(
                    of(Pem.privateKey(own), Pem.certificate(own), Pem.certificate(trusted)));
        } catch (GeneralSecurityException damaged) {
            throw new IOException(file + ": " + damaged.getMessage(), damaged);
        }
    }

    /** Keeps it in a state directory, readable by its owner only. */
    public void save(Path state) throws IOException {
        try {
            SecretFile.write(
                    state.resolve(AUTHORITY_FILE),
                    Pem.of(authority).getBytes(StandardCharsets.US_ASCII));
            SecretFile.write(
                    state.resolve(FILE),
                    (Pem.of(key) + Pem.of(certificate)).getBytes(StandardCharsets.US_ASCII));
        } catch (CertificateException unencodable) {
            throw new IOException(unencodable);
        }
    }

    /** Removes identity and authority: the node is in no cluster any more. */
    public static void forget(Path state) throws IOException {
        SecretFile.delete(state.resolve(FILE));
        SecretFile.delete(state.resolve(AUTHORITY_FILE));
        SecretFile.delete(state.resolve("pki/ca-key.pem"));
    }

    /** Whether half of the certificate's life is over, and a new one should be asked for. */
    public boolean isRenewalDue(Instant now) {
        Duration rest = Duration.between(now, certificate.getNotAfter().toInstant());
        return rest.compareTo(ClusterAuthority.NODE_LIFE.dividedBy(2)) < 0;
    }

    /** The same node with a newer certificate for the same key. */
    public ClusterIdentity renewed(X509Certificate newer) throws GeneralSecurityException {
        ClusterIdentity next = of(key, newer, authority);
        if (!next.subject.equals(subject)) {
            throw new CertificateException("a certificate for " + next.subject);
        }
        return next;
    }

    @Override
    public String toString() {
        return "ClusterIdentity[" + subject + "]";
    }
}
