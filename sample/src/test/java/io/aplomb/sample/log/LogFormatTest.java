package io.aplomb.sample.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.Check;
import io.aplomb.base.Diagnostic;
import io.aplomb.base.Diagnostics;
import io.aplomb.base.SourcePosition;
import io.aplomb.sample.FakeConnection;
import io.aplomb.sample.FakeContext;
import io.aplomb.sample.FakeProxy;
import io.aplomb.sample.FakeTls;
import io.aplomb.sample.SampleParser;
import io.aplomb.sample.SampleResources;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ready-made formats, flags and refusals: manual sections 8.2.1 to 8.2.6. */
final class LogFormatTest {

    private static final String[] FIGURES = {
        "49928",
        "1795245098",
        "436",
        "0/-1/-1/-1/0/0/0/0/0/0/0",
        "1504",
        "99",
        "200",
        "1/1/0/0/0",
        "7",
        "0",
        "0",
        "vm",
        "LR"
    };

    /** The line of HAProxy 2.6.12 for a request over TLS that it answered itself. */
    @Test
    void httpsLog_tlsRequest_isTheLineObserved() {
        FakeContext context = new FakeContext();
        context.zone = ZoneId.of("Europe/Paris");
        context.client = new FakeConnection(49_928, 443, new FakeTls("srv.example", null, null));
        context.frontend = new FakeProxy("f", 2, true);
        context.requestLine = "GET /x HTTP/1.1";
        context.log = GoldenFigures.of("https", FIGURES, null, "<NOSRV>");
        assertThat(LogFormats.HTTPS.render(context))
                .isEqualTo(
                        "127.0.0.1:49928 [21/Nov/2026:08:11:38.436] f~ f/<NOSRV> 0/-1/-1/-1/0 200"
                                + " 1504 - - LR-- 1/1/0/0/0 0/0 \"GET /x HTTP/1.1\""
                                + " 0/0000000000000000/0/0/0"
                                + " srv.example/TLSv1.3/TLS_AES_256_GCM_SHA384");
    }

    @Test
    void readyMade_formats_areThoseOfTheManual() {
        assertThat(LogFormats.TCP.source())
                .isEqualTo("%ci:%cp [%t] %ft %b/%s %Tw/%Tc/%Tt %B %ts %ac/%fc/%bc/%sc/%rc %sq/%bq");
        assertThat(LogFormats.HTTP.source())
                .isEqualTo(
                        "%ci:%cp [%tr] %ft %b/%s %TR/%Tw/%Tc/%Tr/%Ta %ST %B %CC %CS %tsc"
                                + " %ac/%fc/%bc/%sc/%rc %sq/%bq %hr %hs %{+Q}r");
        assertThat(LogFormats.CLF.variables()).contains(LogVariable.REQUEST_HEADER_LIST);
        assertThat(LogFormats.HTTPS.expressions()).hasSize(6);
    }

    @Test
    void connectLog_connection_namesModeAndBothEnds() {
        FakeContext context = new FakeContext();
        context.frontend = new FakeProxy("www", 2, true);
        context.client = new FakeConnection(33_312, 8012);
        assertThat(LogFormats.CONNECT.render(context))
                .isEqualTo("Connect from 127.0.0.1:33312 to 127.0.0.1:8012 (www/HTTP)");
    }

    @Test
    void message_controlCharacters_areEncodedAndAbsenceIsEmpty() {
        FakeContext context = new FakeContext();
        assertThat(message("a%[str(\"x\\r\\ny\")]b%[env(NONE)]c").render(context))
                .isEqualTo("ax%0D%0Aybc");
        assertThat(message("%[env(HOME)] %% %[int(3),add(4)]").render(context))
                .isEqualTo("/home/x % 7");
        assertThat(LogFormat.literal("plain  text").render(context)).isEqualTo("plain  text");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "%cii; no such format variable 'cii'. If you wanted to emit the '%' character verbatim, you need to use '%%'",
                "a % b; no such format variable ''. If you wanted to emit the '%' character verbatim, you need to use '%%'",
                "%[src; missing closing ']' in log-format",
                "%{+Q; missing closing '}' in log-format",
                "%{+W}ci; unknown log-format flag '+W': Q, X and E are known",
                "%[srcc]; unknown fetch method 'srcc'",
            })
    void format_wrong_saysWhy(String text, String message) {
        Diagnostics out = new Diagnostics();
        assertThat(parse(text, out)).isNull();
        assertThat(out.all().stream().map(Diagnostic::message)).containsExactly(message);
    }

    private static LogFormat message(String text) {
        Diagnostics out = new Diagnostics();
        LogFormat format = parse(text, out);
        assertThat(out.render()).isEmpty();
        return Check.present(format, text);
    }

    private static @Nullable LogFormat parse(String text, Diagnostics out) {
        return new LogFormatParser(new SampleParser(SampleResources.NONE))
                .parse(text, LogUse.MESSAGE, new SourcePosition("t", 1, 1), out);
    }
}
