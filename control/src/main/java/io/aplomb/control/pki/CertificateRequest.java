package io.aplomb.control.pki;

import io.aplomb.base.Check;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/**
 * A public key with the proof that who sent it has the private one (PKCS #10, RFC 2986). So a
 * node's private key never leaves its machine.
 */
public final class CertificateRequest {

    private CertificateRequest() {}

    /** Makes one, as DER octets, under a node's name. */
    public static byte[] of(KeyPair pair, String node) throws GeneralSecurityException {
        Check.argument(NodeSubject.isName(node), "no name of a node: " + node);
        try {
            return new JcaPKCS10CertificationRequestBuilder(
                            new X500NameBuilder().addRDN(BCStyle.CN, node).build(),
                            pair.getPublic())
                    .build(new JcaContentSignerBuilder(Keys.SIGNATURE).build(pair.getPrivate()))
                    .getEncoded();
        } catch (OperatorCreationException | IOException refused) {
            throw new GeneralSecurityException("cannot sign a request", refused);
        }
    }

    /**
     * The key in a request.
     *
     * @throws GeneralSecurityException when it is malformed, of another algorithm than ours, or not
     *     signed by that key
     */
    public static PublicKey verified(byte[] request) throws GeneralSecurityException {
        try {
            JcaPKCS10CertificationRequest read = new JcaPKCS10CertificationRequest(request);
            PublicKey key = read.getPublicKey();
            if (!Keys.ALGORITHM.equals(key.getAlgorithm())
                    || !read.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
                throw new GeneralSecurityException("a request not signed by its own key");
            }
            return key;
        } catch (IOException | PKCSException | OperatorCreationException malformed) {
            throw new GeneralSecurityException("no request for a certificate", malformed);
        }
    }
}
