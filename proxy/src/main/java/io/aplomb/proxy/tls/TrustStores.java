package io.aplomb.proxy.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.X509CRL;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Trust in the authorities of a {@code ca-file}, less what a {@code crl-file} revokes. */
final class TrustStores {

    private TrustStores() {}

    /**
     * @param caFile {@code @system-ca} or null for the machine's own authorities
     */
    static TrustManagerFactory of(@Nullable String caFile, @Nullable String crlFile)
            throws IOException, GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        if (caFile == null || caFile.equals("@system-ca")) {
            factory.init((KeyStore) null);
            return factory;
        }
        KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
        anchors.load(null, null);
        List<X509Certificate> authorities = CertificateFiles.read(Path.of(caFile)).certificates();
        if (authorities.isEmpty()) {
            throw new GeneralSecurityException("no certificate in " + caFile);
        }
        for (int index = 0; index < authorities.size(); index++) {
            anchors.setCertificateEntry("ca" + index, authorities.get(index));
        }
        if (crlFile == null) {
            factory.init(anchors);
            return factory;
        }
        List<X509CRL> revocations = CertificateFiles.read(Path.of(crlFile)).revocations();
        PKIXBuilderParameters parameters =
                new PKIXBuilderParameters(anchors, new X509CertSelector());
        parameters.addCertStore(
                CertStore.getInstance(
                        "Collection", new CollectionCertStoreParameters(revocations)));
        parameters.setRevocationEnabled(true);
        factory.init(new CertPathTrustManagerParameters(parameters));
        return factory;
    }
}
