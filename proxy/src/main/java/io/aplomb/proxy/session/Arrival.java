package io.aplomb.proxy.session;

import io.aplomb.proxy.net.Connections;
import io.aplomb.proxy.rules.TcpRules;
import io.aplomb.proxy.rules.TcpVerdict;
import io.aplomb.proxy.runtime.Counter;
import io.aplomb.proxy.stream.Stream;
import io.aplomb.proxy.stream.Termination;
import io.aplomb.proxy.tls.TlsSessionFacts;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a connection between its accept and its first bytes, in order: connection rules,
 * PROXY protocol, TLS, session rules (manual 4.1).
 */
public final class Arrival {

    private Arrival() {}

    /** How a connection ended before its session began. */
    public enum Ending {
        /** The client closed it, or one of our handlers did and has told why. */
        CLOSED,
        /** It broke. */
        BROKEN,
        /** The client was too slow. */
        TIMEOUT
    }

    /**
     * At the accept: fills the stream's facts and runs the connection rules.
     *
     * @return whether the connection may stay
     */
    public static boolean begin(ChannelHandlerContext ctx, Entrance entrance, Stream stream) {
        entrance.describe(ctx.channel(), stream.client());
        stream.open(entrance.listener());
        TcpVerdict verdict = TcpRules.connection(stream);
        return switch (verdict) {
            case ACCEPT, MORE_INPUT, FAILED -> accepted(stream);
            case EXPECT_PROXY -> {
                ctx.pipeline().addFirst(new ProxyHeaderReader());
                yield accepted(stream);
            }
            case REJECT, SILENT_DROP, CLOSE -> {
                // A reset keeps no socket of a refused client in TIME_WAIT.
                Connections.resetOnClose(ctx.channel());
                yield false;
            }
        };
    }

    /** From here on it is a session; a rejected connection never was one. */
    private static boolean accepted(Stream stream) {
        stream.countFrontend(Counter.SESSIONS);
        return true;
    }

    /**
     * After the handshakes: notes TLS and runs the session rules.
     *
     * @return whether the connection may stay
     */
    public static boolean complete(ChannelHandlerContext ctx, Stream stream) {
        SslHandler ssl = ctx.pipeline().get(SslHandler.class);
        if (ssl != null) {
            stream.client().tls(new TlsSessionFacts(ssl));
            stream.timers().handshakeDone(stream.monotonicNs());
        }
        return switch (TcpRules.session(stream)) {
            case ACCEPT, MORE_INPUT, FAILED, EXPECT_PROXY -> true;
            case REJECT, SILENT_DROP, CLOSE -> false;
        };
    }

    /** A handshake failed: has the line about it written (manual 8.2.5). */
    public static void failed(
            ChannelHandlerContext ctx, Entrance entrance, Stream stream, Ending ending) {
        ProxyHeaderReader reader = ctx.pipeline().get(ProxyHeaderReader.class);
        boolean tls = ctx.pipeline().get(TlsGate.class) != null;
        if (reader == null && !tls) {
            return;
        }
        HandshakeError told = told(stream);
        HandshakeError error =
                told != null ? told : reader != null ? inHeader(reader, ending) : inTls(ending);
        stream.client().error(error.code(), error.text());
        SslHandler ssl = ctx.pipeline().get(SslHandler.class);
        if (ssl != null) {
            stream.client().tls(new TlsSessionFacts(ssl));
        }
        stream.figures().status(0);
        stream.termination().end(Termination.Cause.PROXY, Termination.Phase.REQUEST);
        entrance.session().services().connectionFailed(stream, error.isSilence());
    }

    private static @Nullable HandshakeError told(Stream stream) {
        for (HandshakeError error : HandshakeError.values()) {
            if (error.code() == stream.client().errorCode()) {
                return error;
            }
        }
        return null;
    }

    private static HandshakeError inHeader(ProxyHeaderReader reader, Ending ending) {
        return switch (ending) {
            case CLOSED ->
                    reader.hasBegun() ? HandshakeError.PROXY_TRUNCATED : HandshakeError.PROXY_EMPTY;
            case BROKEN -> HandshakeError.PROXY_ABORTED;
            case TIMEOUT -> HandshakeError.PROXY_TIMEOUT;
        };
    }

    private static HandshakeError inTls(Ending ending) {
        return switch (ending) {
            case CLOSED -> HandshakeError.TLS_EMPTY;
            case BROKEN -> HandshakeError.TLS_FAILED;
            case TIMEOUT -> HandshakeError.TLS_TIMEOUT;
        };
    }
}
