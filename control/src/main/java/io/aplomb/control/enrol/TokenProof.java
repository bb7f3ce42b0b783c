package io.aplomb.control.enrol;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.agreement.jpake.JPAKEParticipant;
import org.bouncycastle.crypto.agreement.jpake.JPAKEPrimeOrderGroups;
import org.bouncycastle.crypto.agreement.jpake.JPAKERound1Payload;
import org.bouncycastle.crypto.agreement.jpake.JPAKERound2Payload;

/**
 * Both ends of a connection prove that they know the same token, without telling it. Pure but for
 * chance; one for each end and connection.
 *
 * <h2>Why not simply a hash over token and nonce</h2>
 *
 * People choose short tokens, and whoever stands in the middle could try all words on the hash at
 * leisure. With J-PAKE (RFC 8236) each connection gives him one guess, and tells nothing else.
 *
 * <h2>What binds the proof to the connection</h2>
 *
 * The key of J-PAKE confirms ({@link #confirmation}) a value that both ends export from their TLS
 * connection (RFC 8446, 7.5): who ends TLS in the middle has two connections with two values, and
 * what one end confirms is wrong for the other. The client confirms first, so a machine that only
 * claims to be the server has had its one guess before it sees anything.
 */
final class TokenProof {

    /** Which end. */
    enum Role {
        CLIENT,
        SERVER;

        private String id() {
            return "aplomb enrol " + this;
        }

        private Role other() {
            return this == CLIENT ? SERVER : CLIENT;
        }
    }

    /** A number of the group has 384 octets. */
    private static final int MOST_NUMBER_BYTES = 400;

    private static final int KNOWLEDGE_PROOF_NUMBERS = 2;
    private static final String MAC = "HmacSHA256";

    private final Role role;
    private final byte[] channel;
    private final JPAKEParticipant participant;

    /**
     * @param token known to both; not empty
     * @param channel what both export from their TLS connection
     */
    TokenProof(Role role, String token, byte[] channel) {
        this.role = role;
        this.channel = channel.clone();
        this.participant =
                new JPAKEParticipant(
                        role.id(), token.toCharArray(), JPAKEPrimeOrderGroups.NIST_3072);
    }

    /** The first message of this end. */
    byte[] first() {
        JPAKERound1Payload round = participant.createRound1PayloadToSend();
        return EnrolCodec.octets(
                out -> {
                    number(out, round.getGx1());
                    number(out, round.getGx2());
                    numbers(out, round.getKnowledgeProofForX1());
                    numbers(out, round.getKnowledgeProofForX2());
                });
    }

    /** Takes the first message of the other end; gives the second of this. */
    byte[] second(byte[] first) throws IOException, GeneralSecurityException {
        JPAKERound1Payload other =
                EnrolCodec.read(
                        first,
                        in ->
                                new JPAKERound1Payload(
                                        role.other().id(),
                                        number(in),
                                        number(in),
                                        numbers(in),
                                        numbers(in)));
        try {
            participant.validateRound1PayloadReceived(other);
        } catch (CryptoException refused) {
            throw new GeneralSecurityException("the first message proves nothing", refused);
        }
        JPAKERound2Payload round = participant.createRound2PayloadToSend();
        return EnrolCodec.octets(
                out -> {
                    number(out, round.getA());
                    numbers(out, round.getKnowledgeProofForX2s());
                });
    }

    /** Takes the second message of the other end; gives the key that confirms. */
    SecretKeySpec key(byte[] second) throws IOException, GeneralSecurityException {
        JPAKERound2Payload other =
                EnrolCodec.read(
                        second,
                        in -> new JPAKERound2Payload(role.other().id(), number(in), numbers(in)));
        try {
            participant.validateRound2PayloadReceived(other);
        } catch (CryptoException refused) {
            throw new GeneralSecurityException("the second message proves nothing", refused);
        }
        byte[] material = participant.calculateKeyingMaterial().toByteArray();
        return new SecretKeySpec(MessageDigest.getInstance("SHA-256").digest(material), MAC);
    }

    /** What this end says to confirm. */
    byte[] confirmation(SecretKeySpec key) throws GeneralSecurityException {
        return confirmation(key, role);
    }

    /** Whether the other end has the same key, token and connection. */
    boolean isConfirmed(SecretKeySpec key, byte[] said) throws GeneralSecurityException {
        return MessageDigest.isEqual(confirmation(key, role.other()), said);
    }

    private byte[] confirmation(SecretKeySpec key, Role of) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(MAC);
        mac.init(key);
        mac.update(of.id().getBytes(StandardCharsets.US_ASCII));
        return mac.doFinal(channel);
    }

    private static void number(DataOutputStream out, BigInteger number) throws IOException {
        EnrolCodec.bytes(out, number.toByteArray());
    }

    private static BigInteger number(DataInputStream in) throws IOException {
        byte[] octets = EnrolCodec.bytes(in);
        if (octets.length == 0 || octets.length > MOST_NUMBER_BYTES) {
            throw new IOException("no number of the group");
        }
        return new BigInteger(octets);
    }

    private static void numbers(DataOutputStream out, BigInteger[] numbers) throws IOException {
        for (BigInteger number : numbers) {
            number(out, number);
        }
    }

    private static BigInteger[] numbers(DataInputStream in) throws IOException {
        BigInteger[] numbers = new BigInteger[KNOWLEDGE_PROOF_NUMBERS];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number(in);
        }
        return numbers;
    }
}
