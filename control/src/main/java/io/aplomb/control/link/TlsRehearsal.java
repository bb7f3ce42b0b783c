package io.aplomb.control.link;

import io.aplomb.control.pki.ClusterIdentity;
import io.aplomb.control.pki.ClusterTls;
import io.aplomb.control.pki.NodeSubject;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;

/**
 * A handshake of the node with itself, in memory. The first one in a Java process loads hundreds of
 * classes; that is to be over before a thread depends on it that must not be held up.
 */
final class TlsRehearsal {

    /** A handshake has far fewer steps; more would mean that it does not come to an end. */
    private static final int MOST_STEPS = 100;

    private final SSLEngine client;
    private final SSLEngine server;
    private final ByteBuffer toServer;
    private final ByteBuffer toClient;

    private TlsRehearsal(SSLContext context) {
        client = ClusterTls.engine(context, true);
        server = ClusterTls.engine(context, false);
        int size = 2 * client.getSession().getPacketBufferSize();
        toServer = ByteBuffer.allocate(size);
        toClient = ByteBuffer.allocate(size);
    }

    /**
     * Plays it.
     *
     * @throws GeneralSecurityException when the node would not even trust itself: its certificate
     *     has ended, or is not of its authority
     */
    static void play(ClusterIdentity identity) throws GeneralSecurityException {
        SSLContext context =
                ClusterTls.context(identity, identity.subject()::equals, InstantSource.system());
        try {
            TlsRehearsal rehearsal = new TlsRehearsal(context);
            rehearsal.handshake();
            NodeSubject _ =
                    NodeSubject.of(
                            (X509Certificate)
                                    rehearsal.server.getSession().getPeerCertificates()[0]);
        } catch (SSLException refused) {
            throw new GeneralSecurityException(
                    "the certificate of this node is of no use: " + refused.getMessage(), refused);
        }
    }

    private void handshake() throws SSLException {
        client.beginHandshake();
        server.beginHandshake();
        for (int step = 0; step < MOST_STEPS; step++) {
            boolean clientIdle = step(client, toClient, toServer);
            boolean serverIdle = step(server, toServer, toClient);
            if (clientIdle && serverIdle && toClient.position() == 0 && toServer.position() == 0) {
                return;
            }
        }
        throw new SSLException("no end of the handshake");
    }

    /** Does what the engine wants next; whether it wants nothing but input. */
    private static boolean step(SSLEngine engine, ByteBuffer in, ByteBuffer out)
            throws SSLException {
        return switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> {
                engine.getDelegatedTask().run();
                yield false;
            }
            case NEED_WRAP -> {
                SSLEngineResult _ = engine.wrap(ByteBuffer.allocate(0), out);
                yield false;
            }
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN, NOT_HANDSHAKING, FINISHED -> {
                in.flip();
                SSLEngineResult _ =
                        engine.unwrap(
                                in,
                                ByteBuffer.allocate(
                                        engine.getSession().getApplicationBufferSize()));
                in.compact();
                yield engine.getHandshakeStatus()
                        == SSLEngineResult.HandshakeStatus.NOT_HANDSHAKING;
            }
        };
    }
}
