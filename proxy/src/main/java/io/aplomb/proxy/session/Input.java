package io.aplomb.proxy.session;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Bytes read from a connection and waiting to be looked at: one buffer, none while there are none.
 */
public final class Input {

    private Input() {}

    /**
     * Puts bytes behind what waits. Takes over the reference to the new bytes.
     *
     * @param waiting null or with readable bytes
     */
    public static ByteBuf append(@Nullable ByteBuf waiting, ByteBuf added) {
        if (waiting == null) {
            return added;
        }
        if (!waiting.isReadable()) {
            waiting.release();
            return added;
        }
        int count = added.readableBytes();
        if (waiting.refCnt() == 1 && waiting.maxFastWritableBytes() >= count) {
            waiting.writeBytes(added);
            added.release();
            return waiting;
        }
        ByteBuf joined = added.alloc().ioBuffer(waiting.readableBytes() + count);
        joined.writeBytes(waiting).writeBytes(added);
        waiting.release();
        added.release();
        return joined;
    }
}
