package io.aplomb.control.enrol;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import javax.net.ssl.SSLSocket;

/**
 * A connection between two machines that trust each other. One request at a time; for one thread at
 * a time.
 */
public final class EnrolChannel implements Closeable {

    /** Before trust: the numbers of a proof. */
    static final int PROOF_BYTES = 8 << 10;

    /** After it: a membership, or what a command printed. */
    static final int MESSAGE_BYTES = 16 << 20;

    private final SSLSocket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private String host = "";

    EnrolChannel(SSLSocket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
        this.out = new DataOutputStream(socket.getOutputStream());
    }

    /** The name of the other machine, as it says. */
    public String host() {
        return host;
    }

    /** The address of this machine by which it reaches the other one. */
    public InetAddress localAddress() {
        return socket.getLocalAddress();
    }

    /**
     * Asks the other machine.
     *
     * @param limit for the answer
     * @throws IOException when there is none in time; the channel is of no use after that
     */
    public EnrolReply ask(EnrolRequest request, Duration limit) throws IOException {
        socket.setSoTimeout(Math.toIntExact(limit.toMillis()));
        send(EnrolCodec.encode(request));
        return EnrolCodec.reply(receive(MESSAGE_BYTES));
    }

    /**
     * Answers requests until the other machine has no more.
     *
     * @param idle longest time between two
     */
    void serve(EnrolHandler handler, Duration idle) throws IOException {
        socket.setSoTimeout(Math.toIntExact(idle.toMillis()));
        while (true) {
            EnrolRequest request;
            try {
                request = EnrolCodec.request(receive(MESSAGE_BYTES));
            } catch (EOFException end) {
                return;
            }
            EnrolReply reply = handler.answer(request, host);
            send(EnrolCodec.encode(reply));
            if (request instanceof EnrolRequest.Join join && reply instanceof EnrolReply.Done) {
                handler.admit(join, this);
                return;
            }
        }
    }

    void known(String name) {
        host = name;
    }

    SSLSocket socket() {
        return socket;
    }

    void send(byte[] message) throws IOException {
        if (message.length > MESSAGE_BYTES) {
            throw new IOException("a message of " + message.length + " octets");
        }
        byte[] whole =
                EnrolCodec.octets(framed -> EnrolCodec.bytes(framed, message)); // in one record
        out.write(whole);
        out.flush();
    }

    byte[] receive(int most) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > most) {
            throw new EnrolException(
                    EnrolException.Reason.PROTOCOL, "a message of " + length + " octets");
        }
        byte[] message = in.readNBytes(length); // takes memory as the octets come
        if (message.length < length) {
            throw new EOFException("the other machine has closed");
        }
        return message;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
