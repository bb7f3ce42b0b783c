package io.aplomb.control.pki;

import io.aplomb.base.Check;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.UUID;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;

/**
 * Whom a certificate of a cluster is for. A node that was removed and comes back has another
 * identity under the same name, so its old certificate is worth nothing.
 *
 * @param cluster the name of the cluster
 * @param node the name of the node, unique in the cluster at any one time
 * @param id its identity, chosen at random when it joined; never used twice
 */
public record NodeSubject(String cluster, String node, UUID id) {

    /** Longest name of a cluster or node: a host name has no more octets (RFC 1035, 2.3.4). */
    public static final int NAME_CHARS = 255;

    private static final String ID_PREFIX = "urn:uuid:";
    private static final int URI = 6;

    public NodeSubject {
        Check.argument(isName(cluster), "no name of a cluster: " + cluster);
        Check.argument(isName(node), "no name of a node: " + node);
    }

    /** Whether a cluster or node may be called so: 1 to 255 printable characters, no blank. */
    public static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= NAME_CHARS
                && name.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    /**
     * Reads it from a certificate, which is not verified here.
     *
     * @throws CertificateException when it is not one of a node
     */
    public static NodeSubject of(X509Certificate certificate) throws CertificateException {
        try {
            X500Name name = new JcaX509CertificateHolder(certificate).getSubject();
            return new NodeSubject(only(name, BCStyle.O), only(name, BCStyle.CN), id(certificate));
        } catch (CertificateEncodingException | IllegalArgumentException malformed) {
            throw new CertificateException(
                    "not the certificate of a node: " + malformed.getMessage(), malformed);
        }
    }

    /** {@code O=cluster,CN=node}. */
    X500Name distinguishedName() {
        return new X500NameBuilder().addRDN(BCStyle.O, cluster).addRDN(BCStyle.CN, node).build();
    }

    /** The identity as in the certificate's alternative names (RFC 9562, 4). */
    String idUri() {
        return ID_PREFIX + id;
    }

    private static UUID id(X509Certificate certificate) throws CertificateException {
        var names = certificate.getSubjectAlternativeNames();
        if (names != null) {
            for (List<?> entry : names) {
                if (Integer.valueOf(URI).equals(entry.get(0))
                        && entry.get(1) instanceof String uri
                        && uri.startsWith(ID_PREFIX)) {
                    return UUID.fromString(uri.substring(ID_PREFIX.length()));
                }
            }
        }
        throw new CertificateException("not the certificate of a node: no identity");
    }

    private static String only(X500Name name, ASN1ObjectIdentifier attribute) {
        RDN[] found = name.getRDNs(attribute);
        Check.argument(
                found.length == 1, "not one " + BCStyle.INSTANCE.oidToDisplayName(attribute));
        return IETFUtils.valueToString(found[0].getFirst().getValue());
    }
}
