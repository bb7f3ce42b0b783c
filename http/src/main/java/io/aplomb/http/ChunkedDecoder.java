package io.aplomb.http;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Reads a chunked body as it arrives: RFC 9112 section 7.1. Reusable, one for each direction of a
 * connection, on its event loop; keeps nothing of the data.
 *
 * <p>Two ways to use it, not to be mixed within one body: {@link #scan} says how many bytes belong
 * to the body, framing included, to pass them on as they are; {@link #nextData} steps over the
 * framing and points at payload, to send it in another framing. Trailers are checked, and with
 * {@code nextData} dropped (RFC 9110 section 6.5.1).
 *
 * <pre>
 *  SIZE_FIRST -> SIZE -> (SIZE_BLANK) -> (EXTENSION) -> SIZE_LF -> DATA -> DATA_CR -> DATA_LF -> SIZE_FIRST
 *                                                         | size 0
 *                                                         v
 *  FINISHED <- LAST_LF <- TRAILER_FIRST -> TRAILER_NAME -> TRAILER_VALUE -> TRAILER_LF -> TRAILER_FIRST
 * </pre>
 */
public final class ChunkedDecoder {
    /** Where in the body the next byte stands. */
    private enum State {
        /** The first digit of a size must come. */
        SIZE_FIRST,
        /** More digits, or what ends the size. */
        SIZE,
        /** Whitespace after the size. */
        SIZE_BLANK,
        /** Inside a chunk extension, which is skipped. */
        EXTENSION,
        /** The LF after a size line's CR. */
        SIZE_LF,
        /** Payload. */
        DATA,
        /** The CR after payload. */
        DATA_CR,
        /** The LF after it. */
        DATA_LF,
        /** The start of a trailer line, or the CR of the empty line at the end. */
        TRAILER_FIRST,
        /** Inside a trailer's name. */
        TRAILER_NAME,
        /** Inside a trailer's value. */
        TRAILER_VALUE,
        /** The LF of a trailer line. */
        TRAILER_LF,
        /** The LF of the empty line at the end. */
        LAST_LF,
        /** The body is over; what follows is another message. */
        FINISHED,
        /** The body violates the syntax; nothing more can be read. */
        FAILED
    }

    /** Returned for a body that violates the syntax. */
    public static final int ERROR = -1;

    /** A size of more digits could overflow; 2^60 bytes are enough for anyone. */
    private static final int MAX_SIZE_DIGITS = 15;

    /**
     * How many bytes size lines may have beyond a fair share of {@link #FAIR_LINE_BYTES} and twice
     * the payload, or a sender could keep the proxy busy with extensions alone.
     */
    private static final int MAX_EXCESS_BYTES = 16384;

    private static final int FAIR_LINE_BYTES = 16;

    private static final int MAX_TRAILER_BYTES = 8192;

    private State state = State.FINISHED;
    private Compliance compliance = Compliance.STRICT;
    private @Nullable Violation violation;
    private long remaining;
    private int sizeDigits;
    private int lineBytes;
    private long excessBytes;
    private int trailerBytes;
    private int nameLength;
    private int nameHash;
    private long payloadBytes;

    /** Begins a body. */
    public void begin(Compliance mode) {
        state = State.SIZE_FIRST;
        compliance = mode;
        violation = null;
        remaining = 0;
        sizeDigits = 0;
        lineBytes = 0;
        excessBytes = 0;
        trailerBytes = 0;
        payloadBytes = 0;
    }

    public boolean isFinished() {
        return state == State.FINISHED;
    }

    /** Why a call returned {@link #ERROR}, else null. */
    public @Nullable Violation violation() {
        return violation;
    }

    /** Payload bytes seen so far, without framing. */
    public long payloadBytes() {
        return payloadBytes;
    }

    /**
     * Looks at all readable bytes without consuming any.
     *
     * @return how many of them belong to this body; the caller must take exactly these before the
     *     next call. {@link #ERROR} if the body is malformed
     */
    public int scan(ByteBuf in) {
        int from = in.readerIndex();
        int end = in.writerIndex();
        int at = from;
        while (at < end && state != State.FINISHED) {
            if (state == State.DATA) {
                at += takeData(end - at);
            } else {
                at = framing(in, at, end);
                if (at < 0) {
                    return ERROR;
                }
            }
        }
        return state == State.FAILED ? ERROR : at - from;
    }

    /**
     * Consumes framing up to the next payload.
     *
     * @return how many payload bytes now stand at the reader index, which the caller must take
     *     before the next call; 0 if the input is used up or the body is finished; {@link #ERROR}
     *     if it is malformed
     */
    public int nextData(ByteBuf in) {
        int at = in.readerIndex();
        int end = in.writerIndex();
        while (at < end && state != State.DATA && state != State.FINISHED) {
            at = framing(in, at, end);
            if (at < 0) {
                return ERROR;
            }
        }
        if (state == State.FAILED) {
            return ERROR;
        }
        in.readerIndex(at);
        return state == State.DATA && at < end ? takeData(end - at) : 0;
    }

    private int takeData(int available) {
        int count = (int) Math.min(available, remaining);
        remaining -= count;
        payloadBytes += count;
        if (remaining == 0) {
            state = State.DATA_CR;
        }
        return count;
    }

    /**
     * Reads framing until payload, the end of the body, or the end of input. Negative if it fails.
     */
    private int framing(ByteBuf in, int from, int end) {
        int at = from;
        while (at < end && state != State.DATA && state != State.FINISHED) {
            Violation found = accept(in.getByte(at));
            if (found != null) {
                violation = found;
                state = State.FAILED;
                return ERROR;
            }
            at++;
        }
        return state == State.FAILED ? ERROR : at;
    }

    private @Nullable Violation accept(byte b) {
        return switch (state) {
            case SIZE_FIRST, SIZE -> acceptSize(b);
            case SIZE_BLANK, EXTENSION -> acceptAfterSize(b);
            case SIZE_LF -> acceptSizeEnd(b);
            case DATA_CR -> expect(b, '\r', State.DATA_LF, Violation.CHUNK_LINE_END_INVALID);
            case DATA_LF -> expect(b, '\n', State.SIZE_FIRST, Violation.CHUNK_LINE_END_INVALID);
            case TRAILER_FIRST, TRAILER_NAME, TRAILER_VALUE -> acceptTrailer(b);
            case TRAILER_LF -> expect(b, '\n', State.TRAILER_FIRST, Violation.TRAILER_INVALID);
            case LAST_LF -> expect(b, '\n', State.FINISHED, Violation.TRAILER_INVALID);
            case DATA, FINISHED, FAILED -> throw new IllegalStateException("framing in " + state);
        };
    }

    private @Nullable Violation expect(byte b, char wanted, State next, Violation otherwise) {
        if (b != wanted) {
            return otherwise;
        }
        state = next;
        return null;
    }

    private @Nullable Violation acceptSize(byte b) {
        int digit = Octets.HEX[b & 0xff];
        if (digit >= 0) {
            if (state == State.SIZE_FIRST) {
                state = State.SIZE;
                sizeDigits = 0;
                lineBytes = 0;
                remaining = 0;
            }
            lineBytes++;
            sizeDigits++;
            remaining = remaining << 4 | digit;
            return sizeDigits > MAX_SIZE_DIGITS ? Violation.CHUNK_SIZE_TOO_LARGE : null;
        }
        if (state == State.SIZE_FIRST) {
            return Violation.CHUNK_SIZE_INVALID;
        }
        return acceptAfterSize(b);
    }

    /** RFC 9112 section 7.1.1: {@code chunk-ext = *( BWS ";" ... )}; its content is ignored. */
    private @Nullable Violation acceptAfterSize(byte b) {
        if (++lineBytes + excessBytes > MAX_EXCESS_BYTES) {
            return Violation.CHUNK_EXTENSION_TOO_LARGE;
        }
        if (b == '\r') {
            boolean padded = state == State.SIZE_BLANK;
            state = State.SIZE_LF;
            return padded && Violation.CHUNK_SIZE_TRAILING_SPACE.isRefusedBy(compliance)
                    ? Violation.CHUNK_SIZE_TRAILING_SPACE
                    : null;
        }
        if (b == '\n') {
            return Violation.CHUNK_LINE_END_INVALID;
        }
        if (state == State.EXTENSION) {
            return (b >= 0 && b < ' ' && b != '\t') || b == 0x7f
                    ? Violation.CHUNK_EXTENSION_INVALID
                    : null;
        }
        if (b == ';') {
            state = State.EXTENSION;
            return null;
        }
        if (Octets.isBlank(b)) {
            state = State.SIZE_BLANK;
            return null;
        }
        return Violation.CHUNK_SIZE_INVALID;
    }

    private @Nullable Violation acceptSizeEnd(byte b) {
        if (b != '\n') {
            return Violation.CHUNK_LINE_END_INVALID;
        }
        excessBytes = Math.max(0, excessBytes + lineBytes - FAIR_LINE_BYTES - 2 * remaining);
        state = remaining == 0 ? State.TRAILER_FIRST : State.DATA;
        return null;
    }

    /** RFC 9112 section 7.1.2. */
    private @Nullable Violation acceptTrailer(byte b) {
        if (++trailerBytes > MAX_TRAILER_BYTES) {
            return Violation.TRAILERS_TOO_LARGE;
        }
        return switch (state) {
            case TRAILER_FIRST -> {
                if (b == '\r') {
                    state = State.LAST_LF;
                    yield null;
                }
                nameLength = 0;
                nameHash = 0;
                state = State.TRAILER_NAME;
                yield acceptTrailerName(b);
            }
            case TRAILER_NAME -> acceptTrailerName(b);
            default -> acceptTrailerValue(b);
        };
    }

    private @Nullable Violation acceptTrailerName(byte b) {
        int lower = Octets.LOWER_TOKEN[b & 0xff];
        if (lower != 0) {
            nameHash = 31 * nameHash + lower;
            nameLength++;
            return null;
        }
        if (b != ':' || nameLength == 0) {
            return Violation.TRAILER_INVALID;
        }
        state = State.TRAILER_VALUE;
        return isForbidden(FieldName.CONTENT_LENGTH)
                        || isForbidden(FieldName.TRANSFER_ENCODING)
                        || isForbidden(FieldName.HOST)
                ? Violation.TRAILER_FRAMING_FIELD
                : null;
    }

    /** By length and hash only: the name is not kept, and to refuse a collision does no harm. */
    private boolean isForbidden(FieldName name) {
        return nameLength == name.lowerCase.length && nameHash == name.hashCode();
    }

    private @Nullable Violation acceptTrailerValue(byte b) {
        if (b == '\r') {
            state = State.TRAILER_LF;
            return null;
        }
        return (b >= 0 && b < ' ' && b != '\t') || b == 0x7f ? Violation.TRAILER_INVALID : null;
    }
}
