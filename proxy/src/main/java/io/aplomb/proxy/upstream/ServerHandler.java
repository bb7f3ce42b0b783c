package io.aplomb.proxy.upstream;

import io.netty.channel.ChannelInboundHandlerAdapter;

/** The handler at the end of a server connection's pipeline. On its loop. */
public abstract class ServerHandler extends ChannelInboundHandlerAdapter {

    /** Connected, and where TLS is spoken, verified: bytes may be written. */
    protected abstract void established();

    /** The connection did not come about; the channel is closed. */
    protected abstract void failed(Throwable cause);
}
