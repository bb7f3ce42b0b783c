package io.aplomb.sample.convert;

import static io.aplomb.sample.Parameter.optional;
import static io.aplomb.sample.Parameter.required;
import static io.aplomb.sample.SampleType.BIN;

import io.aplomb.sample.ArgumentException;
import io.aplomb.sample.ArgumentType;
import io.aplomb.sample.Arguments;
import io.aplomb.sample.CompiledConverter;
import io.aplomb.sample.Octets;
import io.aplomb.sample.SampleContext;
import io.aplomb.sample.SampleType;
import io.aplomb.sample.Value;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Digests, codes and decryption: manual section 7.3.1. */
final class CryptoConverters {

    private CryptoConverters() {}

    static void register(ConverterTable table) {
        table.converter("sha1").turns(BIN, BIN).compiledBy(_ -> digest("SHA-1", 0));
        table.converter("sha2")
                .turns(BIN, BIN)
                .takes(optional("bits", ArgumentType.INTEGER))
                .compiledBy(
                        arguments -> {
                            long bits = arguments.integer(0, 256);
                            if (bits != 224 && bits != 256 && bits != 384 && bits != 512) {
                                throw new ArgumentException(
                                        0, "Unsupported number of bits: '" + bits + "'");
                            }
                            return digest("SHA-" + bits, 0);
                        });
        table.converter("digest")
                .turns(BIN, BIN)
                .takes(required("algorithm", ArgumentType.TEXT))
                .compiledBy(arguments -> digest(digestName(arguments.text(0)), 0));
        table.converter("hmac")
                .turns(BIN, BIN)
                .takes(required("algorithm", ArgumentType.TEXT), required("key", ArgumentType.TEXT))
                .compiledBy(CryptoConverters::code);
        table.converter("aes_gcm_dec")
                .turns(BIN, BIN)
                .takes(
                        required("bits", ArgumentType.INTEGER),
                        required("nonce", ArgumentType.TEXT),
                        required("key", ArgumentType.TEXT),
                        required("aead_tag", ArgumentType.TEXT))
                .compiledBy(CryptoConverters::decryption);
    }

    /** OpenSSL's word for a digest as Java's: sha256 is SHA-256, md5 is MD5. */
    private static String digestName(String openssl) {
        String name = openssl.toUpperCase(Locale.ROOT);
        return name.matches("SHA\\d+") ? "SHA-" + name.substring(3) : name;
    }

    private static CompiledConverter digest(String algorithm, int argument)
            throws ArgumentException {
        try {
            MessageDigest.getInstance(algorithm);
        } catch (GeneralSecurityException unknown) {
            throw new ArgumentException(
                    argument, "algorithm must be a valid OpenSSL message digest name.");
        }
        return (_, value) -> {
            try {
                MessageDigest digest = MessageDigest.getInstance(algorithm);
                return Value.of(digest.digest(BinaryConverters.octets(value)));
            } catch (GeneralSecurityException gone) {
                return null;
            }
        };
    }

    private static CompiledConverter code(Arguments arguments) throws ArgumentException {
        String algorithm = "Hmac" + digestName(arguments.text(0)).replace("-", "");
        try {
            Mac.getInstance(algorithm);
        } catch (GeneralSecurityException unknown) {
            throw new ArgumentException(
                    0, "algorithm must be a valid OpenSSL message digest name.");
        }
        Operand key = encodedOperand(arguments, 1);
        return (context, value) -> {
            byte[] secret = decoded(key, context);
            if (secret == null || secret.length == 0) {
                return null;
            }
            try {
                Mac mac = Mac.getInstance(algorithm);
                mac.init(new SecretKeySpec(secret, algorithm));
                return Value.of(mac.doFinal(BinaryConverters.octets(value)));
            } catch (GeneralSecurityException refused) {
                return null;
            }
        };
    }

    private static CompiledConverter decryption(Arguments arguments) throws ArgumentException {
        long bits = arguments.integer(0);
        if (bits != 128 && bits != 192 && bits != 256) {
            throw new ArgumentException(0, "key size must be 128, 192 or 256 (bits)");
        }
        Operand nonce = encodedOperand(arguments, 1);
        Operand key = encodedOperand(arguments, 2);
        Operand tag = encodedOperand(arguments, 3);
        return (context, value) -> {
            byte[] nonceOctets = decoded(nonce, context);
            byte[] keyOctets = decoded(key, context);
            byte[] tagOctets = decoded(tag, context);
            if (nonceOctets == null || keyOctets == null || tagOctets == null) {
                return null;
            }
            return keyOctets.length * 8L == bits
                    ? decrypted(BinaryConverters.octets(value), nonceOctets, keyOctets, tagOctets)
                    : null;
        };
    }

    private static @Nullable Value decrypted(byte[] text, byte[] nonce, byte[] key, byte[] tag) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(key, "AES"),
                    new GCMParameterSpec(tag.length * 8, nonce));
            byte[] withTag = Arrays.copyOf(text, text.length + tag.length);
            System.arraycopy(tag, 0, withTag, text.length, tag.length);
            return Value.of(cipher.doFinal(withTag));
        } catch (GeneralSecurityException | IllegalArgumentException refused) {
            return null;
        }
    }

    /** A variable, or base64 that is checked now. */
    private static Operand encodedOperand(Arguments arguments, int index) throws ArgumentException {
        Operand operand = Operand.text(arguments, index);
        if (operand.variable() == null && decode(arguments.text(index)) == null) {
            throw new ArgumentException(index, "failed to parse: not base64");
        }
        return operand;
    }

    private static byte @Nullable [] decoded(Operand operand, SampleContext context) {
        Value value = operand.value(context, SampleType.STR);
        return value == null ? null : decode(TextConverters.text(value));
    }

    private static byte @Nullable [] decode(String text) {
        try {
            return Base64.getDecoder().decode(Octets.of(text));
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }
}
