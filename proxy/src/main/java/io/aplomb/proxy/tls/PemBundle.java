package io.aplomb.proxy.tls;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a PEM file holds (RFC 7468), in any order: certificates, one private key (PKCS#8, or the
 * older PKCS#1 and SEC 1 forms), revocation lists. Other blocks (DH parameters) are passed over.
 */
record PemBundle(
        List<X509Certificate> certificates, @Nullable PrivateKey key, List<X509CRL> revocations) {

    private static final Pattern BLOCK =
            Pattern.compile(
                    "-----BEGIN ([A-Z0-9 ]+)-----\\s*([A-Za-z0-9+/=\\s]*?)-----END \\1-----");

    PemBundle {
        certificates = List.copyOf(certificates);
        revocations = List.copyOf(revocations);
    }

    /**
     * Reads a file's text.
     *
     * @throws GeneralSecurityException when a block is damaged or of an unknown algorithm
     */
    static PemBundle parse(String text) throws GeneralSecurityException {
        List<X509Certificate> certificates = new ArrayList<>();
        List<X509CRL> revocations = new ArrayList<>();
        PrivateKey key = null;
        Matcher blocks = BLOCK.matcher(text);
        while (blocks.find()) {
            byte[] der = decode(blocks.group(2));
            switch (blocks.group(1)) {
                case "CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE" ->
                        certificates.add(certificate(der));
                case "X509 CRL" -> revocations.add(revocation(der));
                case "PRIVATE KEY" -> key = privateKey(der);
                case "RSA PRIVATE KEY" -> key = privateKey(LegacyKeys.fromPkcs1(der));
                case "EC PRIVATE KEY" -> key = privateKey(LegacyKeys.fromSec1(der));
                case "ENCRYPTED PRIVATE KEY" ->
                        throw new GeneralSecurityException(
                                "the private key is protected by a passphrase; remove it with"
                                        + " openssl pkey");
                default -> {
                    // Parameters and the like: nothing we use.
                }
            }
        }
        return new PemBundle(certificates, key, revocations);
    }

    /** This bundle with the key of another file ({@code site.crt} beside {@code site.crt.key}). */
    PemBundle withKeyOf(PemBundle other) {
        return new PemBundle(certificates, other.key, revocations);
    }

    private static byte[] decode(String base64) throws GeneralSecurityException {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("damaged base64: " + e.getMessage(), e);
        }
    }

    private static X509Certificate certificate(byte[] der) throws CertificateException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(der));
    }

    private static X509CRL revocation(byte[] der) throws CertificateException, CRLException {
        return (X509CRL)
                CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
    }

    private static PrivateKey privateKey(byte[] pkcs8) throws GeneralSecurityException {
        PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(pkcs8);
        GeneralSecurityException last = null;
        for (String algorithm : List.of("RSA", "EC", "Ed25519", "DSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
            } catch (GeneralSecurityException e) {
                last = e;
            }
        }
        throw new GeneralSecurityException("the private key is of no known algorithm", last);
    }
}
