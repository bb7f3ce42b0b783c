package io.aplomb.control.link;

import io.aplomb.base.Check;
import io.aplomb.control.pki.NodeSubject;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A connection with another node, or with somebody who has yet to prove that he is one. Of the
 * detector's thread.
 *
 * <pre>
 *  dialled:   CONNECTING -> HANDSHAKING -> GREETING -> OPEN -> CLOSED
 *  knocking:  CONNECTING -> CLOSED
 *  accepted:                HANDSHAKING -> GREETING -> OPEN -> CLOSED
 * </pre>
 */
final class Connection {

    /** How far it is. */
    enum Stage {
        /** TCP connects. */
        CONNECTING,
        /** TLS shakes hands: until then the other end is a stranger. */
        HANDSHAKING,
        /** The other end is known, its greeting is awaited. */
        GREETING,
        /** Beats and messages go. */
        OPEN,
        /** Over. */
        CLOSED
    }

    /** What a connection tells. */
    interface Owner {
        /** TCP is there: TLS is to begin, or with null nothing more. */
        @Nullable TlsChannel connected(Connection connection);

        /** Whether the other end, which has proved who it is, may stay. */
        boolean identified(Connection connection, NodeSubject subject);

        /** What to say first. */
        Frame.Hello greeting(Connection connection);

        /** A frame came; the first is a greeting. */
        void received(Connection connection, Frame frame) throws IOException;

        /** It is over. Called once, but not when {@link Connection#close} ended it. */
        void ended(Connection connection, End why, IOException cause);
    }

    /** How it ended. */
    enum End {
        /** Nobody listens at the other end. */
        REFUSED,
        /** Closed or reset from outside, or not possible. */
        CLOSED,
        /** What came is not TLS with a certificate of the cluster, or not our protocol. */
        GARBLED
    }

    private final Owner owner;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final boolean dialled;
    private final ByteBuffer scratch;
    private final long bornNs;

    private Stage stage;
    private @Nullable TlsChannel tls;
    private @Nullable LivePeer peer;
    private int link;
    private @Nullable BeatClock beats;
    private long deadlineNs;

    /**
     * @param key not yet of anything; will be attached to this
     * @param dialled whether it is our own, under way
     * @param scratch for frames on their way out, shared by all
     */
    Connection(Owner owner, SelectionKey key, boolean dialled, ByteBuffer scratch, long bornNs) {
        this.owner = owner;
        this.key = key;
        this.channel = (SocketChannel) key.channel();
        this.dialled = dialled;
        this.scratch = scratch;
        this.bornNs = bornNs;
        this.stage = dialled ? Stage.CONNECTING : Stage.HANDSHAKING;
        key.attach(this);
        key.interestOps(dialled ? SelectionKey.OP_CONNECT : SelectionKey.OP_READ);
    }

    /** Whether it has once come to beats and messages. */
    boolean isOpened() {
        return beats != null;
    }

    Stage stage() {
        return stage;
    }

    boolean isDialled() {
        return dialled;
    }

    SocketChannel channel() {
        return channel;
    }

    long bornNs() {
        return bornNs;
    }

    long deadlineNs() {
        return deadlineNs;
    }

    /** When it must have come to its next stage. */
    void due(long atNs) {
        deadlineNs = atNs;
    }

    @Nullable LivePeer peer() {
        return peer;
    }

    int link() {
        return link;
    }

    /** Says whose it is, and which of the links. */
    void belongs(LivePeer to, int number) {
        peer = to;
        link = number;
    }

    BeatClock beats() {
        return Check.present(beats, "a beat before the greeting");
    }

    /** TLS begins, on a connection that was accepted. */
    void begin(TlsChannel channel) {
        guarded(
                () -> {
                    tls = channel;
                    channel.start(this::take);
                    advance();
                });
    }

    /** The greeting of the other end is accepted. */
    void open(BeatClock clock) {
        Check.state(stage == Stage.GREETING, "opened when " + stage);
        beats = clock;
        stage = Stage.OPEN;
    }

    /** The kernel has something to say. */
    void ready() {
        guarded(
                () -> {
                    if (key.isConnectable() && stage == Stage.CONNECTING) {
                        finishConnect();
                        return;
                    }
                    TlsChannel secured = tls;
                    if (secured == null) {
                        return;
                    }
                    if (key.isWritable()) {
                        secured.flush();
                    }
                    if (key.isReadable() && !secured.read(this::take)) {
                        advance();
                        throw new ConnectionClosed();
                    }
                    advance();
                });
    }

