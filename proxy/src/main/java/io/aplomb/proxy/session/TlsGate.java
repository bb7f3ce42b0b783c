package io.aplomb.proxy.session;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;

/** Lets the session behind it begin only when the client's TLS handshake is over. */
public final class TlsGate extends ChannelInboundHandlerAdapter {

    /** Exceptions are wrapped a few times, never in themselves for long. */
    private static final int MAX_CAUSES = 8;

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        // Passed on after the handshake.
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (!(event instanceof SslHandshakeCompletionEvent done)) {
            ctx.fireUserEventTriggered(event);
            return;
        }
        if (!done.isSuccess()) {
            ctx.fireUserEventTriggered(error(done.cause()));
            ChannelFuture _ = ctx.close();
            return;
        }
        ctx.fireChannelActive();
        ctx.pipeline().remove(this);
    }

    private static HandshakeError error(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            if (cause instanceof CertificateException) {
                return HandshakeError.TLS_UNTRUSTED;
            }
            if (cause instanceof ClosedChannelException) {
                return HandshakeError.TLS_EMPTY;
            }
            cause = cause.getCause();
        }
        return HandshakeError.TLS_FAILED;
    }
}
