package io.aplomb.control.pki;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * What certificates of ours look like (RFC 5280). All are valid from 1970 on: a machine whose clock
 * battery is dead must still be let in; only the end of validity protects anybody.
 */
final class CertificateForm {

    private static final int SERIAL_BITS = 127;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final X500Name subject;
    private final PublicKey key;
    private final Instant notAfter;

    CertificateForm(X500Name subject, PublicKey key, Instant notAfter) {
        this.subject = subject;
        this.key = key;
        this.notAfter = notAfter;
    }

    /** Signs certificates of nodes and nothing below them. */
    X509Certificate authority(PrivateKey own) throws CertificateException {
        return signed(
                subject,
                own,
                (builder, extensions) ->
                        builder.addExtension(
                                        Extension.basicConstraints, true, new BasicConstraints(0))
                                .addExtension(
                                        Extension.keyUsage,
                                        true,
                                        new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                                .addExtension(
                                        Extension.subjectKeyIdentifier,
                                        false,
                                        extensions.createSubjectKeyIdentifier(key)));
    }

    /** For both ends of TLS, signed by an authority. */
    X509Certificate node(ClusterAuthority by, NodeSubject of, List<InetAddress> addresses)
            throws CertificateException {
        List<GeneralName> names = new ArrayList<>();
        names.add(new GeneralName(GeneralName.uniformResourceIdentifier, of.idUri()));
        for (InetAddress address : addresses) {
            names.add(new GeneralName(GeneralName.iPAddress, address.getHostAddress()));
        }
        return signed(
                new JcaX509CertificateHolder(by.certificate()).getSubject(),
                by.key(),
                (builder, extensions) ->
                        endEntity(builder)
                                .addExtension(
                                        Extension.subjectAlternativeName,
                                        false,
                                        new GeneralNames(names.toArray(GeneralName[]::new)))
                                .addExtension(
                                        Extension.authorityKeyIdentifier,
                                        false,
                                        extensions.createAuthorityKeyIdentifier(
                                                by.certificate().getPublicKey())));
    }

    /** For both ends of TLS, vouched for by nobody. */
    X509Certificate selfMade(PrivateKey own) throws CertificateException {
        return signed(subject, own, (builder, _) -> endEntity(builder));
    }

    private static X509v3CertificateBuilder endEntity(X509v3CertificateBuilder builder)
            throws IOException {
        return builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                .addExtension(
                        Extension.extendedKeyUsage,
                        false,
                        new ExtendedKeyUsage(
                                new KeyPurposeId[] {
                                    KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                                }));
    }

    private X509Certificate signed(X500Name issuer, PrivateKey by, Extensions extensions)
            throws CertificateException {
        try {
            X509v3CertificateBuilder builder =
                    new JcaX509v3CertificateBuilder(
                            issuer,
                            new BigInteger(SERIAL_BITS, RANDOM).setBit(0),
                            Date.from(Instant.EPOCH),
                            Date.from(notAfter),
                            subject,
                            key);
            X509v3CertificateBuilder _ = extensions.add(builder, new JcaX509ExtensionUtils());
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder(Keys.SIGNATURE).build(by)));
        } catch (OperatorCreationException | NoSuchAlgorithmException | IOException refused) {
            throw new CertificateException("cannot sign a certificate", refused);
        }
    }

    /** Adds what a kind of certificate says of itself. */
    private interface Extensions {
        X509v3CertificateBuilder add(X509v3CertificateBuilder to, JcaX509ExtensionUtils made)
                throws IOException, CertificateException;
    }
}
