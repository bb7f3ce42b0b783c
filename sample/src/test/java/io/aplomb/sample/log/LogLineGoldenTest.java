package io.aplomb.sample.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.Check;
import io.aplomb.base.Diagnostics;
import io.aplomb.base.SourcePosition;
import io.aplomb.http.HttpHead;
import io.aplomb.sample.FakeConnection;
import io.aplomb.sample.FakeContext;
import io.aplomb.sample.FakeProxy;
import io.aplomb.sample.Golden;
import io.aplomb.sample.SampleParser;
import io.aplomb.sample.SampleResources;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Log lines are those HAProxy wrote for the same stream, byte for byte. */
final class LogLineGoldenTest {

    /** Columns before the format's own text: port, date, timers, octets, status, counts, ... */
    private static final int FIGURES = 13;

    private static final List<String> HTTP_FORMATS =
            Golden.cases("log-lines.golden").stream()
                    .filter(golden -> golden.getFirst().startsWith("http"))
                    .map(golden -> golden.get(1))
                    .distinct()
                    .toList();

    static Stream<List<String>> lines() {
        return Golden.cases("log-lines.golden").stream();
    }

    @ParameterizedTest
    @MethodSource("lines")
    void logLine_sameStream_isTheSame(List<String> golden) {
        String[] columns = golden.get(2).split("\\|", FIGURES + 1);
        Diagnostics out = new Diagnostics();
        LogFormat format =
                new LogFormatParser(new SampleParser(SampleResources.NONE))
                        .parse(
                                "|" + golden.get(1),
                                LogUse.LOG,
                                SourcePosition.ofFile("golden"),
                                out);
        assertThat(out.render()).isEmpty();
        FakeContext context = context(golden.getFirst(), golden.get(1), columns);
        assertThat(Check.present(format, "format").render(context))
                .isEqualTo("|" + columns[FIGURES]);
    }

    private static FakeContext context(String name, String format, String[] columns) {
        FakeContext context = new FakeContext();
        context.zone = ZoneId.of("Europe/Paris");
        context.pid = Long.parseLong(columns[8]);
        context.hostName = columns[11];
        boolean http = name.startsWith("http");
        int number = http ? HTTP_FORMATS.indexOf(format) : tcpNumber(format);
        int port = 19_310 + (http ? number : HTTP_FORMATS.size() + number);
        context.frontend = new FakeProxy((http ? "h" : "t") + number, 9, http);
        context.client = new FakeConnection(Integer.parseInt(columns[0]), port);
        String backend = null;
        String server = "<NOSRV>";
        switch (name) {
            case "http0", "http1" -> {
                backend = "app";
                server = "s1";
                context.serverConnection = new FakeConnection(50_000, 19_300);
                HttpHead response = new HttpHead();
                response.startResponse(1, 200, "OK");
                context.response = name.equals("http1") || name.equals("http0") ? response : null;
                context.responseCaptures.addAll(Arrays.asList("a|b{c}\"#", null));
            }
            case "http3" -> {
                backend = "dead";
                server = "d1";
                context.serverConnection = new FakeConnection(50_000, 19_399);
                context.responseCaptures.addAll(Arrays.asList(null, null));
            }
            case "tcp0" -> {
                backend = "tapp";
                server = "s1";
                context.serverConnection = new FakeConnection(50_000, 19_300);
            }
            default -> {}
        }
        request(context, name);
        if (backend != null) {
            context.backend = new FakeProxy(backend, 5, http);
            context.server = new FakeContext.FakeServer(server, 1);
        }
        context.log = GoldenFigures.of(name, columns, backend, server);
        return context;
    }

    private static int tcpNumber(String format) {
        return Golden.cases("log-lines.golden").stream()
                .filter(golden -> golden.getFirst().startsWith("tcp"))
                .map(golden -> golden.get(1))
                .toList()
                .indexOf(format);
    }

    private static void request(FakeContext context, String name) {
        switch (name) {
            case "http0" -> {
                context.requestLine = "GET /a/b?q=\"x\"&y HTTP/1.1";
                context.requestCaptures.addAll(
                        Arrays.asList("www.example.com", "q\"b\\s]c{|}#\u00c3\u00a9 e\tt", null));
            }
            case "http1" -> {
                context.requestLine = "GET /plain HTTP/1.0";
                context.requestCaptures.addAll(Arrays.asList(null, null, null));
            }
            case "http3" -> {
                context.requestLine = "GET /dead/x HTTP/1.1";
                context.requestCaptures.addAll(Arrays.asList("h", null, null));
            }
            default -> {
                context.requestCaptures.addAll(Arrays.asList(null, null, null));
                context.responseCaptures.addAll(Arrays.asList(null, null));
            }
        }
    }
}
