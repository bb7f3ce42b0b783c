package io.aplomb.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.http.HeadParser.Result;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;

/** What holds for any bytes given to the parsers, whoever made them up. */
final class HeadInvariants {
    /** Room for the line ends and spaces an encoded head may have gained. */
    private static final HeadLimits REREAD_LIMITS = new HeadLimits(65536, 1024, 101);

    private final boolean request;
    private final Compliance mode;
    private final HttpHead head = new HttpHead();

    HeadInvariants(boolean request, Compliance mode) {
        this.request = request;
        this.mode = mode;
    }

    private HeadParser parser(HeadLimits limits) {
        return request ? HeadParser.ofRequests(limits, mode) : HeadParser.ofResponses(limits, mode);
    }

    void check(byte[] message, int cut) {
        ByteBuf in = Unpooled.wrappedBuffer(message);
        HeadParser parser = parser(HeadLimits.DEFAULT);
        Result result = parser.parse(in, head);
        assertThat(parser.violation() == null).isEqualTo(result != Result.ERROR);
        checkCut(message, cut, parser, result, in.readerIndex());
        if (result == Result.COMPLETE) {
            checkContent();
            checkReread();
            checkBody(Arrays.copyOfRange(message, in.readerIndex(), message.length), cut);
        } else {
            assertThat(in.readerIndex()).isZero();
        }
    }

    private void checkCut(byte[] message, int cut, HeadParser whole, Result result, int consumed) {
        HeadParser parser = parser(HeadLimits.DEFAULT);
        HttpHead other = new HttpHead();
        ByteBuf in = Unpooled.buffer();
        in.writeBytes(message, 0, cut);
        Result second = parser.parse(in, other);
        if (second == Result.NEED_MORE) {
            in.writeBytes(message, cut, message.length - cut);
            second = parser.parse(in, other);
        }
        if (second == Result.NEED_MORE && result == Result.ERROR) {
            // A line that came in pieces is judged at its end.
            in.writeByte('\n');
            second = parser.parse(in, other);
        }
        assertThat(second).isEqualTo(result);
        assertThat(parser.violation()).isEqualTo(whole.violation());
        if (result == Result.COMPLETE) {
            assertThat(in.readerIndex()).isEqualTo(consumed);
            assertThat(encoded(other)).isEqualTo(encoded(head));
        }
    }

    private void checkContent() {
        long refused = 0;
        for (Violation violation : Violation.values()) {
            refused |= violation.isRefusedBy(mode) ? violation.bit() : 0;
        }
        assertThat(head.toleratedViolations() & refused).isZero();
        assertThat(head.fieldCount()).isLessThanOrEqualTo(HeadLimits.DEFAULT.maxFields());
        for (int i = 0; i < head.fieldCount(); i++) {
            String value = head.value(i);
            assertThat(Octets.isFieldContent(value)).isTrue();
            assertThat(value).doesNotMatch("(?s)[ \\t].*|.*[ \\t]");
            assertThat(mode == Compliance.RELAXED || FieldName.isValid(head.name(i))).isTrue();
        }
        if (head.hasTransferEncoding()) {
            assertThat(head.contains(FieldName.CONTENT_LENGTH)).isFalse();
            assertThat(head.contentLength()).isEqualTo(-1);
        } else if (head.contentLength() >= 0) {
            assertThat(head.count(FieldName.CONTENT_LENGTH)).isOne();
            assertThat(head.firstValue(FieldName.CONTENT_LENGTH))
                    .isEqualTo(Long.toString(head.contentLength()));
        }
        if (request) {
            assertThat(head.count(FieldName.HOST)).isLessThanOrEqualTo(1);
            assertThat(head.target()).endsWith(head.pathAndQuery()).doesNotContain(" ");
        }
    }

    /** The next hop, reading what is passed on, must see the same message. */
    private void checkReread() {
        byte[] wire = encoded(head);
        assertThat(head.encodedBytes()).isGreaterThanOrEqualTo(wire.length);
        HttpHead again = new HttpHead(REREAD_LIMITS);
        HeadParser parser = parser(REREAD_LIMITS);
        ByteBuf in = Unpooled.wrappedBuffer(wire);
        assertThat(parser.parse(in, again)).isEqualTo(Result.COMPLETE);
        assertThat(in.isReadable()).isFalse();
        assertThat(again.toString()).isEqualTo(head.toString());
        assertThat(encoded(again)).isEqualTo(wire);
        assertThat(again.contentLength()).isEqualTo(head.contentLength());
        assertThat(again.isChunked()).isEqualTo(head.isChunked());
        long repaired = again.toleratedViolations() & ~head.toleratedViolations();
        assertThat(repaired).isZero();
    }

    private void checkBody(byte[] body, int cut) {
        BodyKind kind =
                request ? Framing.ofRequest(head) : Framing.ofResponse(head, HttpMethod.GET);
        BodyReader whole = new BodyReader();
        whole.begin(kind, head.contentLength(), mode);
        int count = whole.scan(Unpooled.wrappedBuffer(body));
        assertThat(count).isLessThanOrEqualTo(body.length);
        BodyReader pieces = new BodyReader();
        pieces.begin(kind, head.contentLength(), mode);
        int first = Math.min(cut, body.length);
        int taken = pieces.scan(Unpooled.wrappedBuffer(body, 0, first));
        if (taken == first) {
            int rest = pieces.scan(Unpooled.wrappedBuffer(body, first, body.length - first));
            taken = rest < 0 ? rest : taken + rest;
        }
        assertThat(taken).isEqualTo(count);
        assertThat(pieces.isFinished()).isEqualTo(whole.isFinished());
        assertThat(pieces.violation()).isEqualTo(whole.violation());
    }

    private static byte[] encoded(HttpHead head) {
        ByteBuf out = Unpooled.buffer();
        head.encodeTo(out);
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
    }
}
