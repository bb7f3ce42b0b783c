package io.aplomb.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChunkedDecoderTest {
    private static final int ROUNDS = 300;

    private final ChunkedDecoder decoder = new ChunkedDecoder();

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }

    @Test
    void scan_wholeBody_stopsAfterIt() {
        decoder.begin(Compliance.STRICT);
        String body = "5;x=\"y\"\r\nhello\r\n1\r\n!\r\n0\r\nTrailer: v\r\n\r\n";

        int count = decoder.scan(bytes(body + "GET / HTTP/1.1\r\n"));

        assertThat(count).isEqualTo(body.length());
        assertThat(decoder.isFinished()).isTrue();
        assertThat(decoder.payloadBytes()).isEqualTo(6);
    }

    /** A random body, cut at random places, against the payload it was made of. */
    @Test
    void randomBody_inRandomPieces_givesItsPayload() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            StringBuilder payload = new StringBuilder();
            String body = randomBody(random, payload);

            assertThat(decodeInPieces(body, new Random(seed)))
                    .as("seed %d", seed)
                    .isEqualTo(payload.toString());
            assertThat(scanInPieces(body + "next", new Random(seed)))
                    .as("seed %d", seed)
                    .isEqualTo(body.length());
        }
    }

    private static String randomBody(Random random, StringBuilder payload) {
        StringBuilder body = new StringBuilder();
        int chunks = random.nextInt(6);
        for (int i = 0; i < chunks; i++) {
            String data = "d".repeat(1 + random.nextInt(40)) + "\r\n0\r\n\r\n";
            String size = Integer.toHexString(data.length());
            body.append("0".repeat(random.nextInt(3)))
                    .append(random.nextBoolean() ? size : size.toUpperCase(java.util.Locale.ROOT))
                    .append(random.nextBoolean() ? "" : " ; a=b")
                    .append("\r\n")
                    .append(data)
                    .append("\r\n");
            payload.append(data);
        }
        body.append("0\r\n");
        for (int i = random.nextInt(3); i > 0; i--) {
            body.append("T").append(i).append(": v v\r\n");
        }
        return body.append("\r\n").toString();
    }

    private String decodeInPieces(String body, Random random) {
        decoder.begin(Compliance.STRICT);
        StringBuilder payload = new StringBuilder();
        ByteBuf in = Unpooled.buffer();
        int at = 0;
        while (at < body.length()) {
            int step = Math.min(body.length() - at, 1 + random.nextInt(9));
            in.writeBytes(bytes(body.substring(at, at + step)));
            at += step;
            for (int n = decoder.nextData(in); n != 0; n = decoder.nextData(in)) {
                assertThat(n).isPositive();
                payload.append(in.readCharSequence(n, StandardCharsets.ISO_8859_1));
            }
        }
        assertThat(decoder.isFinished()).isTrue();
        return payload.toString();
    }

    private int scanInPieces(String stream, Random random) {
        decoder.begin(Compliance.STRICT);
        ByteBuf in = Unpooled.buffer();
        int at = 0;
        int taken = 0;
        while (at < stream.length() && !decoder.isFinished()) {
            int step = Math.min(stream.length() - at, 1 + random.nextInt(9));
            in.writeBytes(bytes(stream.substring(at, at + step)));
            at += step;
            int count = decoder.scan(in);
            in.skipBytes(count);
            taken += count;
        }
        assertThat(decoder.isFinished()).isTrue();
        return taken;
    }
}
