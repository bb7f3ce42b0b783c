package io.aplomb.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.http.HeadParser.Result;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HeadParserTest {
    private static final String BROWSER_REQUEST =
            """
            GET /shop/list?page=2&sort=price HTTP/1.1
            Host: www.example.org:8080
            User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0
            Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8
            Accept-Language: fr,en-US;q=0.7,en;q=0.3
            Accept-Encoding: gzip, deflate, br
            Referer: http://www.example.org:8080/shop/
            Connection: keep-alive
            Cookie: SERVERID=web1; JSESSIONID=0123456789ABCDEF
            Upgrade-Insecure-Requests: 1

            """
                    .replace("\n", "\r\n");

    private final HttpHead head = new HttpHead();

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }

    private static String encoded(HttpHead head) {
        ByteBuf out = Unpooled.buffer();
        head.encodeTo(out);
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    private HeadParser requests() {
        return HeadParser.ofRequests(HeadLimits.DEFAULT, Compliance.STRICT);
    }

    @Test
    void request_complete_isTakenApart() {
        ByteBuf in = bytes(BROWSER_REQUEST + "body");

        assertThat(requests().parse(in, head)).isEqualTo(Result.COMPLETE);

        assertThat(in.toString(StandardCharsets.ISO_8859_1)).isEqualTo("body");
        assertThat(head.methodToken()).isEqualTo(HttpMethod.GET);
        assertThat(head.target()).isEqualTo("/shop/list?page=2&sort=price");
        assertThat(head.path()).isEqualTo("/shop/list");
        assertThat(head.query()).isEqualTo("page=2&sort=price");
        assertThat(head.fieldCount()).isEqualTo(9);
        assertThat(head.value(head.hostIndex())).isEqualTo("www.example.org:8080");
        assertThat(head.isPersistent()).isTrue();
        assertThat(Framing.ofRequest(head)).isEqualTo(BodyKind.NONE);
    }

    @Test
    void request_unedited_isEncodedAsReceived() {
        requests().parse(bytes(BROWSER_REQUEST), head);

        assertThat(encoded(head)).isEqualTo(BROWSER_REQUEST);
    }

    @Test
    void request_splitAnywhere_isReadTheSame() {
        for (int cut = 0; cut <= BROWSER_REQUEST.length(); cut++) {
            ByteBuf in = bytes(BROWSER_REQUEST.substring(0, cut));
            HeadParser parser = requests();
            if (cut < BROWSER_REQUEST.length()) {
                assertThat(parser.parse(in, head)).isEqualTo(Result.NEED_MORE);
                assertThat(in.readableBytes()).isEqualTo(cut);
                in.writeBytes(bytes(BROWSER_REQUEST.substring(cut)));
            }
            assertThat(parser.parse(in, head)).isEqualTo(Result.COMPLETE);
            assertThat(encoded(head)).isEqualTo(BROWSER_REQUEST);
        }
    }

    @Test
    void request_byteByByte_isReadTheSame() {
        ByteBuf in = Unpooled.buffer();
        HeadParser parser = requests();
        for (int i = 0; i < BROWSER_REQUEST.length() - 1; i++) {
            in.writeByte(BROWSER_REQUEST.charAt(i));
            assertThat(parser.parse(in, head)).isEqualTo(Result.NEED_MORE);
        }
        in.writeByte('\n');
        assertThat(parser.parse(in, head)).isEqualTo(Result.COMPLETE);
        assertThat(encoded(head)).isEqualTo(BROWSER_REQUEST);
    }

    @Test
    void requests_pipelined_areReadOneByOne() {
        ByteBuf in = bytes(BROWSER_REQUEST + "\r\n" + BROWSER_REQUEST);
        HeadParser parser = requests();

        assertThat(parser.parse(in, head)).isEqualTo(Result.COMPLETE);
        assertThat(parser.parse(in, head)).isEqualTo(Result.COMPLETE);

        assertThat(encoded(head)).isEqualTo(BROWSER_REQUEST);
        assertThat(parser.isInsideHead()).isFalse();
        assertThat(parser.parse(in, head)).isEqualTo(Result.NEED_MORE);
        assertThat(parser.isInsideHead()).isFalse();
    }

    @Test
    void response_complete_isTakenApart() {
        HeadParser parser = HeadParser.ofResponses(HeadLimits.DEFAULT, Compliance.STRICT);
        ByteBuf in =
                bytes("HTTP/1.1 404 Not Found\r\nContent-Length: 9\r\nServer: x\r\n\r\nnot found");

        assertThat(parser.parse(in, head)).isEqualTo(Result.COMPLETE);

        assertThat(head.isRequest()).isFalse();
        assertThat(head.status()).isEqualTo(404);
        assertThat(head.reason()).isEqualTo("Not Found");
        assertThat(head.contentLength()).isEqualTo(9);
        assertThat(Framing.ofResponse(head, HttpMethod.GET)).isEqualTo(BodyKind.LENGTH);
        assertThat(Framing.ofResponse(head, HttpMethod.HEAD)).isEqualTo(BodyKind.NONE);
    }
}
