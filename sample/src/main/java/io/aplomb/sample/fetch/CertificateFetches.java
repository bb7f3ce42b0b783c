package io.aplomb.sample.fetch;

import static io.aplomb.sample.Parameter.optional;
import static io.aplomb.sample.SampleType.BIN;
import static io.aplomb.sample.SampleType.SINT;
import static io.aplomb.sample.SampleType.STR;

import io.aplomb.sample.ArgumentException;
import io.aplomb.sample.ArgumentType;
import io.aplomb.sample.Arguments;
import io.aplomb.sample.CompiledFetch;
import io.aplomb.sample.Requirement;
import io.aplomb.sample.SampleContext;
import io.aplomb.sample.SampleType;
import io.aplomb.sample.Value;
import io.aplomb.sample.facts.ConnectionFacts;
import io.aplomb.sample.facts.TlsFacts;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Date;
import java.util.Locale;
import java.util.function.Function;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * Certificates: the client's ({@code ssl_c_*}), ours ({@code ssl_f_*}) and the server's ({@code
 * ssl_s_*}); manual section 7.3.4.
 */
final class CertificateFetches {

    /** Two digits of the year, also from 2050 on: HAProxy leaves the century out. */
    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'", Locale.ROOT);

    private CertificateFetches() {}

    private enum Owner {
        CLIENT("ssl_c_"),
        FRONTEND("ssl_f_"),
        SERVER("ssl_s_");

        final String prefix;

        Owner(String prefix) {
            this.prefix = prefix;
        }

        Requirement requirement() {
            return this == SERVER ? Requirement.SERVER_CONNECTION : Requirement.CLIENT_SESSION;
        }

        @Nullable X509Certificate certificate(SampleContext context) {
            ConnectionFacts connection =
                    this == SERVER ? context.serverConnection() : context.clientConnection();
            TlsFacts tls = connection == null ? null : connection.tls();
            if (tls == null) {
                return null;
            }
            return this == FRONTEND ? tls.localCertificate() : tls.peerCertificate();
        }
    }

    static void register(FetchTable table) {
        for (Owner owner : Owner.values()) {
            define(table, owner, "der", BIN, CertificateFetches::encoded);
            define(table, owner, "sha1", BIN, CertificateFetches::fingerprint);
            define(table, owner, "serial", BIN, CertificateFetches::serial);
            define(
                    table,
                    owner,
                    "version",
                    SINT,
                    certificate -> Value.of(certificate.getVersion()));
            define(table, owner, "key_alg", STR, CertificateFetches::keyAlgorithm);
            define(table, owner, "sig_alg", STR, CertificateFetches::signatureAlgorithm);
            define(table, owner, "notbefore", STR, certificate -> time(certificate.getNotBefore()));
            define(table, owner, "notafter", STR, certificate -> time(certificate.getNotAfter()));
            name(table, owner, "s_dn", X509Certificate::getSubjectX500Principal);
            name(table, owner, "i_dn", X509Certificate::getIssuerX500Principal);
        }
    }

    private static void define(
            FetchTable table,
            Owner owner,
            String name,
            SampleType type,
            Function<X509Certificate, @Nullable Value> read) {
        table.fetch(owner.prefix + name)
                .gives(type)
                .reads(owner.requirement())
                .as(
                        context -> {
                            X509Certificate certificate = owner.certificate(context);
                            return certificate == null ? null : read.apply(certificate);
                        });
    }

    private static void name(
            FetchTable table,
            Owner owner,
            String name,
            Function<X509Certificate, X500Principal> principal) {
        table.fetch(owner.prefix + name)
                .takes(
                        optional("entry", ArgumentType.TEXT),
                        optional("occ", ArgumentType.INTEGER),
                        optional("format", ArgumentType.TEXT))
                .reads(owner.requirement())
                .compiledBy(arguments -> distinguishedName(arguments, owner, principal));
    }

    private static CompiledFetch distinguishedName(
            Arguments arguments, Owner owner, Function<X509Certificate, X500Principal> principal)
            throws ArgumentException {
        String entry = arguments.text(0, "");
        int occurrence = (int) arguments.integer(1, 1);
        String format = arguments.text(2, "");
        if (!format.isEmpty() && !format.equals("rfc2253")) {
            throw new ArgumentException(2, "only rfc2253 or a blank value are currently supported");
        }
        return context -> {
            X509Certificate certificate = owner.certificate(context);
            if (certificate == null) {
                return null;
            }
            X500Principal subject = principal.apply(certificate);
            if (!entry.isEmpty()) {
                return Value.ofNullable(
                        DistinguishedName.of(subject.getEncoded()).entry(entry, occurrence));
            }
            return Value.of(
                    format.isEmpty()
                            ? DistinguishedName.of(subject.getEncoded()).oneLine()
                            : DistinguishedName.of(subject.getEncoded()).rfc2253());
        };
    }

    private static @Nullable Value encoded(X509Certificate certificate) {
        try {
            return Value.of(certificate.getEncoded());
        } catch (CertificateEncodingException unreadable) {
            return null;
        }
    }

    private static @Nullable Value fingerprint(X509Certificate certificate) {
        try {
            return Value.of(MessageDigest.getInstance("SHA-1").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException unreadable) {
            return null;
        }
    }

    private static Value serial(X509Certificate certificate) {
        BigInteger serial = certificate.getSerialNumber().abs();
        byte[] octets = serial.toByteArray();
        boolean signOctet = octets.length > 1 && octets[0] == 0;
        return Value.of(signOctet ? Arrays.copyOfRange(octets, 1, octets.length) : octets);
    }

    @SuppressWarnings("JavaUtilDate") // what X509Certificate gives
    private static Value time(Date date) {
        ZonedDateTime utc = Instant.ofEpochMilli(date.getTime()).atZone(ZoneOffset.UTC);
        return Value.of(UTC_TIME.format(utc));
    }

    /** OpenSSL's short names. */
    private static Value keyAlgorithm(X509Certificate certificate) {
        String name = certificate.getPublicKey().getAlgorithm();
        return Value.of(
                switch (name) {
                    case "RSA" -> "rsaEncryption";
                    case "EC" -> "id-ecPublicKey";
                    case "DSA" -> "dsaEncryption";
                    case "EdDSA", "Ed25519" -> "ED25519";
                    default -> name;
                });
    }

    /** SHA256withRSA is RSA-SHA256 in OpenSSL, SHA256withECDSA is ecdsa-with-SHA256. */
    private static Value signatureAlgorithm(X509Certificate certificate) {
        String name = certificate.getSigAlgName();
        int with = name.indexOf("with");
        if (with < 0) {
            return Value.of(name.equals("Ed25519") ? "ED25519" : name);
        }
        String digest = name.substring(0, with);
        String key = name.substring(with + 4);
        return Value.of(
                switch (key) {
                    case "RSA" -> "RSA-" + digest;
                    case "ECDSA" -> "ecdsa-with-" + digest;
                    default -> name;
                });
    }
}
