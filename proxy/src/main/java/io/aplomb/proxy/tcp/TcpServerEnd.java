package io.aplomb.proxy.tcp;

import io.aplomb.proxy.net.Faults;
import io.aplomb.proxy.net.Loop;
import io.aplomb.proxy.runtime.ServerRuntime;
import io.aplomb.proxy.upstream.ServerHandler;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;

/** The server's connection of a {@link TcpSession}. */
final class TcpServerEnd extends ServerHandler {

    private final TcpSession session;
    private final ServerRuntime server;
    private final TcpEnd end;
    private boolean connected;
    private boolean abandoned;

    TcpServerEnd(TcpSession session, ServerRuntime server, Loop loop) {
        this.session = session;
        this.server = server;
        this.end = new TcpEnd(loop);
    }

    TcpEnd end() {
        return end;
    }

    ServerRuntime server() {
        return server;
    }

    /** The session wants nothing more of it. */
    void abandon() {
        abandoned = true;
        end.close();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        end.attach(ctx);
    }

    @Override
    protected void established() {
        connected = true;
        if (!abandoned) {
            session.serverEstablished();
        }
    }

    @Override
    protected void failed(Throwable cause) {
        if (!abandoned) {
            abandoned = true;
            session.serverFailed(cause);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (abandoned) {
            bytes.release();
            return;
        }
        end.received(bytes);
        session.serverRead();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        session.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (!abandoned && connected && ctx.channel().isWritable()) {
            session.clientRead();
            session.flush();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent && connected && !abandoned) {
            end.endInput();
            session.serverRead();
            session.flush();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        broken();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Faults.report(cause);
        if (connected) {
            broken();
        } else {
            end.close();
            failed(cause);
        }
    }

    private void broken() {
        if (connected && !abandoned) {
            session.serverBroken();
        }
    }
}
