package io.aplomb.control.store;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * What stands in the log around a command, so that a command sent twice is applied once (Ongaro,
 * "Consensus: Bridging Theory and Practice", 6.3).
 *
 * @param session whose command; {@link #NEW_SESSION} asks for a session, {@link #MARK} for nothing
 *     but an index
 * @param sequence of the command within its session
 * @param settled all sequences below are settled: their submitter will not send them again
 */
record Envelope(long session, long sequence, long settled, byte[] command) {
    static final long NEW_SESSION = 0;
    static final long MARK = -1;

    private static final byte PLAIN = 1;
    private static final byte DEFLATED = 2;
    private static final int HEAD_LENGTH = 1 + 3 * Long.BYTES + Integer.BYTES;

    /** Below, deflating gains too little. */
    private static final int DEFLATED_FROM = 4096;

    byte[] encode() {
        byte[] body = command.length < DEFLATED_FROM ? command : deflate(command);
        boolean smaller = body.length < command.length;
        byte[] written = smaller ? body : command;
        return ByteBuffer.allocate(HEAD_LENGTH + written.length)
                .put(smaller ? DEFLATED : PLAIN)
                .putLong(session)
                .putLong(sequence)
                .putLong(settled)
                .putInt(command.length)
                .put(written)
                .array();
    }

    static Envelope decode(ByteBuffer octets) {
        byte form = octets.get();
        long session = octets.getLong();
        long sequence = octets.getLong();
        long settled = octets.getLong();
        int length = octets.getInt();
        byte[] body = new byte[octets.remaining()];
        octets.get(body);
        byte[] command =
                switch (form) {
                    case PLAIN -> body;
                    case DEFLATED -> inflate(body, length);
                    default ->
                            throw new IllegalArgumentException("a command of unknown form " + form);
                };
        return new Envelope(session, sequence, settled, command);
    }

    static byte[] deflate(byte[] plain) {
        try (Deflater deflater = new Deflater(Deflater.BEST_SPEED)) {
            deflater.setInput(plain);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length / 4 + 64);
            byte[] part = new byte[8192];
            while (!deflater.finished()) {
                out.write(part, 0, deflater.deflate(part));
            }
            return out.toByteArray();
        }
    }

    static byte[] inflate(byte[] deflated, int length) {
        try (Inflater inflater = new Inflater()) {
            inflater.setInput(deflated);
            byte[] plain = new byte[length];
            int at = 0;
            while (at < length) {
                int more = inflater.inflate(plain, at, length - at);
                if (more == 0) {
                    break;
                }
                at += more;
            }
            if (at != length) {
                throw new IllegalArgumentException("a command is shorter than it says");
            }
            return plain;
        } catch (DataFormatException broken) {
            throw new IllegalArgumentException("a command cannot be read", broken);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Envelope that
                && session == that.session
                && sequence == that.sequence
                && settled == that.settled
                && Arrays.equals(command, that.command);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(session * 31 + sequence);
    }
}
