package io.aplomb.control.pki;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys and certificates as text that openssl(1) reads (RFC 7468). */
final class Pem {

    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String PRIVATE_KEY = "PRIVATE KEY";
    private static final int LINE_CHARS = 64;

    private static final Base64.Encoder ENCODER =
            Base64.getMimeEncoder(LINE_CHARS, "\n".getBytes(StandardCharsets.US_ASCII));

    private Pem() {}

    static String of(X509Certificate certificate) throws CertificateException {
        return block(CERTIFICATE, certificate.getEncoded());
    }

    static String of(PrivateKey key) {
        return block(PRIVATE_KEY, key.getEncoded());
    }

    /** The first certificate of a text. */
    static X509Certificate certificate(String text) throws GeneralSecurityException {
        return certificate(
                find(CERTIFICATE, text)
                        .orElseThrow(() -> new CertificateException("no certificate in it")));
    }

    /** A certificate from its DER octets. */
    static X509Certificate certificate(byte[] der) throws CertificateException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(der));
    }

    /** The first private key of a text. */
    static PrivateKey privateKey(String text) throws GeneralSecurityException {
        return privateKey(
                find(PRIVATE_KEY, text)
                        .orElseThrow(() -> new GeneralSecurityException("no private key in it")));
    }

    /** A private key from its PKCS #8 octets. */
    static PrivateKey privateKey(byte[] pkcs8) throws GeneralSecurityException {
        return KeyFactory.getInstance(Keys.ALGORITHM)
                .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    private static String block(String label, byte[] der) {
        return "-----BEGIN "
                + label
                + "-----\n"
                + ENCODER.encodeToString(der)
                + "\n-----END "
                + label
                + "-----\n";
    }

    private static Optional<byte[]> find(String label, String text)
            throws GeneralSecurityException {
        Matcher block =
                Pattern.compile("-----BEGIN " + label + "-----([^-]*)-----END " + label + "-----")
                        .matcher(text);
        if (!block.find()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getMimeDecoder().decode(block.group(1)));
        } catch (IllegalArgumentException damaged) {
            throw new GeneralSecurityException("damaged " + label, damaged);
        }
    }
}
