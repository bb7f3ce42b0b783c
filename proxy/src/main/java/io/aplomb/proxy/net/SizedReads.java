package io.aplomb.proxy.net;

import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;

/**
 * How much one read takes: {@code tune.bufsize}, and while reads keep filling their buffer (a long
 * body on a fast link) up to four times that, to save system calls.
 */
final class SizedReads extends DefaultMaxMessagesRecvByteBufAllocator {

    private static final int MAX_GROWTH = 4;

    /** Reads of one connection before others of the loop get their turn. */
    private static final int READS_PER_TURN = 4;

    private final int bufferBytes;

    SizedReads(int bufferBytes) {
        super(READS_PER_TURN);
        this.bufferBytes = bufferBytes;
    }

    @Override
    public RecvByteBufAllocator.ExtendedHandle newHandle() {
        return new Growing();
    }

    private final class Growing extends MaxMessageHandle {
        private int nextBytes = bufferBytes;

        @Override
        public int guess() {
            return nextBytes;
        }

        @Override
        public void lastBytesRead(int bytes) {
            super.lastBytesRead(bytes);
            if (bytes == attemptedBytesRead()) {
                nextBytes = Math.min(nextBytes * 2, bufferBytes * MAX_GROWTH);
            } else {
                nextBytes = bufferBytes;
            }
        }
    }
}
