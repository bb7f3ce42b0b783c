package io.aplomb.control.link;

import java.io.ByteArrayOutputStream;
import java.util.Optional;

/** Messages of one node put together from chunks, each once and in order. Pure. */
final class InboundStream {

    private final int messageBytes;
    private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
    private long expected;

    InboundStream(int messageBytes) {
        this.messageBytes = messageBytes;
    }

    /** The number of the next chunk. */
    long expected() {
        return expected;
    }

    /**
     * Takes a chunk; one that has come before, over another link, is passed over.
     *
     * @return the message that it completes
     * @throws LinkProtocolException when one is missing before it, or the message gets too long
     */
    Optional<byte[]> accept(Frame.Chunk chunk) throws LinkProtocolException {
        if (chunk.number() < expected) {
            return Optional.empty();
        }
        if (chunk.number() > expected) {
            throw new LinkProtocolException("chunks are missing before " + chunk.number());
        }
        if (partial.size() + chunk.length() > messageBytes) {
            throw new LinkProtocolException("a message of more than " + messageBytes + " octets");
        }
        expected++;
        partial.write(chunk.bytes(), chunk.from(), chunk.length());
        if (!chunk.last()) {
            return Optional.empty();
        }
        byte[] message = partial.toByteArray();
        partial.reset();
        return Optional.of(message);
    }

    /** Begins anew. */
    void clear() {
        partial.reset();
        expected = 0;
    }
}
