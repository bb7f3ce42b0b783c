package io.aplomb.proxy.tls;

import io.aplomb.sample.facts.TlsFacts;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** What expressions may read of a handshake that is over. For the connection's event loop. */
public final class TlsSessionFacts implements TlsFacts {

    private final SslHandler handler;
    private final boolean resumed;

    /**
     * @param handler whose handshake is over
     */
    public TlsSessionFacts(SslHandler handler) {
        this.handler = handler;
        // Read now: a log line may ask when the connection is gone.
        this.resumed = EngineFacts.resumed(handler.engine());
    }

    private SSLSession session() {
        return handler.engine().getSession();
    }

    @Override
    public @Nullable String serverName() {
        if (session() instanceof ExtendedSSLSession extended) {
            for (SNIServerName name : extended.getRequestedServerNames()) {
                if (name instanceof SNIHostName host) {
                    return host.getAsciiName();
                }
            }
        }
        return null;
    }

    @Override
    public String protocol() {
        return session().getProtocol();
    }

    @Override
    public String cipher() {
        return CipherNames.openSsl(session().getCipherSuite());
    }

    @Override
    public int algorithmKeyBits() {
        return CipherNames.keyBits(session().getCipherSuite());
    }

    @Override
    public int usedKeyBits() {
        return algorithmKeyBits();
    }

    @Override
    public @Nullable String alpn() {
        return handler.applicationProtocol();
    }

    @Override
    public byte @Nullable [] sessionId() {
        byte[] id = session().getId();
        return id.length == 0 ? null : id;
    }

    @Override
    public boolean resumed() {
        return resumed;
    }

    @Override
    public boolean earlyData() {
        return false;
    }

    @Override
    public boolean handshakeDone() {
        return handler.handshakeFuture().isSuccess();
    }

    @Override
    public long error() {
        return 0;
    }

    @Override
    public @Nullable X509Certificate localCertificate() {
        return first(session().getLocalCertificates());
    }

    @Override
    public @Nullable X509Certificate peerCertificate() {
        try {
            return first(session().getPeerCertificates());
        } catch (SSLPeerUnverifiedException none) {
            return null;
        }
    }

    @Override
    public boolean peerCertificateInHandshake() {
        return !resumed && peerCertificate() != null;
    }

    /** A certificate that is not good ends the handshake, so what is seen here is good. */
    @Override
    public int verifyResult() {
        return 0;
    }

    @Override
    public int caError() {
        return 0;
    }

    @Override
    public int caErrorDepth() {
        return 0;
    }

    @Override
    public byte @Nullable [] clientRandom() {
        return EngineFacts.clientRandom(handler.engine());
    }

    @Override
    public byte @Nullable [] serverRandom() {
        return EngineFacts.serverRandom(handler.engine());
    }

    @Override
    public byte @Nullable [] masterSecret() {
        return EngineFacts.masterSecret(handler.engine());
    }

    @Override
    public byte @Nullable [] channelBinding() {
        return null;
    }

    /** Whether BoringSSL does the work, for {@code -vv}. */
    public static String implementation() {
        return OpenSsl.isAvailable() ? OpenSsl.versionString() : "the JDK's";
    }

    private static @Nullable X509Certificate first(Certificate @Nullable [] certificates) {
        return certificates != null
                        && certificates.length > 0
                        && certificates[0] instanceof X509Certificate certificate
                ? certificate
                : null;
    }
}
