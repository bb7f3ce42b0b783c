package io.aplomb.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.http.HeadParser.Result;
import io.aplomb.http.MessageTable.Row;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of {@link Violation} has messages, and each does in each mode what its row says. */
class ComplianceTest {
    /** Longer messages are cut at some places only. */
    private static final int CUT_EVERYWHERE_BYTES = 200;

    /** What came of a message: a refusal, or what was tolerated. */
    private record Outcome(@Nullable Violation refusal, long tolerated, String encoded) {}

    static List<Row> violations() {
        return MessageTable.read("compliance.txt");
    }

    static List<Row> accepted() {
        return MessageTable.read("accepted.txt");
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }

    private static Outcome read(String kind, Compliance mode, String message, int cut) {
        return kind.startsWith("body")
                ? readBody(mode, message, cut)
                : readHead(kind.startsWith("request"), mode, message, cut);
    }

    private static Outcome readHead(boolean request, Compliance mode, String message, int cut) {
        HeadParser parser =
                request
                        ? HeadParser.ofRequests(HeadLimits.DEFAULT, mode)
                        : HeadParser.ofResponses(HeadLimits.DEFAULT, mode);
        HttpHead head = new HttpHead();
        ByteBuf in = bytes(message.substring(0, cut));
        Result result = parser.parse(in, head);
        if (result == Result.NEED_MORE) {
            in.writeBytes(bytes(message.substring(cut)));
            result = parser.parse(in, head);
        }
        if (result == Result.ERROR) {
            return new Outcome(parser.violation(), 0, "");
        }
        assertThat(result).isEqualTo(Result.COMPLETE);
        ByteBuf out = Unpooled.buffer();
        head.encodeTo(out);
        return new Outcome(
                null, head.toleratedViolations(), out.toString(StandardCharsets.ISO_8859_1));
    }

    private static Outcome readBody(Compliance mode, String message, int cut) {
        ChunkedDecoder decoder = new ChunkedDecoder();
        decoder.begin(mode);
        ByteBuf in = bytes(message.substring(0, cut));
        int count = decoder.scan(in);
        if (count >= 0 && !decoder.isFinished()) {
            in.skipBytes(count);
            in.writeBytes(bytes(message.substring(cut)));
            count = decoder.scan(in);
        }
        assertThat(count >= 0).isEqualTo(decoder.isFinished());
        return new Outcome(decoder.violation(), 0, "");
    }

    @ParameterizedTest
    @MethodSource("violations")
    void message_violatingARow_isTreatedAsTheRowSays(Row row) {
        Violation expected = Violation.valueOf(row.first());
        for (Compliance mode : Compliance.values()) {
            if (row.second().endsWith("/relaxed") && mode == Compliance.STRICT) {
                continue;
            }
            Outcome outcome = read(row.second(), mode, row.message(), row.message().length());
            if (expected.isRefusedBy(mode)) {
                assertThat(outcome.refusal()).as("%s", mode).isEqualTo(expected);
            } else {
                assertThat(outcome.refusal()).as("%s", mode).isNull();
                if (!row.second().equals("body")) {
                    assertThat(outcome.tolerated() & expected.bit()).as("%s", mode).isNotZero();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("violations")
    void message_cutAnywhere_isTreatedTheSame(Row row) {
        for (Compliance mode : Compliance.values()) {
            assertSameAtEveryCut(row.second(), mode, row.message());
        }
    }

    private static void assertSameAtEveryCut(String kind, Compliance mode, String message) {
        Outcome whole = read(kind, mode, message, message.length());
        int step = 1 + message.length() / CUT_EVERYWHERE_BYTES;
        for (int cut = 0; cut < message.length(); cut += step) {
            assertThat(read(kind, mode, message, cut))
                    .as("%s cut at %d", mode, cut)
                    .isEqualTo(whole);
        }
    }

    @Test
    void table_everyRow_hasAMessage() {
        EnumSet<Violation> without = EnumSet.allOf(Violation.class);
        violations().forEach(row -> without.remove(Violation.valueOf(row.first())));

        assertThat(without).isEmpty();
        assertThat(Violation.values().length).as("one bit each").isLessThanOrEqualTo(Long.SIZE);
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void message_valid_isAcceptedAndFramed(Row row) {
        boolean request = row.first().equals("request");
        HttpHead head = new HttpHead();
        HeadParser parser =
                request
                        ? HeadParser.ofRequests(HeadLimits.DEFAULT, Compliance.STRICT)
                        : HeadParser.ofResponses(HeadLimits.DEFAULT, Compliance.STRICT);

        Result result = parser.parse(bytes(row.message()), head);

        assertThat(parser.violation()).isNull();
        assertThat(result).isEqualTo(Result.COMPLETE);
        assertThat(head.toleratedViolations()).isZero();
        BodyKind kind =
                request ? Framing.ofRequest(head) : Framing.ofResponse(head, HttpMethod.GET);
        assertThat(kind).isEqualTo(BodyKind.valueOf(row.second()));
    }

    /** What is passed on must be read by the next hop as it was read here. */
    @ParameterizedTest
    @MethodSource("accepted")
    void message_accepted_isEncodedToTheSameMessage(Row row) {
        Outcome first = read(row.first(), Compliance.STRICT, row.message(), row.message().length());
        Outcome again =
                read(row.first(), Compliance.STRICT, first.encoded(), first.encoded().length());

        assertThat(again).isEqualTo(first);
        assertSameAtEveryCut(row.first(), Compliance.STRICT, row.message());
    }

    /**
     * What the relaxed mode lets pass leaves the proxy in a form the strict mode accepts or names.
     */
    @ParameterizedTest
    @MethodSource("violations")
    void message_tolerated_isEncodedStably(Row row) {
        if (row.second().startsWith("body")) {
            return;
        }
        Outcome first =
                read(row.second(), Compliance.RELAXED, row.message(), row.message().length());
        if (first.refusal() == null) {
            Outcome again =
                    read(
                            row.second(),
                            Compliance.RELAXED,
                            first.encoded(),
                            first.encoded().length());
            assertThat(again.encoded()).isEqualTo(first.encoded());
            assertThat(again.refusal()).isNull();
        }
    }
}
