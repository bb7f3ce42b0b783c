package io.aplomb.http;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Reads message heads from a stream that arrives in pieces (RFC 9112 sections 2 to 6), one parser
 * for each direction of a connection, on that connection's event loop.
 *
 * <h2>How it reads</h2>
 *
 * Bytes are copied once into the {@link HttpHead} and looked at once there: a line is parsed while
 * its end is being found. When the bytes run out inside a line, only that line is parsed again, and
 * only after its LF has arrived; the search for that LF goes on where it stopped, so a head that
 * drips in costs no more than one in a piece. Framing facts are gathered as the fields pass.
 *
 * <p>The input is consumed only when a head is complete; between calls the caller may add to it and
 * move its bytes, but must not take any away. Nothing is thrown for what a peer sends.
 */
public final class HeadParser {
    /** What a call of {@link #parse} came to. */
    public enum Result {
        /** The head's end has not arrived; call again with more bytes. */
        NEED_MORE,
        /** The head is filled and its bytes consumed; the parser is ready for the next. */
        COMPLETE,
        /** {@link #violation()} says why; the connection cannot be read any further. */
        ERROR
    }

    /** Results of line parsers that are no index. */
    static final int MORE = -1;

    static final int FAILED = -2;

    /** A first copy this big holds most heads and little of the body behind. */
    private static final int FIRST_COPY_BYTES = 1024;

    private final boolean requests;
    private final HeadLimits limits;
    private final StartLineParser startLine;
    private final FieldParser fieldParser;

    private final Compliance compliance;
    private @Nullable Violation violation;
    private boolean begun;
    private boolean startLineDone;

    /** Where the line now being read starts. */
    private int lineStart;

    /** Neither CR nor LF is between {@link #lineStart} and here. */
    private int searched;

    private HeadParser(boolean requests, HeadLimits limits, Compliance compliance) {
        this.requests = requests;
        this.limits = limits;
        this.compliance = compliance;
        this.startLine = new StartLineParser(this);
        this.fieldParser = new FieldParser(this, limits.maxFields());
    }

    public static HeadParser ofRequests(HeadLimits limits, Compliance compliance) {
        return new HeadParser(true, limits, compliance);
    }

    public static HeadParser ofResponses(HeadLimits limits, Compliance compliance) {
        return new HeadParser(false, limits, compliance);
    }

    /** Why the last call gave {@link Result#ERROR}, else null. */
    public @Nullable Violation violation() {
        return violation;
    }

    /** Offset from the input's reader index of the line that violates. */
    public int errorLineOffset() {
        return lineStart;
    }

    /**
     * Whether bytes of a head have arrived that is not complete: a client timing out now gets 408.
     */
    public boolean isInsideHead() {
        return begun && (startLineDone || searched > lineStart);
    }

    /** Forgets what was read, for another connection. */
    public void reset() {
        violation = null;
        begun = false;
    }

    /**
     * Reads on.
     *
     * @param in starts at the head's first byte until {@link Result#COMPLETE}
     * @param head the same object until then; emptied when a head begins
     */
    public Result parse(ByteBuf in, HttpHead head) {
        if (!begun) {
            begin(head);
        }
        if (violation != null) {
            return Result.ERROR;
        }
        for (; ; ) {
            int next = parseLines(head);
            if (next >= 0) {
                return complete(in, head, next);
            }
            if (next == FAILED) {
                return Result.ERROR;
            }
            if (head.bytes.length >= limits.maxHeadBytes()) {
                violation = Violation.HEAD_TOO_LARGE;
                return Result.ERROR;
            }
            if (!copyMore(in, head.bytes)) {
                return Result.NEED_MORE;
            }
        }
    }

    private void begin(HttpHead head) {
        head.reset();
        violation = null;
        begun = true;
        startLineDone = false;
        lineStart = 0;
        searched = 0;
    }

    private boolean copyMore(ByteBuf in, HeadBytes bytes) {
        int have = bytes.length;
        int step = Math.max(FIRST_COPY_BYTES, have);
        int count =
                Math.min(in.readableBytes() - have, Math.min(step, limits.maxHeadBytes() - have));
        if (count <= 0 || !bytes.reserve(count)) {
            return false;
        }
        in.getBytes(in.readerIndex() + have, bytes.array, have, count);
        bytes.length = have + count;
        return true;
    }

    /** Index after the head, {@link #MORE} or {@link #FAILED}. */
    private int parseLines(HttpHead head) {
        byte[] bytes = head.bytes.array;
        int end = head.bytes.length;
        if (searched > lineStart && !findLineEnd(bytes, end)) {
            return MORE;
        }
        while (lineStart < end) {
            int next;
            if (startLineDone) {
                next = fieldParser.parse(head, bytes, lineStart, end);
                if (next >= 0 && fieldParser.isEndOfHead()) {
                    return next;
                }
            } else {
                next = parseBeforeFields(head, bytes, end);
            }
            if (next < 0) {
                searched = bytes[end - 1] == '\r' ? end - 1 : end;
                return next;
            }
            lineStart = next;
            searched = next;
        }
        return MORE;
    }

    /** Whether what ended the search before has come: LF, or the byte after a CR. */
    private boolean findLineEnd(byte[] bytes, int end) {
        int at = searched;
        while (at < end && bytes[at] != '\n' && bytes[at] != '\r') {
            at++;
        }
        boolean found = at < end && (bytes[at] == '\n' || at + 1 < end);
        searched = found ? lineStart : at;
        return found;
    }

    private int parseBeforeFields(HttpHead head, byte[] bytes, int end) {
        if (requests && (bytes[lineStart] == '\r' || bytes[lineStart] == '\n')) {
            return skipEmptyLine(head, bytes, end);
        }
        int next =
                requests
                        ? startLine.parseRequestLine(head, bytes, lineStart, end)
                        : startLine.parseStatusLine(head, bytes, lineStart, end);
        startLineDone = next >= 0;
        return next;
    }

    /** RFC 9112 section 2.2: empty lines before a request line are ignored. */
    private int skipEmptyLine(HttpHead head, byte[] bytes, int end) {
        if (bytes[lineStart] == '\n') {
            return refusesBareLf(head) ? FAILED : lineStart + 1;
        }
        if (lineStart + 1 >= end) {
            return MORE;
        }
        return bytes[lineStart + 1] == '\n' ? lineStart + 2 : fail(Violation.BARE_CR);
    }

    private Result complete(ByteBuf in, HttpHead head, int headEnd) {
        Violation found = HeadChecks.check(this, head);
        if (found != null) {
            violation = found;
            return Result.ERROR;
        }
        in.skipBytes(headEnd);
        begun = false;
        return Result.COMPLETE;
    }

    Compliance compliance() {
        return compliance;
    }

    /** Judges a line that ends with LF alone. */
    boolean refusesBareLf(HttpHead head) {
        return refuses(requests ? Violation.BARE_LF : Violation.BARE_LF_IN_RESPONSE, head);
    }

    /** Records a violation that no mode tolerates. */
    int fail(Violation found) {
        violation = found;
        return FAILED;
    }

    /** Records a violation, in the head if it is let pass; true if it is not. */
    boolean refuses(Violation found, HttpHead head) {
        if (found.isRefusedBy(compliance)) {
            violation = found;
            return true;
        }
        head.tolerated |= found.bit();
        return false;
    }
}
