package io.aplomb.proxy.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one loop has written and not sent yet. It is sent when all events of a round are dealt with:
 * a peer that the first of many answers wakes finds the others too, where it would otherwise be
 * woken for each, at the expense of who sends. A round with one event sends as soon as before.
 *
 * <p>For the loop's own thread.
 */
final class FlushQueue {

    private static final int USUAL_LENGTH = 64;

    private @Nullable ChannelHandlerContext[] waiting = new ChannelHandlerContext[USUAL_LENGTH];
    private int length;

    /** Sends what was written there at the end of this round, or now when that is much. */
    void add(ChannelHandlerContext context) {
        Channel channel = context.channel();
        if (!channel.isWritable()) {
            context.flush();
            return;
        }
        if (length == waiting.length) {
            waiting = Arrays.copyOf(waiting, 2 * length);
        }
        waiting[length++] = context;
    }

    /** Sends all that waits, and what that makes others write. */
    void sendAll() {
        for (int i = 0; i < length; i++) {
            ChannelHandlerContext context = waiting[i];
            waiting[i] = null;
            if (context != null) {
                context.flush();
            }
        }
        length = 0;
    }
}
