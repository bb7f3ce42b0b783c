package io.aplomb.sample;

import io.aplomb.sample.facts.TlsFacts;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/** TLS 1.3 with the given certificates. */
public record FakeTls(
        @Nullable String serverName,
        @Nullable X509Certificate localCertificate,
        @Nullable X509Certificate peerCertificate)
        implements TlsFacts {

    @Override
    public String protocol() {
        return "TLSv1.3";
    }

    @Override
    public String cipher() {
        return "TLS_AES_256_GCM_SHA384";
    }

    @Override
    public int algorithmKeyBits() {
        return 256;
    }

    @Override
    public int usedKeyBits() {
        return 256;
    }

    @Override
    public String alpn() {
        return "http/1.1";
    }

    @Override
    public byte @Nullable [] sessionId() {
        return null;
    }

    @Override
    public boolean resumed() {
        return false;
    }

    @Override
    public boolean earlyData() {
        return false;
    }

    @Override
    public boolean handshakeDone() {
        return true;
    }

    @Override
    public long error() {
        return 0;
    }

    @Override
    public boolean peerCertificateInHandshake() {
        return peerCertificate != null;
    }

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
        return null;
    }

    @Override
    public byte @Nullable [] serverRandom() {
        return null;
    }

    @Override
    public byte @Nullable [] masterSecret() {
        return null;
    }

    @Override
    public byte @Nullable [] channelBinding() {
        return null;
    }
}