    /** Goes on after a step of the handshake that another thread did. */
    void resume() {
        guarded(
                () -> {
                    if (tls != null) {
                        tls.resume(this::take);
                        advance();
                    }
                });
    }

    private void finishConnect() throws IOException {
        boolean _ = channel.finishConnect();
        stage = Stage.HANDSHAKING;
        TlsChannel secured = owner.connected(this);
        if (stage == Stage.CLOSED || secured == null) {
            close();
            return;
        }
        tls = secured;
        secured.start(this::take);
        advance();
    }

    /** After anything that may have finished the handshake or filled the way out. */
    private void advance() throws IOException {
        if (stage == Stage.HANDSHAKING && tls != null && tls.isHandshaken()) {
            if (!owner.identified(this, subject(tls))) {
                throw new LinkProtocolException("not a member");
            }
            stage = Stage.GREETING;
            send(owner.greeting(this));
        }
        updateInterest();
    }

    private static NodeSubject subject(TlsChannel tls) throws IOException {
        try {
            return NodeSubject.of((X509Certificate) tls.session().getPeerCertificates()[0]);
        } catch (CertificateException malformed) {
            throw new LinkProtocolException(String.valueOf(malformed.getMessage()));
        }
    }

    private void take(ByteBuffer plain) throws IOException {
        if (stage == Stage.HANDSHAKING) {
            advance();
        }
        while (stage != Stage.CLOSED) {
            Frame frame = FrameCodec.read(plain);
            if (frame == null) {
                return;
            }
            owner.received(this, frame);
        }
    }

    /** Whether a frame can be sent now without waiting behind others. */
    boolean isFree() {
        return stage == Stage.OPEN && tls != null && !tls.isPending();
    }

    /**
     * Sends a frame; a beat is left out when there is no room for it.
     *
     * @return whether it was sent
     */
    boolean send(Frame frame) {
        TlsChannel secured = tls;
        if (stage == Stage.CLOSED || secured == null || !secured.hasRoom()) {
            return false;
        }
        guarded(
                () -> {
                    scratch.clear();
                    FrameCodec.write(frame, scratch);
                    secured.write(scratch.flip());
                    secured.flush();
                    updateInterest();
                });
        return stage != Stage.CLOSED;
    }

    private void updateInterest() {
        if (stage != Stage.CLOSED && key.isValid()) {
            boolean waits = tls != null && tls.isPending();
            int wanted = SelectionKey.OP_READ | (waits ? SelectionKey.OP_WRITE : 0);
            if (key.interestOps() != wanted) {
                key.interestOps(wanted);
            }
        }
    }

    /** Says the end of TLS as far as possible, and closes. */
    void finish() {
        if (stage == Stage.OPEN && tls != null) {
            boolean _ = tls.sayEnd();
        }
        close();
    }

    /** Closes without a word; the owner is not told. */
    void close() {
        stage = Stage.CLOSED;
        key.cancel();
        try {
            channel.close();
        } catch (IOException gone) {
            // After any error of close(2) the descriptor is gone all the same.
            return;
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private void guarded(Step step) {
        if (stage == Stage.CLOSED) {
            return;
        }
        try {
            step.run();
        } catch (ConnectException refused) {
            end(End.REFUSED, refused);
        } catch (LinkProtocolException | SSLException garbled) {
            end(End.GARBLED, garbled);
        } catch (IOException broken) {
            end(End.CLOSED, broken);
        }
    }

    private void end(End why, IOException cause) {
        if (stage != Stage.CLOSED) {
            Stage was = stage;
            if (stage == Stage.HANDSHAKING && tls != null) {
                boolean _ = tls.sayEnd();
            }
            close();
            owner.ended(this, was == Stage.CONNECTING ? why : later(why), cause);
        }
    }

    /** A reset reads as a refusal, but then somebody was there. */
    private static End later(End why) {
        return why == End.REFUSED ? End.CLOSED : why;
    }

    /** The other end has closed. */
    private static final class ConnectionClosed extends IOException {
        private static final long serialVersionUID = 1;

        ConnectionClosed() {
            super("closed by the other end");
        }
    }
}
