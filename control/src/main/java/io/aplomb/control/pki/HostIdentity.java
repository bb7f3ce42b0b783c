package io.aplomb.control.pki;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;

/**
 * Who a machine is before and outside of any cluster: a key, and a certificate that it made itself.
 * Others know it by the fingerprint.
 */
public record HostIdentity(PrivateKey key, X509Certificate certificate) {

    private static final String FILE = "pki/host.pem";
    private static final Instant NEVER = Instant.parse("9999-12-31T23:59:59Z"); // RFC 5280, 4.1.2.5

    /** The identity in a state directory, made at the first time. */
    public static HostIdentity of(Path state) throws IOException {
        Path file = state.resolve(FILE);
        try {
            if (Files.exists(file)) {
                String text = Files.readString(file, StandardCharsets.US_ASCII);
                return new HostIdentity(Pem.privateKey(text), Pem.certificate(text));
            }
            HostIdentity made = create();
            SecretFile.write(
                    file,
                    (Pem.of(made.key) + Pem.of(made.certificate))
                            .getBytes(StandardCharsets.US_ASCII));
            return made;
        } catch (GeneralSecurityException damaged) {
            throw new IOException(file + ": " + damaged.getMessage(), damaged);
        }
    }

    private static HostIdentity create() throws CertificateException {
        KeyPair pair = Keys.generate();
        var name = new X500NameBuilder().addRDN(BCStyle.CN, "Aplomb host").build();
        return new HostIdentity(
                pair.getPrivate(),
                new CertificateForm(name, pair.getPublic(), NEVER).selfMade(pair.getPrivate()));
    }

    /** {@link #fingerprint(X509Certificate)} of its certificate. */
    public String fingerprint() {
        return fingerprint(certificate);
    }

    /** {@code SHA256:} and the hash of a certificate in Base64 without padding, as ssh has it. */
    public static String fingerprint(X509Certificate certificate) {
        try {
            return "SHA256:"
                    + Base64.getEncoder()
                            .withoutPadding()
                            .encodeToString(
                                    MessageDigest.getInstance("SHA-256")
                                            .digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException | CertificateException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public String toString() {
        return "HostIdentity[" + fingerprint() + "]";
    }
}
