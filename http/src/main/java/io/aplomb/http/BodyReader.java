package io.aplomb.http;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Tells where a message's body ends in the stream, however it is framed (RFC 9112 sections 6.3 and
 * 8). Reusable, one for each direction of a connection, on its event loop.
 */
public final class BodyReader {
    /** Returned for a body that violates its framing. */
    public static final int ERROR = ChunkedDecoder.ERROR;

    private final ChunkedDecoder chunks = new ChunkedDecoder();
    private BodyKind kind = BodyKind.NONE;
    private long remaining;
    private long taken;

    /**
     * Begins a body.
     *
     * @param length its length in bytes, used for {@link BodyKind#LENGTH} only
     */
    public void begin(BodyKind bodyKind, long length, Compliance compliance) {
        if (bodyKind == BodyKind.LENGTH && length < 0) {
            throw new IllegalArgumentException("length " + length);
        }
        kind = bodyKind;
        remaining = bodyKind == BodyKind.LENGTH ? length : 0;
        taken = 0;
        if (bodyKind == BodyKind.CHUNKED) {
            chunks.begin(compliance);
        }
    }

    public BodyKind kind() {
        return kind;
    }

    /**
     * Whether the last byte of the body has been seen; never for bodies that end with the stream.
     */
    public boolean isFinished() {
        return switch (kind) {
            case NONE -> true;
            case LENGTH -> remaining == 0;
            case CHUNKED -> chunks.isFinished();
            case UNTIL_CLOSE, TUNNEL -> false;
        };
    }

    /** Whether the body is complete if the peer closes now: RFC 9112 section 8. */
    public boolean isCompleteAtClose() {
        return isFinished() || kind == BodyKind.UNTIL_CLOSE || kind == BodyKind.TUNNEL;
    }

    /** Bytes of the body still to come for {@link BodyKind#LENGTH}; -1 when that is not known. */
    public long remainingBytes() {
        return switch (kind) {
            case NONE -> 0;
            case LENGTH -> remaining;
            case CHUNKED -> chunks.isFinished() ? 0 : -1;
            case UNTIL_CLOSE, TUNNEL -> -1;
        };
    }

    /** Bytes found so far, by {@link #scan} with framing, by {@link #nextData} without. */
    public long takenBytes() {
        return taken;
    }

    /** Why a call returned {@link #ERROR}, else null. */
    public @Nullable Violation violation() {
        return kind == BodyKind.CHUNKED ? chunks.violation() : null;
    }

    /**
     * Looks at all readable bytes without consuming any, to pass the body on as it is.
     *
     * @return how many of them belong to this body; the caller must take exactly these before the
     *     next call. {@link #ERROR} if the body is malformed
     */
    public int scan(ByteBuf in) {
        int count = kind == BodyKind.CHUNKED ? chunks.scan(in) : plain(in);
        taken += Math.max(0, count);
        return count;
    }

    /**
     * Consumes framing up to the next payload, to pass on the payload alone.
     *
     * @return how many payload bytes now stand at the reader index, which the caller must take
     *     before the next call; 0 if the input is used up or the body is finished; {@link #ERROR}
     *     if it is malformed
     */
    public int nextData(ByteBuf in) {
        int count = kind == BodyKind.CHUNKED ? chunks.nextData(in) : plain(in);
        taken += Math.max(0, count);
        return count;
    }

    private int plain(ByteBuf in) {
        int available = in.readableBytes();
        return switch (kind) {
            case NONE -> 0;
            case LENGTH -> {
                int count = (int) Math.min(available, remaining);
                remaining -= count;
                yield count;
            }
            case UNTIL_CLOSE, TUNNEL -> available;
            case CHUNKED -> throw new IllegalStateException("chunked is not plain");
        };
    }
}
