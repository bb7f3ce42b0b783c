package io.aplomb.control.enrol;

import io.aplomb.control.pki.ClusterTls;
import io.aplomb.control.pki.HostIdentity;
import io.aplomb.control.pki.TrustEverybody;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/**
 * TLS between machines that do not know each other yet: both show a certificate that they made
 * themselves, and whether to believe it is decided after the handshake, by its fingerprint or by a
 * token.
 */
final class EnrolTls {

    private static final String LABEL = "EXPORTER-aplomb-enrol";
    private static final int EXPORTED_BYTES = 32;

    private EnrolTls() {}

    static SSLContext context(HostIdentity host) throws GeneralSecurityException {
        return ClusterTls.context(
                ClusterTls.keyManager(host.key(), host.certificate()), new TrustEverybody());
    }

    /** The fingerprint of the other end, which has proved that it has the key. */
    static String fingerprint(SSLSocket socket) throws SSLException {
        return HostIdentity.fingerprint(
                (X509Certificate) socket.getSession().getPeerCertificates()[0]);
    }

    /** The same for both ends of one connection, and for no other (RFC 8446, 7.5). */
    static byte[] exported(SSLSocket socket) throws SSLException {
        return ((ExtendedSSLSession) socket.getSession())
                .exportKeyingMaterialData(
                        LABEL, LABEL.getBytes(StandardCharsets.US_ASCII), EXPORTED_BYTES);
    }
}
