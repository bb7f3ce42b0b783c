package io.aplomb.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.Diagnostics;
import io.aplomb.base.SourcePosition;
import io.aplomb.sample.log.LogFormatParser;
import io.aplomb.sample.log.LogUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Whatever the text, parsing ends with an expression or a diagnostic, and evaluation does not
 * throw.
 */
final class ParserRobustnessTest {

    private static final int ROUNDS = 20_000;
    private static final SourcePosition START = new SourcePosition("fuzz", 3, 5);

    private final List<String> pieces = pieces();

    @Test
    void parse_randomPieces_neverThrows() {
        Random random = new Random(20_260_101);
        FakeContext context = FakeContext.request("GET", "/a?b=c", "Host: h", "Cookie: a=b");
        context.requestPayload = new FakePayload(new byte[] {0x16, 3, 1, 0, 64, 1}, true);
        for (int i = 0; i < ROUNDS; i++) {
            String text = random(random);
            Diagnostics out = new Diagnostics();
            SampleExpression expression = SampleParser.parse(text, START, out);
            assertThat(expression == null).as(text).isEqualTo(out.hasErrors());
            if (expression != null) {
                Value value = expression.evaluate(context);
                assertThat(value == null || value.type() != SampleType.ANY).isTrue();
                assertThat(expression.any(context, _ -> false)).isFalse();
            }
        }
    }

    @Test
    void logFormat_randomPieces_neverThrows() {
        Random random = new Random(20_260_102);
        FakeContext context = FakeContext.request("GET", "/a?b=c", "Host: h");
        LogFormatParser parser = new LogFormatParser(new SampleParser(SampleResources.NONE));
        for (int i = 0; i < ROUNDS; i++) {
            String text = "%[" + random(random) + "]%" + random(random) + "%{+Q}" + random(random);
            Diagnostics out = new Diagnostics();
            var format = parser.parse(text, LogUse.LOG, START, out);
            assertThat(format == null).as(text).isEqualTo(out.hasErrors());
            if (format != null) {
                assertThat(format.render(context)).isNotNull();
            }
        }
    }

    private String random(Random random) {
        StringBuilder text = new StringBuilder();
        int count = random.nextInt(7);
        for (int i = 0; i < count; i++) {
            text.append(pieces.get(random.nextInt(pieces.size())));
        }
        return text.toString();
    }

    private static List<String> pieces() {
        List<String> pieces = new ArrayList<>(SampleKeywords.fetches());
        pieces.addAll(SampleKeywords.converters());
        for (int i = 0; i < 200; i++) {
            pieces.addAll(
                    List.of(
                            "(", ")", ",", "\"", "'", "\\", "1", "-1", "txn.a", "t", "a", " ", "{",
                            "["));
        }
        return pieces;
    }
}
