package io.aplomb.sample.convert;

import static io.aplomb.sample.Parameter.optional;
import static io.aplomb.sample.Parameter.required;
import static io.aplomb.sample.SampleType.ANY;
import static io.aplomb.sample.SampleType.BIN;
import static io.aplomb.sample.SampleType.SINT;

import io.aplomb.sample.ArgumentException;
import io.aplomb.sample.ArgumentType;
import io.aplomb.sample.Arguments;
import io.aplomb.sample.CompiledConverter;
import io.aplomb.sample.Octets;
import io.aplomb.sample.SampleType;
import io.aplomb.sample.Value;
import io.aplomb.sample.facts.VariableName;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** JSON Web Tokens: manual section 7.3.1, RFC 7515, RFC 7518 and RFC 7519. */
final class JwtConverters {

    private static final int FAILED = 0;
    private static final int VERIFIED = 1;
    private static final int UNKNOWN_ALGORITHM = -1;
    private static final int UNMANAGED_ALGORITHM = -2;
    private static final int INVALID_TOKEN = -3;
    private static final int UNKNOWN_CERTIFICATE = -5;

    /** Algorithms of RFC 7518 section 3.1 as Java names them. */
    private static final Map<String, String> ALGORITHMS =
            Map.of(
                    "HS256", "HmacSHA256",
                    "HS384", "HmacSHA384",
                    "HS512", "HmacSHA512",
                    "RS256", "SHA256withRSA",
                    "RS384", "SHA384withRSA",
                    "RS512", "SHA512withRSA",
                    "ES256", "SHA256withECDSAinP1363Format",
                    "ES384", "SHA384withECDSAinP1363Format",
                    "ES512", "SHA512withECDSAinP1363Format");

    private JwtConverters() {}

    static void register(ConverterTable table) {
        query(table, "jwt_header_query", 0);
        query(table, "jwt_payload_query", 1);
        table.converter("jwt_verify")
                .turns(BIN, SINT)
                .takes(required("alg", ArgumentType.TEXT), required("key", ArgumentType.TEXT))
                .compiledBy(JwtConverters::verification);
    }

    private static void query(ConverterTable table, String name, int part) {
        table.converter(name)
                .turns(BIN, ANY)
                .takes(
                        optional("json_path", ArgumentType.TEXT),
                        optional("output_type", ArgumentType.TEXT))
                .compiledBy(
                        arguments -> {
                            JsonConverters.Query query =
                                    arguments.text(0, "").isEmpty()
                                            ? null
                                            : JsonConverters.Query.of(arguments, 0);
                            return (_, value) -> {
                                String json =
                                        part(Octets.text(BinaryConverters.octets(value)), part);
                                if (json == null || query == null) {
                                    return Value.ofNullable(json);
                                }
                                return query.apply(json);
                            };
                        });
    }

    private static @Nullable String part(String token, int index) {
        String[] parts = token.split("\\.", -1);
        byte[] decoded = parts.length > index ? decode(parts[index]) : null;
        return decoded == null ? null : Octets.text(decoded);
    }

    private static byte @Nullable [] decode(String base64Url) {
        try {
            return Base64.getUrlDecoder().decode(Octets.of(base64Url));
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    private static CompiledConverter verification(Arguments arguments) throws ArgumentException {
        Operand algorithm = Operand.text(arguments, 0);
        Operand key = Operand.text(arguments, 1);
        if (algorithm.variable() == null && isUnknown(arguments.text(0))) {
            throw new ArgumentException(0, "unknown JWT algorithm: " + arguments.text(0));
        }
        if (algorithm.variable() == null && arguments.text(0).startsWith("PS")) {
            throw new ArgumentException(0, "RSASSA-PSS JWS signing not managed yet");
        }
        VariableName variable = key.variable();
        PublicKey publicKey = variable == null ? publicKey(arguments) : null;
        return (context, value) -> {
            Value name = algorithm.value(context, SampleType.STR);
            Value secret = key.value(context, SampleType.STR);
            if (name == null || secret == null) {
                return null;
            }
            String token = Octets.text(BinaryConverters.octets(value));
            return Value.of(
                    verify(
                            token,
                            TextConverters.text(name),
                            TextConverters.text(secret),
                            publicKey));
        };
    }

    private static boolean isUnknown(String algorithm) {
        return !ALGORITHMS.containsKey(algorithm) && !algorithm.matches("none|PS(256|384|512)");
    }

    private static long verify(
            String token, String algorithm, String secret, @Nullable PublicKey key) {
        String java = ALGORITHMS.get(algorithm);
        boolean unsigned = algorithm.equals("none");
        if (java == null && !unsigned) {
            return isUnknown(algorithm) ? UNKNOWN_ALGORITHM : UNMANAGED_ALGORITHM;
        }
        int last = token.lastIndexOf('.');
        byte[] signature = last < 0 ? null : decode(token.substring(last + 1));
        if (signature == null || token.indexOf('.') == last) {
            return INVALID_TOKEN;
        }
        if (java == null) {
            return signature.length == 0 ? VERIFIED : FAILED;
        }
        byte[] signed = Octets.of(token.substring(0, last));
        try {
            if (java.startsWith("Hmac")) {
                Mac mac = Mac.getInstance(java);
                mac.init(new SecretKeySpec(Octets.of(secret), java));
                return MessageDigest.isEqual(mac.doFinal(signed), signature) ? VERIFIED : FAILED;
            }
            if (key == null) {
                return UNKNOWN_CERTIFICATE;
            }
            Signature verifier = Signature.getInstance(java);
            verifier.initVerify(key);
            verifier.update(signed);
            return verifier.verify(signature) ? VERIFIED : FAILED;
        } catch (GeneralSecurityException | IllegalArgumentException refused) {
            return FAILED;
        }
    }

    /** The key of a certificate or public key file; null when the argument is a plain secret. */
    private static @Nullable PublicKey publicKey(Arguments arguments) throws ArgumentException {
        String path = arguments.text(1);
        List<String> lines = path.indexOf('/') < 0 ? null : arguments.resources().lines(path);
        if (lines == null) {
            return null;
        }
        String pem = String.join("\n", lines) + "\n";
        try {
            if (pem.contains("BEGIN PUBLIC KEY")) {
                return rawKey(pem);
            }
            byte[] octets = pem.getBytes(StandardCharsets.ISO_8859_1);
            return CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(octets))
                    .getPublicKey();
        } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
            throw new ArgumentException(1, "no public key can be read from '" + path + "'");
        }
    }

    private static PublicKey rawKey(String pem) throws GeneralSecurityException {
        String body = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        X509EncodedKeySpec encoded = new X509EncodedKeySpec(Base64.getDecoder().decode(body));
        // The algorithm's identifier stands inside; trying both kinds is simpler than reading it.
        try {
            return KeyFactory.getInstance("RSA").generatePublic(encoded);
        } catch (GeneralSecurityException notRsa) {
            return KeyFactory.getInstance("EC").generatePublic(encoded);
        }
    }
}
