package io.aplomb.proxy.net;

import io.aplomb.model.proxy.Bind;
import io.aplomb.model.proxy.Server;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

/**
 * Makes the TLS end of a connection. One object serves one configuration; certificates are loaded
 * when it is made. Called on event loops, so it must not block.
 */
public interface TlsContexts {

    /** For configurations without TLS; asking it for a handler is a bug. */
    TlsContexts NONE =
            new TlsContexts() {
                @Override
                public SslHandler acceptedOn(Bind bind, ByteBufAllocator allocator) {
                    throw new IllegalStateException("no TLS context for " + bind.endpoint().text());
                }

                @Override
                public SslHandler connectingTo(
                        Server server, ByteBufAllocator allocator, @Nullable String serverName) {
                    throw new IllegalStateException("no TLS context for server " + server.name());
                }
            };

    /** The server side of a connection accepted on a {@code bind ... ssl} line. */
    SslHandler acceptedOn(Bind bind, ByteBufAllocator allocator);

    /**
     * The client side of a connection to a {@code server ... ssl}.
     *
     * @param serverName for the SNI extension, null for none
     */
    SslHandler connectingTo(Server server, ByteBufAllocator allocator, @Nullable String serverName);
}
