package io.aplomb.control.pki;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts certificates that the cluster's authority signed, that have not ended, and whose node is a
 * member now: a node is shut out by leaving the membership, there is no list of revoked ones. Host
 * names mean nothing here. Thread-safe when the predicate is.
 */
final class MembershipTrust extends X509ExtendedTrustManager {

    private static final String SERVER_USE = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT_USE = "1.3.6.1.5.5.7.3.2";

    private final X509Certificate authority;
    private final Predicate<NodeSubject> members;
    private final InstantSource clock;

    MembershipTrust(
            X509Certificate authority, Predicate<NodeSubject> members, InstantSource clock) {
        this.authority = authority;
        this.members = members;
        this.clock = clock;
    }

    private void check(X509Certificate[] chain, String use) throws CertificateException {
        if (chain.length == 0) {
            throw new CertificateException("no certificate");
        }
        X509Certificate leaf = chain[0];
        try {
            PKIXParameters parameters =
                    new PKIXParameters(Set.of(new TrustAnchor(authority, null)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(clock.instant()));
            var _ =
                    CertPathValidator.getInstance("PKIX")
                            .validate(
                                    CertificateFactory.getInstance("X.509")
                                            .generateCertPath(List.of(leaf)),
                                    parameters);
        } catch (CertPathValidatorException refused) {
            throw new CertificateException(refused.getMessage(), refused);
        } catch (GeneralSecurityException failure) {
            throw new CertificateException("cannot check a certificate", failure);
        }
        List<String> uses = leaf.getExtendedKeyUsage();
        if (uses == null || !uses.contains(use)) {
            throw new CertificateException("a certificate for another use");
        }
        NodeSubject subject = NodeSubject.of(leaf);
        if (!members.test(subject)) {
            throw new CertificateException(
                    "node " + subject.node() + " (" + subject.id() + ") is no member");
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        check(chain, CLIENT_USE);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain, CLIENT_USE);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain, CLIENT_USE);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        check(chain, SERVER_USE);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain, SERVER_USE);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain, SERVER_USE);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[] {authority};
    }
}
