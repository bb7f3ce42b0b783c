package io.aplomb.control.link;

import io.aplomb.base.Check;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/**
 * TLS over a channel that never blocks. The expensive steps of a handshake are done by other
 * threads; all else is for one thread. Whoever owns it calls {@link #read} when there is input,
 * {@link #flush} when there is room for output, and {@link #resume} when told.
 */
final class TlsChannel {

    /** Frames of some beats wait behind at most one record of a chunk. */
    private static final int RECORDS_OUT = 4;

    /** A busy connection does not keep the thread from the others. */
    private static final int ROUNDS = 8;

    private final ReadableByteChannel in;
    private final WritableByteChannel out;
    private final SSLEngine engine;
    private final Executor tasks;
    private final Runnable taskDone;

    private final ByteBuffer encrypted;
    private final ByteBuffer decrypted;
    private final ByteBuffer outgoing;
    private final int recordBytes;

    private boolean taskUnderWay;
    private boolean handshaken;

    /**
     * @param tasks for the steps of handshakes
     * @param taskDone called by their threads; is to have the owner's thread call {@link #resume}
     */
    <C extends ReadableByteChannel & WritableByteChannel> TlsChannel(
            C channel, SSLEngine engine, Executor tasks, Runnable taskDone) {
        this.in = channel;
        this.out = channel;
        this.engine = engine;
        this.tasks = tasks;
        this.taskDone = taskDone;
        SSLSession session = engine.getSession();
        this.recordBytes = session.getPacketBufferSize();
        this.encrypted = ByteBuffer.allocate(2 * recordBytes);
        this.decrypted =
                ByteBuffer.allocate(session.getApplicationBufferSize() + FrameCodec.MAX_BYTES);
        this.outgoing = ByteBuffer.allocate(RECORDS_OUT * recordBytes);
    }

    /** What is done with decrypted octets. */
    interface Reader {
        /** Takes what it can; the rest is given again with what comes. */
        void take(ByteBuffer plain) throws IOException;
    }

    /** Begins. */
    void start(Reader reader) throws IOException {
        engine.beginHandshake();
        progress(reader);
    }

    /** Whether octets may be sent. */
    boolean isHandshaken() {
        return handshaken;
    }

    SSLSession session() {
        return engine.getSession();
    }

    /** Goes on after a task. */
    void resume(Reader reader) throws IOException {
        taskUnderWay = false;
        progress(reader);
    }

    /**
     * Reads what has come, up to a bound.
     *
     * @return whether there can come more: false at the end
     */
    boolean read(Reader reader) throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            int count = encrypted.hasRemaining() ? in.read(encrypted) : 0;
            progress(reader);
            if (count < 0 || engine.isInboundDone()) {
                return false;
            }
            if (count == 0) {
                break;
            }
        }
        return true;
    }

    /** Whether one more frame of any size can be encrypted now. */
    boolean hasRoom() {
        return outgoing.remaining() >= recordBytes;
    }

    /** Whether the kernel has not taken all yet. */
    boolean isPending() {
        return outgoing.position() > 0;
    }

    /** Encrypts octets, at most one record; {@link #hasRoom} is true. */
    void write(ByteBuffer plain) throws IOException {
        Check.state(handshaken && hasRoom(), "a write without room or handshake");
        while (plain.hasRemaining()) {
            SSLEngineResult result = engine.wrap(plain, outgoing);
            if (result.getStatus() != SSLEngineResult.Status.OK) {
                throw new SSLException("cannot encrypt: " + result.getStatus());
            }
        }
    }

    /** Gives the kernel what it takes. */
    void flush() throws IOException {
        outgoing.flip();
        try {
            while (outgoing.hasRemaining() && out.write(outgoing) > 0) {
                // until the kernel takes no more
            }
        } finally {
            outgoing.compact();
        }
    }

    /**
     * Says the end, or the alert of a failed handshake, as far as that goes without waiting (RFC
     * 8446, 6.1).
     *
     * @return whether the kernel has taken it
     */
    boolean sayEnd() {
        try {
            engine.closeOutbound();
            if (hasRoom()) {
                var _ = engine.wrap(ByteBuffer.allocate(0), outgoing);
            }
            flush();
            return !isPending();
        } catch (IOException broken) {
            return false;
        }
    }

    private void progress(Reader reader) throws IOException {
        while (!taskUnderWay) {
            boolean more =
                    switch (engine.getHandshakeStatus()) {
                        case NEED_TASK -> {
                            startTask();
                            yield false;
                        }
                        case NEED_WRAP -> wrapHandshake();
                        case NEED_UNWRAP, NEED_UNWRAP_AGAIN, NOT_HANDSHAKING, FINISHED ->
                                unwrap(reader);
                    };
            if (!more) {
                break;
            }
        }
        flush();
    }

    private void startTask() {
        Runnable task = engine.getDelegatedTask();
        if (task == null) {
            return;
        }
        taskUnderWay = true;
        tasks.execute(
                () -> {
                    task.run();
                    taskDone.run();
                });
    }

    private boolean wrapHandshake() throws IOException {
        if (!hasRoom()) {
            flush();
            if (!hasRoom()) {
                return false;
            }
        }
        SSLEngineResult result = engine.wrap(ByteBuffer.allocate(0), outgoing);
        noteHandshake(result);
        return result.getStatus() == SSLEngineResult.Status.OK;
    }

    private boolean unwrap(Reader reader) throws IOException {
        encrypted.flip();
        SSLEngineResult result;
        try {
            result = engine.unwrap(encrypted, decrypted);
        } finally {
            encrypted.compact();
        }
        noteHandshake(result);
        if (handshaken && decrypted.position() > 0) {
            decrypted.flip();
            try {
                reader.take(decrypted);
            } finally {
                decrypted.compact();
            }
        }
        return switch (result.getStatus()) {
            case OK -> result.bytesConsumed() > 0 || result.bytesProduced() > 0 || isBusy();
            case BUFFER_UNDERFLOW, CLOSED -> false;
            case BUFFER_OVERFLOW ->
                    throw new LinkProtocolException("a frame that does not fit its buffer");
        };
    }

    /** Whether the engine wants something else than octets from outside. */
    private boolean isBusy() {
        return switch (engine.getHandshakeStatus()) {
            case NEED_TASK, NEED_WRAP, NEED_UNWRAP_AGAIN -> true;
            case NEED_UNWRAP, NOT_HANDSHAKING, FINISHED -> false;
        };
    }

    private void noteHandshake(SSLEngineResult result) {
        if (result.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.FINISHED) {
            handshaken = true;
        }
    }
}
