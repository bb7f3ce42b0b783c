package io.aplomb.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aplomb.http.HeadParser.Result;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpHeadTest {
    private static final int ROUNDS = 200;
    private static final int EDITS = 30;
    private static final FieldName X = FieldName.of("X-Test");

    private final HttpHead head = new HttpHead();

    private void received(String text) {
        HeadParser parser =
                text.startsWith("HTTP/")
                        ? HeadParser.ofResponses(HeadLimits.DEFAULT, Compliance.STRICT)
                        : HeadParser.ofRequests(HeadLimits.DEFAULT, Compliance.STRICT);
        ByteBuf in = Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
        assertThat(parser.parse(in, head)).isEqualTo(Result.COMPLETE);
    }

    private String encoded() {
        ByteBuf out = Unpooled.buffer();
        head.encodeTo(out);
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    @Test
    void edits_ofFields_showInOrderOnTheWire() {
        received("GET / HTTP/1.1\r\nHost: a\r\nX-Test: 1\r\nAccept: */*\r\nx-test: 2\r\n\r\nbody");

        assertThat(head.set(X, "3")).isTrue();
        assertThat(head.addFirst(FieldName.VIA, "p")).isTrue();
        assertThat(head.setValueAt(head.hostIndex(), "b")).isTrue();
        assertThat(head.remove(FieldName.of("accept"))).isEqualTo(1);
        assertThat(head.remove(FieldName.COOKIE)).isZero();

        assertThat(encoded()).isEqualTo("GET / HTTP/1.1\r\nVia: p\r\nHost: b\r\nX-Test: 3\r\n\r\n");
    }

    @Test
    void lookup_ignoresCase_andComparesBytes() {
        received("GET / HTTP/1.1\r\nHost: a\r\nX-TEST: Value\r\n\r\n");
        int index = head.indexOf(X);

        assertThat(index).isEqualTo(1);
        assertThat(head.contains(FieldName.of("x-tesT"))).isTrue();
        assertThat(head.name(index)).isEqualTo("X-TEST");
        assertThat(head.nameEquals(index, X)).isTrue();
        assertThat(head.valueEquals(index, Cookies.name("Value"))).isTrue();
        assertThat(head.valueEquals(index, Cookies.name("value"))).isFalse();
        assertThat(head.valueEqualsIgnoreCase(index, Cookies.name("value"))).isTrue();
        assertThat(head.count(X)).isEqualTo(1);
        assertThat(head.firstValue(FieldName.COOKIE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nEvil: 1", "a\n", "a\r", "a\0", "\u20ac"})
    void edit_withTextThatBreaksOut_isRefused(String text) {
        received("GET / HTTP/1.1\r\nHost: a\r\nX-Test: 1\r\n\r\n");
        String before = encoded();

        assertThat(head.add(X, text)).isFalse();
        assertThat(head.addFirst(X, text)).isFalse();
        assertThat(head.set(X, text)).isFalse();
        assertThat(head.setValueAt(1, text)).isFalse();
        assertThat(head.add("X-" + text, "v")).isFalse();
        assertThat(head.setPath("/" + text)).isFalse();
        assertThat(head.setQuery(text)).isFalse();
        assertThat(head.setPathAndQuery("/?" + text)).isFalse();
        assertThat(head.setTarget("/" + text)).isFalse();
        assertThat(head.setMethod("GET" + text)).isFalse();

        assertThat(encoded()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({
        "/old?x=1,           /new?x=1,           /old?y=2,           /n?z",
        "/old,               /new,               /old?y=2,           /n?z",
        "/old?,              /new?,              /old?y=2,           /n?z",
        "http://a/old?x=1,   http://a/new?x=1,   http://a/old?y=2,   http://a/n?z",
        "http://a,           http://a/new,       http://a?y=2,       http://a/n?z",
        "http://a?x,         http://a/new?x,     http://a?y=2,       http://a/n?z",
    })
    void edits_ofTarget_keepTheRest(String target, String path, String query, String both) {
        String request = "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n";

        received(request);
        assertThat(head.setPath("/new")).isTrue();
        assertThat(head.target()).isEqualTo(path);
        assertThat(head.path()).isEqualTo("/new");

        received(request);
        assertThat(head.setQuery("y=2")).isTrue();
        assertThat(head.target()).isEqualTo(query);
        assertThat(head.query()).isEqualTo("y=2");

        received(request);
        assertThat(head.setPathAndQuery("/n?z")).isTrue();
        assertThat(head.target()).isEqualTo(both);
        assertThat(head.pathAndQuery()).isEqualTo("/n?z");
        assertThat(encoded()).isEqualTo("GET " + both + " HTTP/1.1\r\nHost: a\r\n\r\n");
    }

    @Test
    void query_madeEmpty_keepsItsMark() {
        received("GET /a?b HTTP/1.1\r\nHost: a\r\n\r\n");

        assertThat(head.setQuery("")).isTrue();

        assertThat(head.target()).isEqualTo("/a?");
        assertThat(head.setPathAndQuery("/a")).isTrue();
        assertThat(head.setQuery("")).isTrue();
        assertThat(head.target()).isEqualTo("/a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPTIONS *", "CONNECT a:443"})
    void path_ofFormWithoutOne_cannotBeSet(String methodAndTarget) {
        received(methodAndTarget + " HTTP/1.1\r\nHost: a\r\n\r\n");

        assertThat(head.path()).isEmpty();
        assertThat(head.query()).isEmpty();
        assertThat(head.setPath("/x")).isFalse();
        assertThat(head.setQuery("x")).isFalse();
    }

    @Test
    void response_editedStatus_isEncoded() {
        received("HTTP/1.0 200 OK\r\nX-Test: 1\r\n\r\n");

        assertThat(head.setStatus(503, "Service Unavailable")).isTrue();
        assertThat(head.setStatus(1000, "x")).isFalse();
        head.setMinorVersion(1);

        assertThat(encoded()).isEqualTo("HTTP/1.1 503 Service Unavailable\r\nX-Test: 1\r\n\r\n");
    }

    @Test
    void ownMessages_areEncoded() {
        head.startRequest("OPTIONS", "/", 0);
        assertThat(encoded()).isEqualTo("OPTIONS / HTTP/1.0\r\n\r\n");

        head.startResponse(1, 301, "Moved Permanently");
        head.add(FieldName.LOCATION, "/x");
        assertThat(encoded()).isEqualTo("HTTP/1.1 301 Moved Permanently\r\nLocation: /x\r\n\r\n");
        assertThatThrownBy(() -> head.startRequest("GET", "/ x", 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void facts_ofConnectionFields_areGathered() {
        received(
                "POST /ws HTTP/1.1\r\nHost: a\r\nConnection: keep-alive , Upgrade,x-hop\r\n"
                        + "Upgrade: websocket\r\nExpect: 100-Continue\r\nContent-Length: 3\r\n\r\n");

        assertThat(head.isUpgrade()).isTrue();
        assertThat(head.hasKeepAliveOption()).isTrue();
        assertThat(head.hasOtherConnectionOption()).isTrue();
        assertThat(head.hasCloseOption()).isFalse();
        assertThat(head.expectsContinue()).isTrue();
        assertThat(head.contentLength()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "1.1, '',                      true",
        "1.1, Connection: close,       false",
        "1.0, '',                      false",
        "1.0, Connection: Keep-Alive,  true",
        "1.0, 'Connection: keep-alive, close', false",
    })
    void persistence_followsVersionAndConnection(String version, String field, boolean persistent) {
        received(
                "GET / HTTP/"
                        + version
                        + "\r\nHost: a\r\n"
                        + (field.isEmpty() ? "" : field + "\r\n")
                        + "\r\n");

        assertThat(head.isPersistent()).isEqualTo(persistent);
    }

    @Test
    void lengths_beforeChunked_areRemovedAndTheConnectionEnds() {
        received(
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n"
                        + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n");

        assertThat(encoded())
                .isEqualTo("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
        assertThat(head.isPersistent()).isFalse();
        assertThat(head.contentLength()).isEqualTo(-1);
    }

    @Test
    void lengths_repeatedInResponse_areReducedToOne() {
        received(
                "HTTP/1.1 200 OK\r\nContent-Length: 005, 5\r\nX-Test: 1\r\nContent-Length: 5\r\n\r\n");

        assertThat(encoded())
                .isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Test: 1\r\n\r\n");
        assertThat(head.contentLength()).isEqualTo(5);
    }

    @Test
    void additions_beyondTheReserve_areRefused() {
        HttpHead small = new HttpHead(new HeadLimits(100, 50, 10));
        small.startRequest("GET", "/", 1);
        int added = 0;
        while (small.add(X, "0123456789")) {
            added++;
        }

        assertThat(small.encodedBytes()).isBetween(120, 150);
        assertThat(added).isEqualTo(small.fieldCount()).isPositive();
        assertThat(small.set(X, "x".repeat(200))).isFalse();
    }

    @Test
    void replacements_withoutEnd_stayBounded() {
        received("GET / HTTP/1.1\r\nHost: a\r\nX-Test: 1\r\n\r\n");
        int done = 0;
        while (done < 1_000_000 && head.setValueAt(1, "0123456789")) {
            done++;
        }

        assertThat(done).isBetween(1000, 100_000);
        assertThat(head.array().length).isLessThan(1 << 18);
    }

    /** Random edits of fields against a list of texts. */
    @Test
    void randomEdits_matchAReferenceList() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            received("GET / HTTP/1.1\r\nHost: h\r\nA: 1\r\nb:2\r\nC:  3 \r\nA: 4\r\n\r\n");
            List<String[]> model = new ArrayList<>();
            head.forEach((name, value) -> model.add(new String[] {name, value}));
            for (int i = 0; i < EDITS; i++) {
                editBoth(random, model);
                assertSame(model, seed);
            }
        }
    }

    private void editBoth(Random random, List<String[]> model) {
        FieldName name = FieldName.of(String.valueOf("abcdD".charAt(random.nextInt(5))));
        String value = "v".repeat(random.nextInt(4));
        int index = model.isEmpty() ? -1 : random.nextInt(model.size());
        switch (random.nextInt(6)) {
            case 0 -> {
                head.add(name, value);
                model.add(new String[] {name.toString(), value});
            }
            case 1 -> {
                head.addFirst(name, value);
                model.addFirst(new String[] {name.toString(), value});
            }
            case 2 -> {
                head.set(name, value);
                model.removeIf(field -> field[0].equalsIgnoreCase(name.toString()));
                model.add(new String[] {name.toString(), value});
            }
            case 3 -> {
                head.remove(name);
                model.removeIf(field -> field[0].equalsIgnoreCase(name.toString()));
            }
            case 4 -> {
                if (index >= 0) {
                    head.removeAt(index);
                    model.remove(index);
                }
            }
            default -> {
                if (index >= 0) {
                    head.setValueAt(index, value);
                    model.get(index)[1] = value;
                }
            }
        }
    }

    private void assertSame(List<String[]> model, int seed) {
        StringBuilder expected = new StringBuilder("get / http/1.1\r\n");
        for (String[] field : model) {
            expected.append(field[0]).append(':').append(field[1]).append("\r\n");
        }
        String wire = encoded();
        assertThat(wire.replace(": ", ":").toLowerCase(Locale.ROOT))
                .as("seed %d", seed)
                .isEqualTo(expected.append("\r\n").toString().toLowerCase(Locale.ROOT));
        assertThat(head.encodedBytes()).isBetween(wire.length(), wire.length() + 1);
    }
}
