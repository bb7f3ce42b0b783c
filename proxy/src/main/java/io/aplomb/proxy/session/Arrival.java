package io.aplomb.proxy.session;

import io.aplomb.proxy.net.Connections;
import io.aplomb.proxy.rules.TcpRules;
import io.aplomb.proxy.rules.TcpVerdict;
import io.aplomb.proxy.runtime.Counter;
import io.aplomb.proxy.stream.Stream;
import io.aplomb.proxy.tls.TlsSessionFacts;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;

/**
 * What happens to a connection between its accept and its first bytes, in order: connection rules,
 * PROXY protocol, TLS, session rules (manual 4.1).
 */
public final class Arrival {

    private Arrival() {}

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
}
