package io.aplomb.proxy.h1;

import io.aplomb.http.BodyReader;
import io.aplomb.http.Compliance;
import io.aplomb.http.FieldName;
import io.aplomb.http.Framing;
import io.aplomb.http.HttpHead;
import io.aplomb.http.HttpMethod;
import io.aplomb.model.proxy.Balance;
import io.aplomb.model.proxy.Proxy;
import io.aplomb.proxy.stream.Stream;
import io.aplomb.sample.facts.Payload;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/**
 * The beginning of a request's body while a rule waits for it: it stays unread in the client's
 * input, and is looked at through a copy.
 */
final class BodyWait {

    private static final byte[] CONTINUE =
            "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

    private final int limitBytes;
    private long atLeastBytes;

    BodyWait(int limitBytes) {
        this.limitBytes = limitBytes;
    }

    /**
     * Whether rules and balancing are to see the body: {@code option http-buffer-request} of the
     * frontend, or of the backend once it is chosen, or its {@code balance url_param check_post}.
     */
    static boolean precedesRules(Stream stream, boolean inBackend) {
        if (!inBackend) {
            return stream.frontendConfig().http().bufferRequest();
        }
        Proxy backend = stream.backendConfig();
        HttpHead request = stream.requestHead();
        boolean post = request != null && request.methodToken() == HttpMethod.POST;
        return backend.http().bufferRequest()
                || (post
                        && backend.backend() != null
                        && backend.backend().balance() instanceof Balance.UrlParameter by
                        && by.checkPost());
    }

    /**
     * Has the client go on: one that waits for leave to send its body gets it from the proxy, and
     * the server is not asked (RFC 9110 section 10.1.1).
     */
    void begin(ClientConnection client, HttpHead request, long wantedBytes) {
        atLeastBytes = wantedBytes;
        boolean asks = request.expectsContinue() && client.bufferedBytes() == 0;
        if (asks && request.remove(FieldName.EXPECT) > 0) {
            client.write(Unpooled.wrappedBuffer(CONTINUE));
            client.flush();
        }
        client.resumeReading();
    }

    long atLeastBytes() {
        return atLeastBytes;
    }

    /** Whether all of it, the wanted part of it, or a whole buffer has come. */
    boolean isEnough(
            ClientConnection client, RequestUpload upload, HttpHead request, long wantedBytes) {
        if (!upload.hasBody() || client.bufferedBytes() >= limitBytes) {
            return true;
        }
        Payload payload = payload(client, upload, request);
        return payload.complete() || (wantedBytes > 0 && payload.length() >= wantedBytes);
    }

    /** The payload that has come, without its framing. */
    Payload payload(ClientConnection client, RequestUpload upload, HttpHead request) {
        if (!upload.hasBody()) {
            return new Bytes(new byte[0], true, 0);
        }
        BodyReader reader = new BodyReader();
        reader.begin(Framing.ofRequest(request), request.contentLength(), Compliance.RELAXED);
        ByteBuf waiting = client.input();
        byte[] bytes = waiting == null ? new byte[0] : unframed(reader, waiting.duplicate());
        boolean complete = reader.isFinished() || client.bufferedBytes() >= limitBytes;
        return new Bytes(bytes, complete, request.contentLength());
    }

    private static byte[] unframed(BodyReader reader, ByteBuf in) {
        byte[] bytes = new byte[in.readableBytes()];
        int length = 0;
        int count = reader.nextData(in);
        while (count > 0) {
            in.readBytes(bytes, length, count);
            length += count;
            count = reader.nextData(in);
        }
        return java.util.Arrays.copyOf(bytes, length);
    }

    /** A copy of what has come. */
    private static final class Bytes implements Payload {
        private final byte[] octets;
        private final boolean complete;
        private final long announcedLength;

        Bytes(byte[] octets, boolean complete, long announcedLength) {
            this.octets = octets;
            this.complete = complete;
            this.announcedLength = announcedLength;
        }

        @Override
        public int length() {
            return octets.length;
        }

        @Override
        public int octet(int index) {
            return octets[index] & 0xFF;
        }

        @Override
        public byte[] slice(int offset, int length) {
            return java.util.Arrays.copyOfRange(octets, offset, offset + length);
        }

        @Override
        public boolean complete() {
            return complete;
        }

        @Override
        public long announcedLength() {
            return announcedLength;
        }
    }

    @Override
    public String toString() {
        return "BodyWait[" + atLeastBytes + "]";
    }
}
