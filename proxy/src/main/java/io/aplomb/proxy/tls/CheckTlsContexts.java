package io.aplomb.proxy.tls;

import io.aplomb.model.proxy.TlsClient;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** The JDK's TLS for health checks, which run in blocking style on threads of their own. */
public final class CheckTlsContexts {

    private CheckTlsContexts() {}

    /**
     * The context for a server's settings; without any ({@code check-ssl} alone), certificates are
     * not verified.
     *
     * @throws IllegalStateException when a file cannot be used, which loading the configuration's
     *     TLS contexts has ruled out before
     */
    public static SSLContext of(@Nullable TlsClient settings) {
        try {
            TrustManagerFactory trust =
                    settings != null && settings.verify()
                            ? TrustStores.of(settings.caFile(), settings.crlFile())
                            : InsecureTrustManagerFactory.INSTANCE;
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), new SecureRandom());
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("TLS settings that were loaded do not load again", e);
        }
    }
}
