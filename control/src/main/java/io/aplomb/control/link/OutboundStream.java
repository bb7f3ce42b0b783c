package io.aplomb.control.link;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Messages on their way to one node, in chunks that are kept until the other end has them. Pure;
 * when the connection that carries them changes, {@link #rewind} has all that is not confirmed sent
 * again.
 */
final class OutboundStream {

    /** Short messages need memory too. */
    private static final int OVERHEAD_BYTES = 64;

    private final Deque<Frame.Chunk> waiting = new ArrayDeque<>();
    private final Deque<Frame.Chunk> sent = new ArrayDeque<>();
    private long nextNumber;
    private long sentUpTo;
    private long heldBytes;

    /** What a message counts for in a queue that is bounded. */
    static int weight(byte[] message) {
        return message.length + OVERHEAD_BYTES;
    }

    /** Appends a message. */
    void offer(byte[] message) {
        heldBytes += weight(message);
        int from = 0;
        do {
            int length = Math.min(Frame.Chunk.MAX_BYTES, message.length - from);
            boolean last = from + length == message.length;
            waiting.add(new Frame.Chunk(nextNumber, last, message, from, length));
            nextNumber++;
            from += length;
        } while (from < message.length);
    }

    /** The next chunk to send; null for none. */
    Frame.@Nullable Chunk take() {
        Frame.Chunk next = waiting.poll();
        if (next != null) {
            sent.add(next);
            sentUpTo = Math.max(sentUpTo, next.number() + 1);
        }
        return next;
    }

    /** Whether there is something to send. */
    boolean isWaiting() {
        return !waiting.isEmpty();
    }

    /**
     * The other end has all before that number.
     *
     * @return the weight of the messages that it has as a whole now
     * @throws LinkProtocolException when they were never sent
     */
    long confirmed(long expected) throws LinkProtocolException {
        if (expected > sentUpTo) {
            throw new LinkProtocolException("confirms what was not sent");
        }
        // What was to be sent again may have arrived by the first connection after all.
        long bytes = done(sent, expected) + done(waiting, expected);
        heldBytes -= bytes;
        return bytes;
    }

    private static long done(Deque<Frame.Chunk> chunks, long expected) {
        long bytes = 0;
        while (!chunks.isEmpty() && chunks.element().number() < expected) {
            Frame.Chunk chunk = chunks.remove();
            bytes += chunk.last() ? weight(chunk.bytes()) : 0;
        }
        return bytes;
    }

    /** The weight of the messages that the other end does not have as a whole. */
    long heldBytes() {
        return heldBytes;
    }

    /** All that is not confirmed is to be sent again, by another connection. */
    void rewind() {
        while (!sent.isEmpty()) {
            waiting.addFirst(sent.removeLast());
        }
    }

    /**
     * Begins anew, with nothing to send.
     *
     * @return how many messages are lost
     */
    int clear() {
        rewind();
        int lost = (int) waiting.stream().filter(Frame.Chunk::last).count();
        waiting.clear();
        nextNumber = 0;
        sentUpTo = 0;
        heldBytes = 0;
        return lost;
    }
}
