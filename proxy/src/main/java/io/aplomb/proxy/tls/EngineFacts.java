package io.aplomb.proxy.tls;

import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.internal.tcnative.SSL;
import java.lang.ref.WeakReference;
import java.util.function.LongFunction;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * What the standard interface of TLS does not tell about a connection, nor let one set. BoringSSL
 * tells all of it as long as the connection lives; of the JDK's engine only can be found out
 * whether it resumed a session.
 */
final class EngineFacts {

    /** Under which a session keeps the engine that made it. */
    private static final String MAKER = "io.aplomb.proxy.tls.maker";

    private EngineFacts() {}

    /**
     * An engine of the JDK is asked for a certificate, which it is in full handshakes only (RFC
     * 5246 section 7.3, RFC 8446 section 2.2). A session that it resumes carries another engine's
     * name, or none when it came out of a ticket.
     */
    static void certificateChosen(SSLEngine engine) {
        SSLSession made = engine.getHandshakeSession();
        if (!(engine instanceof ReferenceCountedOpenSslEngine) && made != null) {
            made.putValue(MAKER, new WeakReference<>(engine));
        }
    }

    /**
     * {@code no-tls-tickets} (manual 5.1): sessions of TLS 1.2 are remembered here instead, by
     * their id; BoringSSL resumes none of TLS 1.3 then. The JDK has one switch for all, on its
     * command line.
     */
    static void withoutTickets(SSLEngine engine) {
        if (engine instanceof ReferenceCountedOpenSslEngine openSsl) {
            SSL.setOptions(openSsl.sslPointer(), SSL.SSL_OP_NO_TICKET);
        }
    }

    /** Whether the server's handshake that has just ended resumed a session. */
    static boolean resumed(SSLEngine engine) {
        if (engine instanceof ReferenceCountedOpenSslEngine openSsl) {
            long pointer = openSsl.sslPointer();
            return pointer != 0 && SSL.isSessionReused(pointer);
        }
        return !engine.getUseClientMode()
                && !(engine.getSession().getValue(MAKER) instanceof WeakReference<?> maker
                        && maker.get() == engine);
    }

    static byte @Nullable [] clientRandom(SSLEngine engine) {
        return read(engine, SSL::getClientRandom);
    }

    static byte @Nullable [] serverRandom(SSLEngine engine) {
        return read(engine, SSL::getServerRandom);
    }

    static byte @Nullable [] masterSecret(SSLEngine engine) {
        return read(engine, SSL::getMasterKey);
    }

    private static byte @Nullable [] read(
            SSLEngine engine, LongFunction<byte @Nullable []> reader) {
        if (!(engine instanceof ReferenceCountedOpenSslEngine openSsl)) {
            return null;
        }
        long pointer = openSsl.sslPointer();
        return pointer == 0 ? null : reader.apply(pointer);
    }
}
