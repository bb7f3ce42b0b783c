package io.aplomb.control.pki;

import io.aplomb.base.Check;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;

/** Keys of clusters: ECDSA on the curve P-256, which every TLS 1.3 has (RFC 8446, 9.1). */
public final class Keys {

    static final String SIGNATURE = "SHA256withECDSA";
    static final String ALGORITHM = "EC";

    private static final String CURVE = "secp256r1";

    private Keys() {}

    /** Makes a new pair. */
    public static KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
            generator.initialize(new ECGenParameterSpec(CURVE));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("this Java has no " + CURVE, absent);
        }
    }

    /** Whether both are of one pair. */
    static boolean belong(PrivateKey secret, PublicKey known) throws GeneralSecurityException {
        byte[] probe = {1, 2, 3};
        Signature signer = Signature.getInstance(SIGNATURE);
        signer.initSign(secret);
        signer.update(probe);
        byte[] signature = signer.sign();
        Check.state(signature.length > 0, "an empty signature");
        Signature verifier = Signature.getInstance(SIGNATURE);
        verifier.initVerify(known);
        verifier.update(probe);
        return verifier.verify(signature);
    }
}
