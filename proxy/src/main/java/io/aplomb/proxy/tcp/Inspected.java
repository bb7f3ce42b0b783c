package io.aplomb.proxy.tcp;

import io.aplomb.sample.facts.Payload;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** What has come and is not forwarded, as rules see it while they decide. */
final class Inspected implements Payload {

    private @Nullable ByteBuf bytes;
    private boolean complete;

    /** The bytes are only looked at, and only until the next change of the input. */
    Inspected show(@Nullable ByteBuf waiting, boolean noMore) {
        bytes = waiting;
        complete = noMore;
        return this;
    }

    @Override
    public int length() {
        return bytes == null ? 0 : bytes.readableBytes();
    }

    @Override
    public int octet(int index) {
        ByteBuf waiting = bytes;
        if (waiting == null) {
            throw new IndexOutOfBoundsException(index);
        }
        return waiting.getUnsignedByte(waiting.readerIndex() + index);
    }

    @Override
    public byte[] slice(int offset, int length) {
        byte[] copy = new byte[length];
        if (bytes != null) {
            bytes.getBytes(bytes.readerIndex() + offset, copy);
        }
        return copy;
    }

    @Override
    public boolean complete() {
        return complete;
    }

    @Override
    public long announcedLength() {
        return -1;
    }
}
