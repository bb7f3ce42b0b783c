package io.aplomb.proxy.net;

import io.netty.channel.Channel;

/**
 * Whom a {@link Listener} asks before it accepts and hands what it accepted. Called on event loops;
 * implementations are shared by all of them.
 */
public interface Admission {

    /**
     * Takes a place for one more connection, to be given back by whoever ends the connection.
     *
     * @return 0 when there is a place; otherwise, with no place taken, after how many milliseconds
     *     to ask again, or a negative number to wait for {@link Listener#resume()}
     */
    long tryEnter();

    /**
     * Takes over a connection for which a place was taken. It is not registered yet: options and
     * handlers are to be set before {@link Loop#adopt(io.netty.channel.Channel)} is called for it.
     */
    void accepted(Listener listener, Channel connection, Loop loop);
}
