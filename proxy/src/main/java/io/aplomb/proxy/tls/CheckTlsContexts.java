package io.aplomb.proxy.tls;

import io.aplomb.model.proxy.TlsClient;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** The JDK's TLS for health checks, which run in blocking style on threads of their own. */
final class CheckTlsContexts {

    private static final char[] NO_PASSWORD = {};

    private CheckTlsContexts() {}

    /** For a server's settings. */
    static CheckTls of(TlsClient settings) throws IOException, GeneralSecurityException {
        TrustManagerFactory trust =
                settings.verify()
                        ? TrustStores.of(settings.caFile(), settings.crlFile())
                        : InsecureTrustManagerFactory.INSTANCE;
        KeyManager @Nullable [] keys =
                settings.certificate() == null
                        ? null
                        : keys(CertificateFiles.client(settings.certificate()));
        return new CheckTls(
                context(keys, trust),
                TlsParameters.versions(settings.minVersion(), settings.maxVersion()),
                settings.verify(),
                settings.verifyHost());
    }

    /** For {@code check-ssl} alone: certificates are not verified. */
    static CheckTls unverified() {
        try {
            return new CheckTls(
                    context(null, InsecureTrustManagerFactory.INSTANCE),
                    TlsParameters.versions(null, null),
                    false,
                    null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    private static KeyManager[] keys(PemBundle identity)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        store.setKeyEntry(
                "client",
                identity.key(),
                NO_PASSWORD,
                identity.certificates().toArray(Certificate[]::new));
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static SSLContext context(KeyManager @Nullable [] keys, TrustManagerFactory trust)
            throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust.getTrustManagers(), new SecureRandom());
        return context;
    }
}
