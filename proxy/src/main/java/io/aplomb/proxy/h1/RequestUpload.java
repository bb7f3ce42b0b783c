package io.aplomb.proxy.h1;

import io.aplomb.http.BodyKind;
import io.aplomb.http.BodyReader;
import io.aplomb.http.Compliance;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * Passes the body of a request from its client on to the server. While the request may have to be
 * sent once more, what was sent is kept, up to one buffer.
 */
final class RequestUpload {

    private final int replayLimitBytes;
    private final BodyReader body = new BodyReader();
    private final List<ByteBuf> sent = new ArrayList<>();
    private int sentBytes;
    private boolean recording;
    private boolean malformed;
    private long receivedBytes;

    RequestUpload(int replayLimitBytes) {
        this.replayLimitBytes = replayLimitBytes;
    }

    void begin(BodyKind kind, long length, Compliance compliance) {
        body.begin(kind, length, compliance);
        receivedBytes = 0;
        malformed = false;
        recording = true;
    }

    boolean isFinished() {
        return body.isFinished();
    }

    boolean hasBody() {
        return body.kind() != BodyKind.NONE;
    }

    boolean isTunnel() {
        return body.kind() == BodyKind.TUNNEL;
    }

    /** Bytes of the body taken from the client so far. */
    long receivedBytes() {
        return receivedBytes;
    }

    /** Whether all that went to the server could be sent again. */
    boolean isReplayable() {
        return recording;
    }

    /** No retry will be needed any more. */
    void stopRecording() {
        recording = false;
        if (!sent.isEmpty()) {
            sent.forEach(ByteBuf::release);
            sent.clear();
        }
        sentBytes = 0;
    }

    /** Sends what an earlier connection got already. */
    void replay(ServerConnection server) {
        for (ByteBuf piece : sent) {
            server.write(piece.retainedDuplicate());
        }
    }

    /**
     * Passes on what has come, as long as the server takes it.
     *
     * @return false when the body is malformed
     */
    boolean pump(ClientConnection client, ServerConnection server) {
        ByteBuf in = client.input();
        while (in != null && in.isReadable() && !body.isFinished()) {
            if (!server.isWritable()) {
                client.pauseReading();
                return true;
            }
            int count = body.scan(in);
            if (count == BodyReader.ERROR) {
                malformed = true;
                return false;
            }
            if (count == 0) {
                break;
            }
            receivedBytes += count;
            ByteBuf piece = in.readRetainedSlice(count);
            record(piece);
            server.write(piece);
        }
        client.releaseConsumedInput();
        return true;
    }

    private void record(ByteBuf piece) {
        if (!recording) {
            return;
        }
        if (sentBytes + piece.readableBytes() > replayLimitBytes) {
            stopRecording();
            return;
        }
        sentBytes += piece.readableBytes();
        sent.add(piece.retainedDuplicate());
    }

    /**
     * Throws away what has come of the body, so that the connection can be used on if that was all.
     */
    void discard(ClientConnection client) {
        if (malformed) {
            // Nobody can tell where such a body ends: what follows it is never read.
            return;
        }
        ByteBuf in = client.input();
        if (in == null || body.isFinished() || isTunnel()) {
            return;
        }
        int count = body.scan(in);
        if (count > 0) {
            in.skipBytes(count);
            client.releaseConsumedInput();
        }
    }
}
