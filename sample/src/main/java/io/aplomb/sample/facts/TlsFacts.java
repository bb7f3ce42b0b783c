package io.aplomb.sample.facts;

import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/** TLS of one connection. */
public interface TlsFacts {

    /** Server name the client sent, null when none. */
    @Nullable String serverName();

    /** Protocol in OpenSSL's words: TLSv1.2, TLSv1.3. */
    String protocol();

    /** Cipher suite in OpenSSL's words: TLS_AES_256_GCM_SHA384, ECDHE-RSA-AES128-GCM-SHA256. */
    String cipher();

    /** Bits of the cipher's algorithm key, -1 when unknown. */
    int algorithmKeyBits();

    /** Bits of the key in use, -1 when unknown. */
    int usedKeyBits();

    /** ALPN chosen, null when none. */
    @Nullable String alpn();

    /** Session id, null when none. */
    byte @Nullable [] sessionId();

    /** Whether the session was resumed. */
    boolean resumed();

    /** Whether the request travels in early data. */
    boolean earlyData();

    /** Whether the handshake is over. */
    boolean handshakeDone();

    /** OpenSSL's error of the last failed operation, 0 when none. */
    long error();

    /** Our certificate on this connection. */
    @Nullable X509Certificate localCertificate();

    /** The peer's certificate; null when it presented none. */
    @Nullable X509Certificate peerCertificate();

    /** Whether the peer presented a certificate in this very connection (not in a resumed one). */
    boolean peerCertificateInHandshake();

    /** OpenSSL's verify result of the peer's certificate: 0 is good. */
    int verifyResult();

    /** First verify error above the leaf, 0 when none. */
    int caError();

    /** Depth of that error, 0 when none. */
    int caErrorDepth();

    /** Client random of the handshake, null when not kept. */
    byte @Nullable [] clientRandom();

    /** Server random of the handshake, null when not kept. */
    byte @Nullable [] serverRandom();

    /** Master secret, null when not kept. */
    byte @Nullable [] masterSecret();

    /** TLS unique channel binding (RFC 5929), null when unknown. */
    byte @Nullable [] channelBinding();
}
