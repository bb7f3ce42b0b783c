package io.aplomb.proxy.tls;

import io.aplomb.model.proxy.TlsClient;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The JDK's TLS for health checks, which run in blocking style on threads of their own. */
final class CheckTlsContexts {

    private CheckTlsContexts() {}

    /** The context for a server's settings. */
    static SSLContext of(TlsClient settings) throws IOException, GeneralSecurityException {
        return trusting(
                settings.verify()
                        ? TrustStores.of(settings.caFile(), settings.crlFile())
                        : InsecureTrustManagerFactory.INSTANCE);
    }

    /** For {@code check-ssl} alone: certificates are not verified. */
    static SSLContext unverified() {
        try {
            return trusting(InsecureTrustManagerFactory.INSTANCE);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    private static SSLContext trusting(TrustManagerFactory trust) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), new SecureRandom());
        return context;
    }
}
