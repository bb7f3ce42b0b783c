package io.aplomb.control.pki;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.function.Predicate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** TLS 1.3 between the nodes of a cluster, both sides with certificates (RFC 8446). */
public final class ClusterTls {

    private static final String[] PROTOCOLS = {"TLSv1.3"};

    /**
     * A resumed session is not checked for membership again, so sessions end at once for practical
     * purposes; a full handshake costs milliseconds and is rare.
     */
    private static final int SESSION_S = 1;

    private ClusterTls() {}

    /**
     * For connections of a node. The membership is asked at each handshake.
     *
     * @param members who may talk to us now; called by the threads that shake hands
     * @param clock for the end of certificates
     */
    public static SSLContext context(
            ClusterIdentity identity, Predicate<NodeSubject> members, InstantSource clock)
            throws GeneralSecurityException {
        return context(keyManager(identity), trustManager(identity, members, clock));
    }

    /** A context for those; used by engines and sockets alike. */
    public static SSLContext context(KeyManager own, X509ExtendedTrustManager trusted)
            throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance(PROTOCOLS[0]);
        context.init(new KeyManager[] {own}, new TrustManager[] {trusted}, new SecureRandom());
        context.getServerSessionContext().setSessionTimeout(SESSION_S);
        context.getClientSessionContext().setSessionTimeout(SESSION_S);
        return context;
    }

    /** An engine for one end of one connection. */
    public static SSLEngine engine(SSLContext context, boolean client) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(client);
        engine.setSSLParameters(parameters(engine.getSSLParameters()));
        return engine;
    }

    /** TLS 1.3 only, and a certificate of the client is asked for. */
    public static SSLParameters parameters(SSLParameters of) {
        of.setProtocols(PROTOCOLS);
        of.setNeedClientAuth(true);
        return of;
    }

    /** Shows the node's certificate. */
    public static KeyManager keyManager(ClusterIdentity identity) throws GeneralSecurityException {
        return keyManager(identity.key(), identity.certificate());
    }

    /** Shows a certificate. */
    public static KeyManager keyManager(PrivateKey key, X509Certificate certificate)
            throws GeneralSecurityException {
        char[] inMemory = new char[0];
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, inMemory);
            store.setKeyEntry("own", key, inMemory, new X509Certificate[] {certificate});
            KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
            factory.init(store, inMemory);
            return factory.getKeyManagers()[0];
        } catch (IOException impossible) {
            throw new GeneralSecurityException("a store in memory", impossible);
        }
    }

    /**
     * Trusts the certificates of nodes that are members when they are shown, whatever host they are
     * on.
     */
    public static X509ExtendedTrustManager trustManager(
            ClusterIdentity identity, Predicate<NodeSubject> members, InstantSource clock) {
        return new MembershipTrust(identity.authority(), members, clock);
    }
}
