package io.aplomb.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FramingTest {
    private final HttpHead head = new HttpHead();

    /** The rules of RFC 9112 section 6.3 that depend on more than the message itself. */
    @ParameterizedTest
    @CsvSource({
        "HEAD,    200, Content-Length: 5,            NONE",
        "HEAD,    200, Transfer-Encoding: chunked,   NONE",
        "GET,     204, Content-Length: 5,            NONE",
        "GET,     304, Transfer-Encoding: chunked,   NONE",
        "GET,     199, Content-Length: 5,            NONE",
        "GET,     101, Content-Length: 5,            TUNNEL",
        "CONNECT, 200, Content-Length: 5,            TUNNEL",
        "CONNECT, 407, Content-Length: 5,            LENGTH",
        "GET,     200, Content-Length: 5,            LENGTH",
        "GET,     205, Content-Length: 0,            NONE",
        "GET,     200, Transfer-Encoding: chunked,   CHUNKED",
        "GET,     200, Transfer-Encoding: gzip,      UNTIL_CLOSE",
        "GET,     200, X: y,                         UNTIL_CLOSE",
    })
    void response_ofMethodAndStatus_isFramed(
            HttpMethod method, int status, String field, BodyKind kind) {
        String response = "HTTP/1.1 " + status + " x\r\n" + field + "\r\n\r\n";
        HeadParser.ofResponses(HeadLimits.DEFAULT, Compliance.STRICT).parse(bytes(response), head);

        assertThat(Framing.ofResponse(head, method)).isEqualTo(kind);
    }

    @Test
    void body_withLength_endsAfterIt() {
        BodyReader body = new BodyReader();
        body.begin(BodyKind.LENGTH, 7, Compliance.STRICT);

        assertThat(body.scan(bytes("hello"))).isEqualTo(5);
        assertThat(body.remainingBytes()).isEqualTo(2);
        assertThat(body.isCompleteAtClose()).isFalse();
        assertThat(body.scan(bytes("!!GET /"))).isEqualTo(2);
        assertThat(body.isFinished()).isTrue();
        assertThat(body.takenBytes()).isEqualTo(7);
        assertThat(body.scan(bytes("GET /"))).isZero();
    }

    @Test
    void body_untilClose_neverFinishesByItself() {
        BodyReader body = new BodyReader();
        body.begin(BodyKind.UNTIL_CLOSE, -1, Compliance.STRICT);

        assertThat(body.scan(bytes("hello"))).isEqualTo(5);
        assertThat(body.isFinished()).isFalse();
        assertThat(body.isCompleteAtClose()).isTrue();
        assertThat(body.remainingBytes()).isEqualTo(-1);
    }

    @Test
    void body_chunked_truncatedIsNotComplete() {
        BodyReader body = new BodyReader();
        body.begin(BodyKind.CHUNKED, -1, Compliance.STRICT);

        assertThat(body.scan(bytes("5\r\nhello\r\n0\r\n"))).isEqualTo(13);
        assertThat(body.isCompleteAtClose()).isFalse();
        assertThat(body.scan(bytes("\r\nHTTP/1.1"))).isEqualTo(2);
        assertThat(body.isFinished()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "200, OK",
        "302, Moved Temporarily",
        "408, Request Time-out",
        "299, Success",
        "499, client has closed connection",
        "599, Server Error",
        "700, Other",
    })
    void status_hasThePhraseHaproxyGives(int status, String phrase) {
        assertThat(StatusText.of(status)).isEqualTo(phrase);
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }
}
