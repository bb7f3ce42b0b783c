package io.aplomb.proxy.net;

import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoOps;

/**
 * A registration that stays while a channel waits for nothing.
 *
 * <p>Netty 4.2.18 takes a descriptor out of epoll when no event is wanted, and forgets that it did:
 * the next wish fails with ENOENT and the connection is lost, with what was to be sent. That comes
 * to a connection whose peer has finished sending while the other side is slow. Here such a
 * descriptor stays, told of edges only: a level would report the peer's end without pause.
 */
final class KeptRegistration implements IoRegistration {

    private final IoRegistration registration;
    private boolean added;

    KeptRegistration(IoRegistration registration) {
        this.registration = registration;
    }

    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals") // Netty's signature
    public <T> T attachment() {
        return registration.attachment();
    }

    @Override
    public long submit(IoOps ops) {
        boolean nothing = ops instanceof EpollIoOps wanted && wanted.equals(EpollIoOps.NONE);
        if (nothing && added) {
            return registration.submit(EpollIoOps.EPOLLET);
        }
        added |= !nothing;
        return registration.submit(ops);
    }

    @Override
    public boolean isValid() {
        return registration.isValid();
    }

    @Override
    public boolean cancel() {
        return registration.cancel();
    }
}
