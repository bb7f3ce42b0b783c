package io.aplomb.control.link;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Frames as octets: a type, the length of the rest in three octets, the rest; all numbers
 * big-endian.
 */
final class FrameCodec {

    /** Longest frame: a chunk. */
    static final int MAX_BYTES = 4 + 9 + Frame.Chunk.MAX_BYTES;

    private static final int HEAD_BYTES = 4;
    private static final int VERSION = 1;

    private static final int HELLO = 1;
    private static final int BEAT = 2;
    private static final int CHUNK = 3;
    private static final int UNHEARD = 4;
    private static final int GOODBYE = 5;

    private static final int HELLO_BYTES = 18;
    private static final int BEAT_BYTES = 29;
    private static final int CHUNK_BYTES = 9;
    private static final int TYPE_SHIFT = 24;
    private static final int LENGTH_MASK = 0xff_ffff;

    private FrameCodec() {}

    /** Appends a frame; the buffer has room for {@link #MAX_BYTES}. */
    static void write(Frame frame, ByteBuffer to) {
        switch (frame) {
            case Frame.Hello hello ->
                    head(to, HELLO, HELLO_BYTES)
                            .put((byte) VERSION)
                            .put((byte) hello.link())
                            .putLong(hello.incarnation())
                            .putLong(hello.session());
            case Frame.Beat beat ->
                    head(to, BEAT, BEAT_BYTES + beat.payload().length)
                            .put((byte) (beat.ready() ? 1 : 0))
                            .putInt(beat.sequence())
                            .putInt(beat.echo())
                            .putInt(beat.echoAgeUs())
                            .putLong(beat.tick())
                            .putLong(beat.expected())
                            .put(beat.payload());
            case Frame.Chunk chunk ->
                    head(to, CHUNK, CHUNK_BYTES + chunk.length())
                            .putLong(chunk.number())
                            .put((byte) (chunk.last() ? 1 : 0))
                            .put(chunk.bytes(), chunk.from(), chunk.length());
            case Frame.Unheard() -> head(to, UNHEARD, 0);
            case Frame.Goodbye() -> head(to, GOODBYE, 0);
        }
    }

    private static ByteBuffer head(ByteBuffer to, int type, int length) {
        return to.putInt(type << TYPE_SHIFT | length);
    }

    /**
     * Takes the next frame from the buffer; null, and nothing taken, when it is not complete.
     *
     * @throws LinkProtocolException when what is there cannot be a frame
     */
    static @Nullable Frame read(ByteBuffer from) throws LinkProtocolException {
        if (from.remaining() < HEAD_BYTES) {
            return null;
        }
        int head = from.getInt(from.position());
        int type = head >>> TYPE_SHIFT;
        int length = head & LENGTH_MASK;
        check(type, length);
        if (from.remaining() < HEAD_BYTES + length) {
            return null;
        }
        ByteBuffer body = from.slice(from.position() + HEAD_BYTES, length);
        from.position(from.position() + HEAD_BYTES + length);
        return body(type, body);
    }

    private static void check(int type, int length) throws LinkProtocolException {
        boolean fits =
                switch (type) {
                    case HELLO -> length == HELLO_BYTES;
                    case BEAT ->
                            length >= BEAT_BYTES && length <= BEAT_BYTES + BeatPayload.MAX_BYTES;
                    case CHUNK ->
                            length >= CHUNK_BYTES && length <= CHUNK_BYTES + Frame.Chunk.MAX_BYTES;
                    case UNHEARD, GOODBYE -> length == 0;
                    default -> false;
                };
        if (!fits) {
            throw new LinkProtocolException(
                    "a frame of type " + type + " with " + length + " octets");
        }
    }

    private static Frame body(int type, ByteBuffer body) throws LinkProtocolException {
        return switch (type) {
            case HELLO -> hello(body);
            case BEAT ->
                    new Frame.Beat(
                            body.get() != 0,
                            body.getInt(),
                            body.getInt(),
                            body.getInt(),
                            body.getLong(),
                            body.getLong(),
                            rest(body));
            case CHUNK -> {
                long number = body.getLong();
                boolean last = body.get() != 0;
                byte[] bytes = rest(body);
                yield new Frame.Chunk(number, last, bytes, 0, bytes.length);
            }
            case UNHEARD -> new Frame.Unheard();
            default -> new Frame.Goodbye();
        };
    }

    private static Frame hello(ByteBuffer body) throws LinkProtocolException {
        int version = body.get();
        int link = body.get();
        if (version != VERSION || link < 0 || link >= Peer.MAX_LINKS) {
            throw new LinkProtocolException(
                    "version " + version + " of the protocol, link " + link);
        }
        return new Frame.Hello(link, body.getLong(), body.getLong());
    }

    private static byte[] rest(ByteBuffer body) {
        byte[] bytes = new byte[body.remaining()];
        body.get(bytes);
        return bytes;
    }
}
